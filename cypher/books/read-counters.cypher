// The counters of every period of a platform's budgets, copied under the ledger's lock.
// Parameters: $platformId string
// Rows: one per period as map
// Indexes: period_sequence
MATCH (period:BudgetPeriod {platform_id: $platformId})
RETURN period {.*} AS period
