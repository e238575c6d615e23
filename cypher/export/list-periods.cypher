// A page of the periods that budgets have counted in, by budget_id, then period_start.
// Parameters: $afterBudgetId string, '' for the first page; $afterStart datetime, of the last one read of that budget; $from, $to datetimes, which period_start lies between; $platformIds list of strings; $limit integer
// Rows: one per period: period as map, budget as map, parentBudgetIds list of strings
// Indexes: budget_id gives the order
MATCH (budget:Budget)
WHERE budget.budget_id >= $afterBudgetId
  AND budget.platform_id IN $platformIds
WITH budget
ORDER BY budget.budget_id
MATCH (budget)-[:HAS_PERIOD]->(period:BudgetPeriod)
WHERE period.period_start >= $from
  AND period.period_start < $to
  AND (budget.budget_id <> $afterBudgetId OR period.period_start > $afterStart)
WITH budget, period
ORDER BY budget.budget_id, period.period_start
LIMIT $limit
RETURN period {.*} AS period,
       budget {.*} AS budget,
       COLLECT { MATCH (parent:Budget)-[:PARENT_OF]->(budget) RETURN parent.budget_id ORDER BY parent.budget_id } AS parentBudgetIds
