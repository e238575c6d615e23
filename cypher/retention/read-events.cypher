// Events that nothing needs any more: alerts and denials from before a time, and extensions of reservations that are
// gone. Edits of budgets stay, for the books replay them.
// Parameters: $platformId string; $until inclusive, integer; $before datetime; $limit integer
// Rows: one per event by sequence, as map
// Indexes: ledger_event, reservation_id
MATCH (event:LedgerEvent)
WHERE event.platform_id = $platformId AND event.sequence <= $until
  AND CASE
    WHEN event.event_type IN ['BUDGET_WARNING', 'BUDGET_EXCEEDED', 'RESERVATION_DENIED'] THEN event.at < $before
    WHEN event.event_type = 'RESERVATION_EXTENDED' THEN NOT EXISTS { (:Reservation {reservation_id: event.reservation_id}) }
    ELSE false
  END
WITH event
ORDER BY event.platform_id, event.sequence
LIMIT $limit
RETURN event {.*} AS event
