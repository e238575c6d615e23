// The usages of a range of sequences with what they cost when they were booked.
// Parameters: $platformId string; $after exclusive and $until inclusive, integers; $budgetId string or null, only what charged this budget
// Rows: one per usage by sequence: sequence, at, operationId, agentId, model or null, currency, costNanos or null while unpriced, unpricedBecause or null
// Indexes: usage_sequence, path_id
MATCH (usage:Usage)
WHERE usage.platform_id = $platformId
  AND usage.sequence > $after
  AND usage.sequence <= $until
  AND ($budgetId IS NULL
    OR $budgetId IN usage.narrowing_budget_ids
    OR EXISTS { (:ChargePath {path_id: usage.path_id})-[:COVERS]->(:Budget {budget_id: $budgetId}) })
CALL (usage) {
  OPTIONAL MATCH (usage)-[:INCURRED]->(entry:CostEntry {sequence: usage.sequence})
  RETURN count(entry) AS entries, sum(entry.total_cost_nanos) AS nanos
}
RETURN usage.sequence AS sequence, usage.recorded_at AS at, coalesce(usage.share_of, usage.operation_id) AS operationId,
       usage.agent_id AS agentId, usage.model_id AS model, usage.currency AS currency,
       CASE entries WHEN 0 THEN null ELSE nanos END AS costNanos,
       usage.unpriced_because AS unpricedBecause
ORDER BY sequence
