// The events of a range of sequences.
// Parameters: $platformId string; $after exclusive and $until inclusive, integers; $budgetId string or null; $types list of LedgerEventType or null
// Rows: one per event by sequence: event as map
// Indexes: ledger_event, reservation_id
MATCH (event:LedgerEvent)
WHERE event.platform_id = $platformId
  AND event.sequence > $after
  AND event.sequence <= $until
  AND ($budgetId IS NULL OR event.budget_id = $budgetId
    OR (event.event_type = 'RESERVATION_EXTENDED' AND EXISTS {
      MATCH (held:Reservation {reservation_id: event.reservation_id})
      WHERE $budgetId IN held.narrowing_budget_ids
        OR EXISTS { (held)-[:HELD_ON]->(:ChargePath)-[:COVERS]->(:Budget {budget_id: $budgetId}) }
    }))
  AND ($types IS NULL OR event.event_type IN $types)
RETURN event {.*} AS event
ORDER BY event.sequence
