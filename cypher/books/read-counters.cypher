// The counters of every period of a platform's budgets, copied under the ledger's lock.
// Parameters: $platformId string
// Rows: one per period as map
// Indexes: period_sequence, which serves only a predicate on each of its properties
MATCH (period:BudgetPeriod)
WHERE period.platform_id = $platformId AND period.sequence IS NOT NULL
RETURN period {.*} AS period
