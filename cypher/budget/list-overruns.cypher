// Periods over the limit of their budget that touch a stretch of time, the largest share of the limit first.
// Parameters: $ranges list of {budget_id string, earliest datetime, limit_units integer in nanos or tokens, tokens boolean, whether it is tokens}; $from inclusive and $to exclusive, datetimes; $count integer
// Rows: one per period as map
// Indexes: budget_period
UNWIND $ranges AS range
MATCH (period:BudgetPeriod)
WHERE period.budget_id = range.budget_id
  AND period.period_start >= range.earliest
  AND period.period_start < $to
  AND period.period_end > $from
WITH range, period,
     CASE WHEN range.tokens THEN period.spent_tokens ELSE period.spent_nanos END AS spent
WHERE spent > range.limit_units
WITH period, CASE range.limit_units WHEN 0 THEN 1e300 ELSE 1.0 * spent / range.limit_units END AS share
ORDER BY share DESC, period.budget_id, period.period_start
LIMIT $count
RETURN period {.*} AS period
