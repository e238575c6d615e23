// Lineage of one operation.
// Who used what, what did it cost, at which price, and which budgets paid?
// Follows agent, usage, entry and price, and from the usage its cell and path to the budgets.
// Parameters: $operationId string
// Default: $operationId = 'sample-1317'
// Rows: one per entry and budget: agent, model, at, usd, priceFrom, budget, type
// Indexes: operation_id, budget_id
MATCH (first:Usage {operation_id: $operationId})
UNWIND coalesce(first.share_ids, [first.operation_id]) AS partId
MATCH (agent:Agent)-[:CONSUMED]->(usage:Usage {operation_id: partId})
OPTIONAL MATCH (usage)-[:INCURRED]->(entry:CostEntry)
OPTIONAL MATCH (entry)-[:PRICED_BY]->(price:Price)
CALL (usage) {
  MATCH (usage)-[:IN_CELL]->(:CostCell)-[:ON_PATH]->(:ChargePath)-[:COVERS]->(budget:Budget)
  RETURN budget
  UNION
  UNWIND usage.narrowing_budget_ids AS budgetId
  MATCH (budget:Budget {budget_id: budgetId})
  RETURN budget
}
RETURN agent.agent_id AS agent, usage.model_id AS model, toString(usage.timestamp) AS at,
       round(entry.total_cost_nanos * 1e-9, 6) AS usd,
       CASE WHEN price IS NULL THEN 'none' ELSE coalesce(toString(date(price.valid_from)), 'since ever') END AS priceFrom,
       budget.name AS budget, budget.budget_type AS type
ORDER BY entry.sequence, type, budget
