// Sums the usages of a stretch of time by run, agent and task, with the run's parent and performer.
// Parameters: $platformId string; $from, $to datetimes, to exclusive; $limit integer, how many groups are read
// Rows: one per group: runId string, null for usages of no run, agentId string, taskId string or null, performerId, parentRunId strings or null, cost_nanos, adjustment_nanos, failed_cost_nanos, calls, failed_calls, unpriced_calls and the ten token counts, integers
// Indexes: usage_timestamp, run_id
MATCH (usage:Usage)
WHERE usage.platform_id = $platformId
  AND usage.timestamp >= $from
  AND usage.timestamp < $to
CALL (usage) {
  MATCH (usage)-[:INCURRED]->(entry:CostEntry)
  RETURN sum(entry.total_cost_nanos) AS cost,
         sum(CASE entry.entry_kind WHEN 'ADJUSTMENT' THEN entry.total_cost_nanos ELSE 0 END) AS adjustment
}
WITH usage, cost, adjustment, coalesce(usage.calls, 1) AS count, usage.outcome = 'FAILED' AS failed
WITH usage.run_id AS runId,
     usage.agent_id AS agentId,
     usage.task_id AS taskId,
     sum(cost) AS cost_nanos,
     sum(adjustment) AS adjustment_nanos,
     sum(CASE WHEN failed THEN cost ELSE 0 END) AS failed_cost_nanos,
     sum(count) AS calls,
     sum(CASE WHEN failed THEN count ELSE 0 END) AS failed_calls,
     sum(CASE WHEN usage:Unpriced THEN count ELSE 0 END) AS unpriced_calls,
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
LIMIT $limit
OPTIONAL MATCH (run:Run {platform_id: $platformId, run_id: runId})
RETURN runId, agentId, taskId, run.agent_id AS performerId,
       head(COLLECT { MATCH (parent:Run)-[:SPAWNED]->(run) RETURN parent.run_id }) AS parentRunId,
       cost_nanos, adjustment_nanos, failed_cost_nanos, calls, failed_calls, unpriced_calls, input_tokens,
       output_tokens, cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, reasoning_tokens,
       audio_input_tokens, audio_output_tokens, image_input_tokens, image_output_tokens
