// Periods of budgets, made by their first charge or hold.
// Parameters: $periods list of {budget_id, properties map}
// Rows: none
// Indexes: budget_id
UNWIND $periods AS row
MATCH (budget:Budget {budget_id: row.budget_id})
CREATE (budget)-[:HAS_PERIOD]->(period:BudgetPeriod)
SET period = row.properties
