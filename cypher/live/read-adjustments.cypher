// The adjustments of a range of sequences.
// Parameters: $platformId string; $after exclusive and $until inclusive, integers; $budgetId string or null, only what charged this budget
// Rows: one per number: sequence, at, operationId, agentId, model or null, currency, costNanos, reason
// Indexes: adjustment_sequence, path_id
MATCH (entry:Adjustment)
WHERE entry.platform_id = $platformId
  AND entry.sequence > $after
  AND entry.sequence <= $until
MATCH (usage:Usage)-[:INCURRED]->(entry)
WHERE $budgetId IS NULL
  OR $budgetId IN usage.narrowing_budget_ids
  OR EXISTS { (:ChargePath {path_id: usage.path_id})-[:COVERS]->(:Budget {budget_id: $budgetId}) }
WITH usage, entry.sequence AS sequence, min(entry.recorded_at) AS at,
     sum(entry.total_cost_nanos) AS costNanos, min(entry.reason) AS reason
RETURN sequence, at, coalesce(usage.share_of, usage.operation_id) AS operationId, usage.agent_id AS agentId,
       usage.model_id AS model, usage.currency AS currency, costNanos, reason
ORDER BY sequence
