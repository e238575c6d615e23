// The books of one budget by hand.
// Do the entries that a budget counts add up to its counter, to the last nano?
// Sums every cost entry on the paths that the budget covers within its period. The service's own
// check does the same for all counters at one sequence number; see books. What is folded has no
// entries any more: its sum, which the period keeps, is added, and usages are those that are left.
// Parameters: $budgetId string; $at ISO instant
// Default: $budgetId = 'sample-research'
// Default: $at = '2026-10-30T12:00:00Z'
// Rows: one: budget, usages, entryNanos, counterNanos, differenceNanos
// Indexes: budget_id
MATCH (budget:Budget {budget_id: $budgetId})-[:HAS_PERIOD]->(period:BudgetPeriod)
WHERE period.period_start <= datetime($at) AND period.period_end > datetime($at)
OPTIONAL MATCH (budget)<-[:COVERS]-(:ChargePath)<-[:ON_PATH]-(:CostCell {grain: 'HOUR'})<-[:IN_CELL]-(usage:Usage)
WHERE usage.timestamp >= period.period_start AND usage.timestamp < period.period_end
OPTIONAL MATCH (usage)-[:INCURRED]->(entry:CostEntry)
WITH budget, period, count(DISTINCT coalesce(usage.share_of, usage.operation_id)) AS usages, sum(entry.total_cost_nanos) + coalesce(period.folded_nanos, 0) AS entryNanos
RETURN budget.name AS budget, usages, entryNanos, period.spent_nanos AS counterNanos,
       entryNanos - period.spent_nanos AS differenceNanos
