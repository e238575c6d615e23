// The books of agents', users' and models' budgets.
// Do the budgets that narrow by agent, user or model count what their usages say?
// Such a budget is no part of a path: each usage carries the ids of those that counted it. One all
// of whose usages in that time are folded is left out.
// Parameters: $platformId string; $from and $to ISO instants, $to exclusive
// Default: $platformId = 'sample'
// Default: $from = '2026-10-01T00:00:00Z'
// Default: $to = '2026-11-01T00:00:00Z'
// Rows: one per budget: budget, type, usages, entryNanos, counterNanos, differenceNanos
// Indexes: usage_timestamp, budget_id
MATCH (usage:Usage)
USING INDEX usage:Usage(platform_id, timestamp)
WHERE usage.platform_id = $platformId
  AND usage.timestamp >= datetime($from) AND usage.timestamp < datetime($to)
  AND usage.narrowing_budget_ids IS NOT NULL
OPTIONAL MATCH (usage)-[:INCURRED]->(entry:CostEntry)
UNWIND usage.narrowing_budget_ids AS budgetId
WITH budgetId, count(DISTINCT coalesce(usage.share_of, usage.operation_id)) AS usages, sum(entry.total_cost_nanos) AS entryNanos
MATCH (budget:Budget {budget_id: budgetId})-[:HAS_PERIOD]->(period:BudgetPeriod)
WHERE period.period_start >= datetime($from) AND period.period_end <= datetime($to)
WITH budget, usages, entryNanos, sum(coalesce(period.folded_nanos, 0)) AS foldedNanos, sum(period.spent_nanos) AS counterNanos
WITH budget, usages, entryNanos + foldedNanos AS entryNanos, counterNanos
RETURN budget.name AS budget, budget.budget_type AS type, usages, entryNanos, counterNanos,
       entryNanos - counterNanos AS differenceNanos
ORDER BY entryNanos DESC, budget
