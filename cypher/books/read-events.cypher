// Events with numbers of a range.
// Parameters: $platformId string; $after exclusive and $until inclusive, integers
// Rows: one per event as map
// Indexes: ledger_event
MATCH (event:LedgerEvent)
WHERE event.platform_id = $platformId AND event.sequence > $after AND event.sequence <= $until
RETURN event {.*} AS event
