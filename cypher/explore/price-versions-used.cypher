// Price versions in use.
// At which versions of which prices was usage booked?
// Parameters: $platformId string; $from and $to ISO instants, $to exclusive
// Default: $platformId = 'sample'
// Default: $from = '2026-10-01T00:00:00Z'
// Default: $to = '2026-11-01T00:00:00Z'
// Rows: one per price: model, provider, validFrom, components, usages, usd
// Indexes: usage_timestamp
MATCH (usage:Usage)-[:INCURRED]->(entry:CostEntry)-[:PRICED_BY]->(price:Price)
USING INDEX usage:Usage(platform_id, timestamp)
WHERE usage.platform_id = $platformId
  AND usage.timestamp >= datetime($from) AND usage.timestamp < datetime($to)
WITH price, count(DISTINCT coalesce(usage.share_of, usage.operation_id)) AS usages, sum(entry.total_cost_nanos) AS nanos
RETURN price.model_id AS model, price.provider AS provider,
       coalesce(toString(date(price.valid_from)), 'since ever') AS validFrom,
       price.components AS components, usages, round(nanos * 1e-9, 6) AS usd
ORDER BY nanos DESC, model, validFrom
