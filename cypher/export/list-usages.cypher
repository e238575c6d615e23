// A page of the usages of a platform as they stood at a number of its ledger, oldest first. CASE and not OR, as in
// usage/list-usages; the hint keeps the planner from the index of sequences, which would read everything.
// Parameters: $platformId string; $from, $to datetimes; $afterSequence integer, of the last one read at $from; $until integer, the ledger's number; $limit integer; $projectIds, $taskIds, $agentIds, $userIds, $runIds, $models, $providers, $capabilities, $kinds, $outcomes, $tags as key=value, $pathIds lists of strings or null for any; $budgetId string or null; $unpriced boolean or null
// Rows: usage as map, entries as list of maps by sequence, each with price_id string or null; by timestamp, then sequence
// Indexes: usage_timestamp
MATCH (usage:Usage)
USING INDEX usage:Usage(platform_id, timestamp)
WHERE usage.platform_id = $platformId
  AND usage.timestamp >= $from
  AND usage.timestamp < $to
  AND CASE WHEN usage.timestamp = $from THEN usage.sequence > $afterSequence ELSE true END
  AND usage.sequence <= $until
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
  AND ($unpriced IS NULL
    OR $unpriced <> EXISTS { (usage)-[:INCURRED]->(known:CostEntry) WHERE known.sequence <= $until })
WITH usage
ORDER BY usage.platform_id, usage.timestamp, usage.sequence
LIMIT $limit
RETURN usage {.*} AS usage,
       COLLECT {
         MATCH (usage)-[:INCURRED]->(entry:CostEntry)
         WHERE entry.sequence <= $until
         OPTIONAL MATCH (entry)-[:PRICED_BY]->(price:Price)
         RETURN entry {.*, price_id: price.price_id}
         ORDER BY entry.sequence, coalesce(entry.model_id, '')
       } AS entries
