// Removes events.
// Parameters: $platformId string; $ids list of integers, their numbers
// Rows: one: removed integer, how many there were
// Indexes: ledger_event
UNWIND $ids AS id
MATCH (event:LedgerEvent {platform_id: $platformId, sequence: id})
DELETE event
RETURN count(*) AS removed
