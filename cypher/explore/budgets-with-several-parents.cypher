// Budgets with several parents.
// Which budgets count towards two trees, and what share of each parent do they make up?
// A cost is counted once at every budget above it, also where several ways lead up.
// Parameters: $platformId string; $at ISO instant
// Default: $platformId = 'sample'
// Default: $at = '2026-10-30T12:00:00Z'
// Rows: one per budget of money with several parents and parent: budget, parent, usd, parentUsd, percentOfParent
// Indexes: budget_platform
MATCH (budget:Budget {platform_id: $platformId, unit: 'MONEY'})
USING INDEX budget:Budget(platform_id)
WHERE COUNT { (:Budget)-[:PARENT_OF]->(budget) } > 1
MATCH (parent:Budget {unit: 'MONEY'})-[:PARENT_OF]->(budget)
MATCH (budget)-[:HAS_PERIOD]->(period:BudgetPeriod)
WHERE period.period_start <= datetime($at) AND period.period_end > datetime($at)
MATCH (parent)-[:HAS_PERIOD]->(above:BudgetPeriod)
WHERE above.period_start <= datetime($at) AND above.period_end > datetime($at)
RETURN budget.name AS budget, parent.name AS parent,
       round(period.spent_nanos * 1e-9, 6) AS usd, round(above.spent_nanos * 1e-9, 6) AS parentUsd,
       CASE WHEN above.spent_nanos > 0
         THEN round(100.0 * period.spent_nanos / above.spent_nanos, 1)
       END AS percentOfParent
ORDER BY period.spent_nanos DESC, budget, parent
