// Keeps the ids of removed usages that came without a time of their own: sent again they are told from new ones.
// Parameters: $ids list of strings
// Rows: none
// Locks: the unique operation_id of what is folded
// Indexes: folded_operation_id
UNWIND $ids AS id
MERGE (:FoldedOperation {operation_id: id})
