// The charge paths that cover a budget.
// Parameters: $budgetId string
// Rows: at most one: platformId, type BudgetType, pathIds list of strings
// Indexes: budget_id
MATCH (budget:Budget {budget_id: $budgetId})
RETURN budget.platform_id AS platformId,
       budget.budget_type AS type,
       COLLECT { MATCH (path:ChargePath)-[:COVERS]->(budget) RETURN path.path_id } AS pathIds
