// Keeps the ids of removed usages that sent again would not be told from new ones by their time and platform alone.
// Parameters: $platformId string; $ids list of strings
// Rows: one: remembered integer, how many were not there
// Locks: the unique operation_id of what is folded
// Indexes: folded_operation_id
UNWIND $ids AS id
OPTIONAL MATCH (known:FoldedOperation {operation_id: id})
WITH id, known
WHERE known IS NULL
CREATE (:FoldedOperation {operation_id: id, platform_id: $platformId})
RETURN count(*) AS remembered
