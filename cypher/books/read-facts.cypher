// Every usage up to a sequence number with what its entries say it cost.
// Parameters: $platformId string; $sequence integer, inclusive
// Rows: one per usage: operationId, pathId, at datetime, tokens integer, narrowingBudgetIds list or null, cells integer, costs list of integers, nanos
// Indexes: usage_sequence
MATCH (usage:Usage)
WHERE usage.platform_id = $platformId AND usage.sequence <= $sequence
RETURN usage.operation_id AS operationId,
       usage.path_id AS pathId,
       usage.timestamp AS at,
       coalesce(usage.total_tokens, 0) AS tokens,
       usage.narrowing_budget_ids AS narrowingBudgetIds,
       COUNT { (usage)-[:IN_CELL]->() } AS cells,
       COLLECT { MATCH (usage)-[:INCURRED]->(entry:CostEntry) RETURN entry.total_cost_nanos } AS costs
