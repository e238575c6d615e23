// The periods of budgets that changed after a sequence, as they are now.
// Parameters: $platformId string; $after exclusive, integer
// Rows: one per period as map
// Indexes: period_sequence
MATCH (period:BudgetPeriod)
WHERE period.platform_id = $platformId AND period.sequence > $after
RETURN period {.*} AS period
