// How far a ledger is folded, without its lock: it says so before anything goes.
// Parameters: $platformId string
// Rows: one: folded and foldedEvents integers; none for a platform that does not exist
// Indexes: ledger_platform_id
MATCH (ledger:Ledger {platform_id: $platformId})
RETURN coalesce(ledger.folded_sequence, 0) AS folded, coalesce(ledger.folded_events_sequence, 0) AS foldedEvents
