// Freezes or thaws budgets.
// Parameters: $budgets list of {budget_id, frozen boolean, sequence integer}
// Rows: none
// Indexes: budget_id
UNWIND $budgets AS row
MATCH (budget:Budget {budget_id: row.budget_id})
SET budget.frozen = row.frozen, budget.sequence = row.sequence
