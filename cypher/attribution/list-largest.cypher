// The largest usages of a stretch of time that charged a budget, found by the hour cells of its paths.
// Parameters: $platformId string; $before datetime, an hour before $from; $from inclusive and $to exclusive, datetimes; $pathIds list of strings or null for any; $narrowingId string or null for any, a budget that usages list; $byTokens boolean, by cost otherwise; $limit integer
// Rows: one per usage, the largest first, none of size zero: usage as map, entries as list of maps by sequence
// Indexes: cell_slot
MATCH (cell:CostCell)
WHERE cell.platform_id = $platformId
  AND cell.grain = 'HOUR'
  AND cell.slot > $before
  AND cell.slot < $to
  AND ($pathIds IS NULL OR cell.path_id IN $pathIds)
MATCH (usage:Usage)-[:IN_CELL]->(cell)
WHERE usage.timestamp >= $from
  AND usage.timestamp < $to
  AND ($narrowingId IS NULL OR $narrowingId IN usage.narrowing_budget_ids)
CALL (usage) {
  MATCH (usage)-[:INCURRED]->(entry:CostEntry)
  RETURN sum(entry.total_cost_nanos) AS cost
}
WITH usage, CASE WHEN $byTokens THEN coalesce(usage.total_tokens, 0) ELSE cost END AS size
WHERE size > 0
WITH usage, size
ORDER BY size DESC, usage.sequence
LIMIT $limit
RETURN usage {.*} AS usage,
       COLLECT { MATCH (usage)-[:INCURRED]->(entry:CostEntry) RETURN entry {.*} ORDER BY entry.sequence, coalesce(entry.model_id, '') } AS entries
