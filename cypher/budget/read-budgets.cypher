// Budgets by id with the ids of their parents.
// Parameters: $budgetIds list of strings
// Rows: one per known id: budget as map, parentBudgetIds list of strings
// Indexes: budget_id
UNWIND $budgetIds AS budgetId
MATCH (budget:Budget {budget_id: budgetId})
RETURN budget {.*} AS budget,
       COLLECT { MATCH (parent:Budget)-[:PARENT_OF]->(budget) RETURN parent.budget_id ORDER BY parent.budget_id } AS parentBudgetIds
