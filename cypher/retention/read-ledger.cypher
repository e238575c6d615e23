// How far a platform's ledger has come, how far it is folded, and what time it is where the database is.
// Parameters: $platformId string
// Rows: one: ledger as map, now datetime; none for a platform that does not exist
// Indexes: ledger_platform_id
MATCH (ledger:Ledger {platform_id: $platformId})
RETURN ledger {.*} AS ledger, datetime.realtime() AS now
