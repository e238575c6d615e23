// The last of the alerts and denials that lie before a time.
// Parameters: $platformId string; $until inclusive, integer; $before datetime
// Rows: one: sequence integer, 0 for none
// Indexes: ledger_event
MATCH (event:LedgerEvent)
WHERE event.platform_id = $platformId AND event.sequence <= $until
  AND event.event_type IN ['BUDGET_WARNING', 'BUDGET_EXCEEDED', 'RESERVATION_DENIED'] AND event.at < $before
RETURN coalesce(max(event.sequence), 0) AS sequence
