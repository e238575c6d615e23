// How many of these usages are booked.
// Parameters: $operationIds list of strings
// Rows: one, usages as integer
// Indexes: operation_id
UNWIND $operationIds AS operationId
MATCH (usage:Usage {operation_id: operationId})
RETURN count(usage) AS usages
