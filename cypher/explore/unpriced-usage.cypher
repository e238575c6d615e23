// Usage whose price is not known.
// Which models have no price, since when, and what did they do meanwhile?
// Such a usage is booked without a cost entry: unknown is not zero.
// Parameters: $platformId string; $from and $to ISO instants, $to exclusive
// Default: $platformId = 'sample'
// Default: $from = '2026-10-01T00:00:00Z'
// Default: $to = '2026-11-01T00:00:00Z'
// Rows: one per model and reason: model, provider, calls, tokens, firstSeen, lastSeen, because
// Indexes: usage_timestamp
MATCH (usage:Usage)
USING INDEX usage:Usage(platform_id, timestamp)
WHERE usage.platform_id = $platformId
  AND usage.timestamp >= datetime($from) AND usage.timestamp < datetime($to)
  AND usage:Unpriced
RETURN usage.model_id AS model, usage.provider AS provider, count(DISTINCT coalesce(usage.share_of, usage.operation_id)) AS calls,
       sum(usage.total_tokens) AS tokens, toString(date(min(usage.timestamp))) AS firstSeen,
       toString(date(max(usage.timestamp))) AS lastSeen, usage.unpriced_because AS because
ORDER BY calls DESC, model, because
