// The last edits of a budget in a stretch of time.
// Parameters: $budgetId string; $from inclusive and $to exclusive, datetimes; $limit integer
// Rows: one per edit as map, the last first
// Indexes: event_budget
MATCH (event:LedgerEvent)
WHERE event.budget_id = $budgetId
  AND event.event_type = 'BUDGET_EDITED'
  AND event.sequence > 0
  AND event.at >= $from
  AND event.at < $to
RETURN event {.*} AS event
ORDER BY event.sequence DESC
LIMIT $limit
