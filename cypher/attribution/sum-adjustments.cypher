// Why usages of a stretch of time that charged a budget were adjusted, found by the hour cells of its paths.
// Parameters: $platformId string; $before datetime, an hour before $from; $from inclusive and $to exclusive, datetimes; $pathIds list of strings or null for any; $narrowingId string or null for any, a budget that usages list; $limit integer
// Rows: one per reason, the largest amount first: reason string or null, nanos, usages integers
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
MATCH (usage)-[:INCURRED]->(entry:Adjustment)
WITH usage, entry.reason AS reason, sum(entry.total_cost_nanos) AS nanos
WITH reason, sum(nanos) AS nanos, sum(coalesce(usage.calls, 1)) AS usages
ORDER BY abs(nanos) DESC, reason
LIMIT $limit
RETURN reason, nanos, usages
