// Sums usages with their entries by any of their properties. A tag is the value behind its key. A usage without an
// entry up to the last fact that counts has no price then.
// Parameters: $ranges list of {platform_id, point integer, from, to datetimes}; $dimensions list of property names, tag for the tag; $tagPrefix string, key=, or null; $byBudget boolean, whether to tell charge paths and narrowing budgets apart; $projectIds, $taskIds, $agentIds, $userIds, $runIds, $models, $providers, $capabilities, $kinds, $outcomes, $tags as key=value, $pathIds lists of strings or null for any; $budgetId string or null, one that usages may list; $unpriced boolean or null; $asOfSequence integer, the last fact that counts
// Rows: one per group: point integer, keys list of strings or null, pathId string or null, narrowing list of strings, cost_nanos, adjustment_nanos, failed_cost_nanos, calls, failed_calls, unpriced_calls and the ten token counts, integers
// Indexes: usage_timestamp
UNWIND $ranges AS range
MATCH (usage:Usage)
WHERE usage.platform_id = range.platform_id
  AND usage.timestamp >= range.from
  AND usage.timestamp < range.to
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
  AND ($pathIds IS NULL OR usage.path_id IN $pathIds OR $budgetId IN usage.narrowing_budget_ids)
  AND usage.sequence <= $asOfSequence
CALL (usage) {
  MATCH (usage)-[:INCURRED]->(entry:CostEntry)
  WHERE entry.sequence <= $asOfSequence
  RETURN count(entry) = 0 AS unpriced,
         sum(entry.total_cost_nanos) AS cost,
         sum(CASE entry.entry_kind WHEN 'ADJUSTMENT' THEN entry.total_cost_nanos ELSE 0 END) AS adjustment
}
WITH range, usage, cost, adjustment, unpriced, usage.outcome = 'FAILED' AS failed,
     coalesce(usage.calls, 1) AS calls,
     [d IN $dimensions |
       CASE d
         WHEN 'tag' THEN head([tag IN usage.tags WHERE tag STARTS WITH $tagPrefix | substring(tag, size($tagPrefix))])
         ELSE usage[d]
       END] AS keys
WHERE $unpriced IS NULL OR unpriced = $unpriced
RETURN range.point AS point,
       keys,
       CASE WHEN $byBudget THEN usage.path_id END AS pathId,
       CASE WHEN $byBudget THEN coalesce(usage.narrowing_budget_ids, []) ELSE [] END AS narrowing,
       sum(cost) AS cost_nanos,
       sum(adjustment) AS adjustment_nanos,
       sum(CASE WHEN failed THEN cost ELSE 0 END) AS failed_cost_nanos,
       sum(calls) AS calls,
       sum(CASE WHEN failed THEN calls ELSE 0 END) AS failed_calls,
       sum(CASE WHEN unpriced THEN calls ELSE 0 END) AS unpriced_calls,
       sum(usage.input_tokens) AS input_tokens,
       sum(usage.output_tokens) AS output_tokens,
       sum(usage.cache_read_tokens) AS cache_read_tokens,
       sum(usage.cache_write_5m_tokens) AS cache_write_5m_tokens,
       sum(usage.cache_write_1h_tokens) AS cache_write_1h_tokens,
       sum(usage.reasoning_tokens) AS reasoning_tokens,
       sum(usage.audio_input_tokens) AS audio_input_tokens,
       sum(usage.audio_output_tokens) AS audio_output_tokens,
       sum(usage.image_input_tokens) AS image_input_tokens,
       sum(usage.image_output_tokens) AS image_output_tokens
