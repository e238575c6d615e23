// How far platforms are folded, to see whether it went on between two reads.
// Parameters: $platformIds list of strings
// Rows: one per platform that is folded: platformId string, retainedFrom datetime, facts integer
// Indexes: ledger_platform_id
UNWIND $platformIds AS platformId
MATCH (ledger:Ledger {platform_id: platformId})
WHERE ledger.retained_from IS NOT NULL
RETURN platformId, ledger.retained_from AS retainedFrom, coalesce(ledger.folded_facts, 0) AS facts
