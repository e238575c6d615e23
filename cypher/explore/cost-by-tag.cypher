// Cost by tag.
// What did each value of a tag cost?
// Tags are texts key=value on usages and no part of the cells, so this reads the usages themselves.
// Parameters: $platformId string; $from and $to ISO instants, $to exclusive; $tagKey string
// Default: $platformId = 'sample'
// Default: $from = '2026-10-01T00:00:00Z'
// Default: $to = '2026-11-01T00:00:00Z'
// Default: $tagKey = 'team'
// Rows: one per value: value, calls, usd
// Indexes: usage_timestamp
MATCH (usage:Usage)
USING INDEX usage:Usage(platform_id, timestamp)
WHERE usage.platform_id = $platformId
  AND usage.timestamp >= datetime($from) AND usage.timestamp < datetime($to)
UNWIND usage.tags AS tag
WITH usage, tag
WHERE tag STARTS WITH $tagKey + '='
OPTIONAL MATCH (usage)-[:INCURRED]->(entry:CostEntry)
WITH substring(tag, size($tagKey) + 1) AS value, count(DISTINCT coalesce(usage.share_of, usage.operation_id)) AS calls,
     sum(entry.total_cost_nanos) AS nanos
RETURN value, calls, round(nanos * 1e-9, 6) AS usd
ORDER BY nanos DESC, value
