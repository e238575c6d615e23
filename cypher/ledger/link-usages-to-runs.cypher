// Ties usages to the runs they happened in.
// Parameters: $platformId string; $usages list of {operation_id, run_id}
// Rows: none
// Indexes: operation_id, run_id
// Plan: CartesianProduct announced, of one node by its unique key with another
UNWIND $usages AS row
MATCH (usage:Usage {operation_id: row.operation_id})
MATCH (run:Run {platform_id: $platformId, run_id: row.run_id})
CREATE (usage)-[:DURING]->(run)
