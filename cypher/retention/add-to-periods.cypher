// Adds usages that are removed to what is folded in the periods of budgets.
// Parameters: $rows list of {budget_id, period_start datetime, cost_nanos, total_tokens, calls integers}
// Rows: one: found integer, how many periods there were
// Indexes: budget_period
UNWIND $rows AS row
MATCH (period:BudgetPeriod {budget_id: row.budget_id, period_start: row.period_start})
SET period.folded_nanos = coalesce(period.folded_nanos, 0) + row.cost_nanos,
    period.folded_tokens = coalesce(period.folded_tokens, 0) + row.total_tokens,
    period.folded_entries = coalesce(period.folded_entries, 0) + row.calls
RETURN count(period) AS found
