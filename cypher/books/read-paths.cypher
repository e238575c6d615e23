// Which budgets each charge path of a platform covers.
// Parameters: $platformId string
// Rows: one per path: pathId, budgetIds list of strings
// Indexes: path_platform
MATCH (path:ChargePath {platform_id: $platformId})
RETURN path.path_id AS pathId,
       COLLECT { MATCH (path)-[:COVERS]->(budget:Budget) RETURN budget.budget_id } AS budgetIds
