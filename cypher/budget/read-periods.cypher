// Stored periods that may overlap the computed ones.
// Parameters: $ranges list of {budget_id, earliest datetime, end datetime}
// Rows: one per period as map
// Indexes: budget_period
UNWIND $ranges AS range
MATCH (period:BudgetPeriod)
WHERE period.budget_id = range.budget_id
  AND period.period_start >= range.earliest
  AND period.period_start < range.end
RETURN DISTINCT period {.*} AS period
