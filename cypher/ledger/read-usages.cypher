// The usages that are booked under these ids, with their entries.
// Parameters: $operationIds list of strings
// Rows: one per known id: usage as map, entries as list of maps by sequence
// Indexes: operation_id
UNWIND $operationIds AS operationId
MATCH (usage:Usage {operation_id: operationId})
RETURN usage {.*} AS usage,
       COLLECT { MATCH (usage)-[:INCURRED]->(entry:CostEntry) RETURN entry {.*} ORDER BY entry.sequence, coalesce(entry.model_id, '') } AS entries
