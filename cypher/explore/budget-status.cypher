// Status of every budget.
// How does every budget stand in the period that contains a moment?
// The counters of a period hold everything below the budget; nothing is summed here.
// Parameters: $platformId string; $at ISO instant
// Default: $platformId = 'sample'
// Default: $at = '2026-10-30T12:00:00Z'
// Rows: one per budget with a period: budget, type, period, spent, limit, unit, percent, state
// Indexes: budget_platform
MATCH (budget:Budget {platform_id: $platformId})-[:HAS_PERIOD]->(period:BudgetPeriod)
USING INDEX budget:Budget(platform_id)
WHERE period.period_start <= datetime($at) AND period.period_end > datetime($at)
WITH budget, period,
     CASE budget.unit WHEN 'TOKENS' THEN period.spent_tokens ELSE period.spent_nanos END AS spent,
     coalesce(budget.amount_nanos, budget.amount_tokens) AS limit,
     CASE budget.unit WHEN 'TOKENS' THEN 1 ELSE 1e-9 END AS scale
RETURN budget.name AS budget, budget.budget_type AS type, budget.period AS period,
       round(spent * scale, 6) AS spent, round(limit * scale, 2) AS limit,
       CASE budget.unit WHEN 'TOKENS' THEN 'tokens' ELSE budget.currency END AS unit,
       round(100.0 * spent / limit, 1) AS percent,
       CASE
         WHEN spent > limit THEN 'EXCEEDED'
         WHEN any(threshold IN budget.warning_threshold WHERE spent >= toFloat(threshold) * limit)
           THEN 'WARNING'
         ELSE 'OK'
       END AS state
ORDER BY percent DESC, budget
