// Takes the platform's lock, then reads its ledger. Everything else of a transaction comes after it.
// Parameters: $platformId string; $lockId string, new in every try
// Rows: ledger and platform as maps, lastLockId string or null, priceVersion integer, anyRemembered boolean, whether ids of folded usages of any platform are kept; none for a platform that does not exist
// Locks: Ledger, exclusive until the commit; setting the id to what it is takes the lock and writes nothing
MATCH (ledger:Ledger {platform_id: $platformId})
SET ledger.platform_id = $platformId
WITH ledger, ledger.lock_id AS lastLockId
SET ledger.lock_id = $lockId
WITH ledger, lastLockId
MATCH (platform:Platform {platform_id: $platformId})
OPTIONAL MATCH (list:PriceList {list_id: 'prices'})
RETURN ledger {.*} AS ledger, platform {.*} AS platform, lastLockId, coalesce(list.version, 0) AS priceVersion,
       EXISTS { MATCH (operation:FoldedOperation) WHERE operation.operation_id > '' } AS anyRemembered
