// All budgets of a platform with the ids of their parents.
// Parameters: $platformId string
// Rows: one per budget: budget as map, parentBudgetIds list of strings
// Indexes: budget_platform
MATCH (budget:Budget {platform_id: $platformId})
RETURN budget {.*} AS budget,
       COLLECT { MATCH (parent:Budget)-[:PARENT_OF]->(budget) RETURN parent.budget_id ORDER BY parent.budget_id } AS parentBudgetIds
