// Takes the platform's lock, then reads its ledger. Everything else of a transaction comes after it.
// Parameters: $platformId string; $lockId string, any
// Rows: ledger and platform as maps; none for a platform that does not exist
// Locks: Ledger, exclusive until the commit
MATCH (ledger:Ledger {platform_id: $platformId})
SET ledger.lock_id = $lockId
WITH ledger
MATCH (platform:Platform {platform_id: $platformId})
RETURN ledger {.*} AS ledger, platform {.*} AS platform
