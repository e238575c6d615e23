// Removes usages with what they cost, each only if it has as many entries as were read of it.
// Parameters: $platformId string; $usages list of {operation_id, entries integer}
// Rows: one: removed integer, how many there were
// Locks: their cells, agents, runs and prices with few relationships, under the ledger's lock
// Indexes: operation_id
UNWIND $usages AS row
MATCH (usage:Usage {operation_id: row.operation_id})
WHERE usage.platform_id = $platformId
WITH usage, row, COLLECT { MATCH (usage)-[:INCURRED]->(entry:CostEntry) RETURN entry } AS entries
WHERE size(entries) = row.entries
FOREACH (entry IN entries | DETACH DELETE entry)
DETACH DELETE usage
RETURN count(*) AS removed
