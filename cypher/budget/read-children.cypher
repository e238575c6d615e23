// The ids of the budgets directly below others.
// Parameters: $budgetIds list of strings
// Rows: one per id asked for: budgetId, childBudgetIds list of strings
// Indexes: budget_id
UNWIND $budgetIds AS budgetId
MATCH (budget:Budget {budget_id: budgetId})
RETURN budgetId,
       COLLECT { MATCH (budget)-[:PARENT_OF]->(child:Budget) RETURN child.budget_id ORDER BY child.budget_id } AS childBudgetIds
