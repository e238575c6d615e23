// A page of budgets in the order of their ids.
// Parameters: $after string, '' for the first page; $platformIds list of strings; $limit integer
// Rows: one per budget: budget as map, parentBudgetIds list of strings
// Indexes: budget_id gives the order
MATCH (budget:Budget)
WHERE budget.budget_id > $after
  AND budget.platform_id IN $platformIds
WITH budget
ORDER BY budget.budget_id
LIMIT $limit
RETURN budget {.*} AS budget,
       COLLECT { MATCH (parent:Budget)-[:PARENT_OF]->(budget) RETURN parent.budget_id ORDER BY parent.budget_id } AS parentBudgetIds
