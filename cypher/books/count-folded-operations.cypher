// How many ids of folded usages are kept.
// Parameters: $platformId string
// Rows: one: operations integer
// Indexes: folded_operation_platform
MATCH (operation:FoldedOperation)
WHERE operation.platform_id = $platformId
RETURN count(operation) AS operations
