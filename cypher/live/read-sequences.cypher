// How far ledgers have come, without their locks: enough to see that there is more.
// Parameters: $platformIds list of strings
// Rows: one per platform that exists: platformId, sequence integer
// Indexes: ledger_platform_id
UNWIND $platformIds AS platformId
MATCH (ledger:Ledger {platform_id: platformId})
RETURN platformId, ledger.sequence AS sequence
