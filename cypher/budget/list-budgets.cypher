// A page of budgets in the order of their ids.
// Parameters: $after string, '' for the first page; $platformId, $type, $resourceId strings or null for any; $limit integer
// Rows: one per budget: budget as map, parentBudgetIds list of strings
// Indexes: budget_id gives the order
MATCH (budget:Budget)
WHERE budget.budget_id > $after
  AND ($platformId IS NULL OR budget.platform_id = $platformId)
  AND ($type IS NULL OR budget.budget_type = $type)
  AND ($resourceId IS NULL OR budget.resource_id = $resourceId)
WITH budget
ORDER BY budget.budget_id
LIMIT $limit
RETURN budget {.*} AS budget,
       COLLECT { MATCH (parent:Budget)-[:PARENT_OF]->(budget) RETURN parent.budget_id ORDER BY parent.budget_id } AS parentBudgetIds
