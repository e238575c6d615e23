// Adds what a batch charged, held and gave back to the periods of budgets.
// Parameters: $periods list of {budget_id, period_start datetime, nanos, tokens, held_nanos, held_tokens, entries, sequence integers}
// Rows: none
// Indexes: budget_period
UNWIND $periods AS row
MATCH (period:BudgetPeriod {budget_id: row.budget_id, period_start: row.period_start})
SET period.spent_nanos = period.spent_nanos + row.nanos,
    period.spent_tokens = period.spent_tokens + row.tokens,
    period.held_nanos = period.held_nanos + row.held_nanos,
    period.held_tokens = period.held_tokens + row.held_tokens,
    period.entries = period.entries + row.entries,
    period.sequence = row.sequence
