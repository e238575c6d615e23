// The platforms with reservations whose time has run out, perhaps.
// Parameters: $now datetime
// Rows: one per platform: platformId
// Plan: NodeByLabelScan announced, platforms are few
MATCH (ledger:Ledger)
WHERE ledger.next_expiry <= $now
RETURN ledger.platform_id AS platformId
