// The budgets that charge paths cover.
// Parameters: $pathIds list of strings
// Rows: one per path: pathId string, budgetIds list of strings
// Indexes: path_id
UNWIND $pathIds AS pathId
MATCH (path:ChargePath {path_id: pathId})
RETURN pathId,
       COLLECT { MATCH (path)-[:COVERS]->(budget:Budget) RETURN budget.budget_id } AS budgetIds
