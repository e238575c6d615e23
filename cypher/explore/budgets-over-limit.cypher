// Periods over their limit.
// Which budgets passed their limit in which period, and by how much?
// Parameters: $platformId string; $from and $to ISO instants, $to exclusive
// Default: $platformId = 'sample'
// Default: $from = '2026-10-01T00:00:00Z'
// Default: $to = '2026-11-01T00:00:00Z'
// Rows: one per period: budget, start, limit, spent, overrun, unit, percent
// Indexes: budget_platform
MATCH (budget:Budget {platform_id: $platformId})-[:HAS_PERIOD]->(period:BudgetPeriod)
USING INDEX budget:Budget(platform_id)
WHERE period.period_end > datetime($from) AND period.period_start < datetime($to)
WITH budget, period,
     CASE budget.unit WHEN 'TOKENS' THEN period.spent_tokens ELSE period.spent_nanos END AS spent,
     coalesce(budget.amount_nanos, budget.amount_tokens) AS limit,
     CASE budget.unit WHEN 'TOKENS' THEN 1 ELSE 1e-9 END AS scale
WHERE spent > limit
RETURN budget.name AS budget, toString(date(period.period_start)) AS start,
       round(limit * scale, 2) AS limit, round(spent * scale, 6) AS spent,
       round((spent - limit) * scale, 6) AS overrun,
       CASE budget.unit WHEN 'TOKENS' THEN 'tokens' ELSE budget.currency END AS unit,
       round(100.0 * spent / limit, 1) AS percent
ORDER BY percent DESC, budget, start
