// One usage with its entries.
// Parameters: $operationId string
// Rows: at most one: usage as map, entries as list of maps by sequence
// Indexes: operation_id
MATCH (usage:Usage {operation_id: $operationId})
RETURN usage {.*} AS usage,
       COLLECT { MATCH (usage)-[:INCURRED]->(entry:CostEntry) RETURN entry {.*} ORDER BY entry.sequence, coalesce(entry.model_id, '') } AS entries
