// The last edit of each budget up to a number: what it said of the budget held from then on.
// Parameters: $budgetIds list of strings; $asOfSequence integer
// Rows: one per budget that was there: budgetId, edit as map
// Indexes: event_budget
UNWIND $budgetIds AS budgetId
CALL (budgetId) {
  MATCH (event:LedgerEvent)
  WHERE event.budget_id = budgetId
    AND event.event_type = 'BUDGET_EDITED'
    AND event.sequence <= $asOfSequence
  RETURN event
  ORDER BY event.sequence DESC
  LIMIT 1
}
RETURN budgetId, event {.*} AS edit
