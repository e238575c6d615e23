// Usages with numbers of a range, with what their first entries say they cost.
// Parameters: $platformId string; $after exclusive and $until inclusive, integers
// Rows: one per usage: sequence, operationId, pathId, at datetime, tokens, calls integers, narrowingBudgetIds list or null, cells integer, costs list of integers, nanos
// Indexes: usage_sequence
MATCH (usage:Usage)
WHERE usage.platform_id = $platformId AND usage.sequence > $after AND usage.sequence <= $until
RETURN usage.sequence AS sequence,
       usage.operation_id AS operationId,
       usage.path_id AS pathId,
       usage.timestamp AS at,
       coalesce(usage.total_tokens, 0) AS tokens,
       coalesce(usage.calls, 1) AS calls,
       usage.narrowing_budget_ids AS narrowingBudgetIds,
       COUNT { (usage)-[:IN_CELL]->() } AS cells,
       COLLECT { MATCH (usage)-[:INCURRED]->(entry:CostEntry) WHERE NOT entry:Adjustment RETURN entry.total_cost_nanos } AS costs
