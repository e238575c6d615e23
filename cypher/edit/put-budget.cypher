// Makes or changes a budget with its resource and its parents.
// Parameters: $budget map, all properties; $parentBudgetIds list of strings
// Rows: none
// Indexes: budget_id
MERGE (budget:Budget {budget_id: $budget.budget_id, platform_id: $budget.platform_id})
SET budget = $budget
WITH budget
CALL (budget) {
  MATCH (former:Budget)-[parentOf:PARENT_OF]->(budget)
  WHERE NOT former.budget_id IN $parentBudgetIds
  DELETE parentOf
}
CALL (budget) {
  UNWIND $parentBudgetIds AS parentBudgetId
  MATCH (parent:Budget {budget_id: parentBudgetId})
  MERGE (parent)-[:PARENT_OF]->(budget)
}
