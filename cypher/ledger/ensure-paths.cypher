// Charge paths, made with their first charge or hold: a leaf resource and the set of budgets it charges.
// Parameters: $paths list of {path_id, properties map, budget_ids list of strings}
// Rows: none
// Indexes: path_id, budget_id
UNWIND $paths AS row
MERGE (path:ChargePath {path_id: row.path_id})
ON CREATE SET path += row.properties
WITH path, row
UNWIND row.budget_ids AS budgetId
MATCH (budget:Budget {budget_id: budgetId})
MERGE (path)-[:COVERS]->(budget)
