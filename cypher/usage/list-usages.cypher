// A page of usages, newest first. Each platform gives its newest in the order of its index, so a
// page reads no more than it needs, times the platforms. CASE and not OR: an OR would be planned as
// two seeks, whose union has no order.
// Parameters: $platformIds list of strings; $from, $before datetimes; $beforeOperationId string; $limit integer; $projectIds, $taskIds, $agentIds, $userIds, $runIds, $models, $providers, $capabilities, $kinds, $outcomes, $tags as key=value, $pathIds lists of strings or null for any; $budgetId string or null; $unpriced boolean or null
// Rows: usage as map, entries as list of maps by sequence; by timestamp, then operation_id, both descending
// Indexes: usage_timestamp
UNWIND $platformIds AS platformId
CALL (platformId) {
  MATCH (usage:Usage)
  WHERE usage.platform_id = platformId
    AND usage.timestamp >= $from
    AND usage.timestamp <= $before
    AND CASE WHEN usage.timestamp = $before THEN usage.operation_id < $beforeOperationId ELSE true END
    AND ($projectIds IS NULL OR usage.project_id IN $projectIds)
    AND ($taskIds IS NULL OR usage.task_id IN $taskIds)
    AND ($agentIds IS NULL OR usage.agent_id IN $agentIds)
    AND ($userIds IS NULL OR usage.user_id IN $userIds)
    AND ($runIds IS NULL OR usage.run_id IN $runIds)
    AND ($models IS NULL OR usage.model_id IN $models)
    AND ($providers IS NULL OR usage.provider IN $providers)
    AND ($capabilities IS NULL OR usage.capability_type IN $capabilities)
    AND ($kinds IS NULL OR usage.usage_kind IN $kinds)
    AND ($outcomes IS NULL OR usage.outcome IN $outcomes)
    AND ($tags IS NULL OR any(tag IN usage.tags WHERE tag IN $tags))
    AND ($budgetId IS NULL OR usage.path_id IN $pathIds OR $budgetId IN usage.narrowing_budget_ids)
    AND ($unpriced IS NULL OR usage:Unpriced = $unpriced)
  RETURN usage
  ORDER BY usage.platform_id DESC, usage.timestamp DESC, usage.operation_id DESC
  LIMIT $limit
}
WITH usage
ORDER BY usage.timestamp DESC, usage.operation_id DESC
LIMIT $limit
RETURN usage {.*} AS usage,
       COLLECT { MATCH (usage)-[:INCURRED]->(entry:CostEntry) RETURN entry {.*} ORDER BY entry.sequence, coalesce(entry.model_id, '') } AS entries
