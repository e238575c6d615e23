// Adjustments with numbers of a range.
// Parameters: $platformId string; $after exclusive and $until inclusive, integers
// Rows: one per number: sequence, pathId, narrowingBudgetIds list or null, at datetime of the usage, costs list of integers, nanos
// Indexes: adjustment_sequence
MATCH (entry:Adjustment)
WHERE entry.platform_id = $platformId AND entry.sequence > $after AND entry.sequence <= $until
MATCH (usage:Usage)-[:INCURRED]->(entry)
WITH usage, entry.sequence AS sequence, collect(entry.total_cost_nanos) AS costs
RETURN sequence,
       usage.path_id AS pathId,
       usage.narrowing_budget_ids AS narrowingBudgetIds,
       usage.timestamp AS at,
       costs
