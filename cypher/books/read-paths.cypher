// The charge paths of a platform with the budgets they cover.
// Parameters: $platformId string
// Rows: one per path: pathId, projectId, taskId strings or null, budgetIds list of strings in ascending order
// Indexes: path_platform
MATCH (path:ChargePath {platform_id: $platformId})
RETURN path.path_id AS pathId, path.project_id AS projectId, path.task_id AS taskId,
       COLLECT { MATCH (path)-[:COVERS]->(budget:Budget) RETURN budget.budget_id ORDER BY budget.budget_id } AS budgetIds
