// How far a platform's ledger has come, and how far it is folded.
// Parameters: $platformId string
// Rows: one: ledger as map; none for a platform that does not exist
// Indexes: ledger_platform_id
MATCH (ledger:Ledger {platform_id: $platformId})
RETURN ledger {.*} AS ledger
