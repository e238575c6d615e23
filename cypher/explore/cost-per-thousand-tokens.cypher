// Cost per 1,000 tokens by model.
// What do 1,000 tokens of a model really cost, caches and the mix of input and output included?
// Calls whose price is not known are left out with their tokens.
// Parameters: $platformId string; $from and $to ISO instants, $to exclusive
// Default: $platformId = 'sample'
// Default: $from = '2026-10-01T00:00:00Z'
// Default: $to = '2026-11-01T00:00:00Z'
// Rows: one per model: model, calls, tokens, usd, usdPerThousand
// Indexes: usage_timestamp
MATCH (usage:Usage)-[:INCURRED]->(entry:CostEntry)
USING INDEX usage:Usage(platform_id, timestamp)
WHERE usage.platform_id = $platformId
  AND usage.timestamp >= datetime($from) AND usage.timestamp < datetime($to)
  AND usage:TokenUsage
WITH usage, sum(entry.total_cost_nanos) AS cost
WITH usage.model_id AS model, count(DISTINCT coalesce(usage.share_of, usage.operation_id)) AS calls, sum(usage.total_tokens) AS tokens, sum(cost) AS nanos
RETURN model, calls, tokens, round(nanos * 1e-9, 6) AS usd,
       round(nanos * 1e-6 / tokens, 6) AS usdPerThousand
ORDER BY usdPerThousand DESC, model
