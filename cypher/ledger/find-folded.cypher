// Which of these operations were folded; only those without a time of their own are known.
// Parameters: $operationIds list of strings
// Rows: operationId of each
// Indexes: folded_operation_id
UNWIND $operationIds AS operationId
MATCH (operation:FoldedOperation {operation_id: operationId})
RETURN operation.operation_id AS operationId
