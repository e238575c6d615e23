// Ends a transaction: the ledger's counters after it.
// Parameters: $platformId string; $ledger map of what changed
// Rows: none
// Locks: Ledger, held since lock-ledger
MATCH (ledger:Ledger {platform_id: $platformId})
SET ledger += $ledger
