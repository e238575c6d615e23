// Which of these operations were folded, of those whose ids are kept.
// Parameters: $operationIds list of strings
// Rows: operationId and platformId of each
// Indexes: folded_operation_id
UNWIND $operationIds AS operationId
MATCH (operation:FoldedOperation {operation_id: operationId})
RETURN operation.operation_id AS operationId, operation.platform_id AS platformId
