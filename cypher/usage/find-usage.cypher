// One usage with its entries; of a split one each part.
// Parameters: $operationId string
// Rows: none or one, or one per part in their order: usage as map, entries as list of maps by sequence
// Indexes: operation_id
MATCH (first:Usage {operation_id: $operationId})
WHERE coalesce(first.share_number, 1) = 1
UNWIND coalesce(first.share_ids, [$operationId]) AS id
MATCH (usage:Usage {operation_id: id})
RETURN usage {.*} AS usage,
       COLLECT { MATCH (usage)-[:INCURRED]->(entry:CostEntry) RETURN entry {.*} ORDER BY entry.sequence, coalesce(entry.model_id, '') } AS entries
