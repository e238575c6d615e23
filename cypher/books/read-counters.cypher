// The counters of the periods of a platform's budgets that changed from a number on, copied under the ledger's lock.
// Parameters: $platformId string; $from integer, 0 for all
// Rows: one per period as map
// Indexes: period_sequence
MATCH (period:BudgetPeriod)
WHERE period.platform_id = $platformId AND period.sequence >= $from
RETURN period {.*} AS period
