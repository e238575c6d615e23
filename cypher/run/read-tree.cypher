// A run and everything that it spawned, each with the sums of its own usages alone; the sums of what is below
// are added up by the reader. The runs are found breadth first, each once, and each is summed once.
// Parameters: $platformId string; $runId string; $limit integer, how many runs are read
// Rows: one per run: run as map, parentRunId string or null, first_at, last_at datetimes or null, cost_nanos, adjustment_nanos, failed_cost_nanos, calls, failed_calls, unpriced_calls and the ten token counts, integers
// Indexes: run_id
MATCH (root:Run {platform_id: $platformId, run_id: $runId})
USING INDEX SEEK root:Run(platform_id, run_id)
CALL (root) {
  MATCH (root)-[:SPAWNED*0..]->(run:Run)
  RETURN DISTINCT run
  LIMIT $limit
}
CALL (run) {
  MATCH (run)<-[:DURING]-(usage:Usage)
  CALL (usage) {
    MATCH (usage)-[:INCURRED]->(entry:CostEntry)
    RETURN sum(entry.total_cost_nanos) AS cost,
           sum(CASE entry.entry_kind WHEN 'ADJUSTMENT' THEN entry.total_cost_nanos ELSE 0 END) AS adjustment
  }
  WITH usage, cost, adjustment, coalesce(usage.calls, 1) AS calls, usage.outcome = 'FAILED' AS failed
  RETURN min(usage.timestamp) AS first_at,
         max(usage.timestamp) AS last_at,
         sum(cost) AS cost_nanos,
         sum(adjustment) AS adjustment_nanos,
         sum(CASE WHEN failed THEN cost ELSE 0 END) AS failed_cost_nanos,
         sum(calls) AS calls,
         sum(CASE WHEN failed THEN calls ELSE 0 END) AS failed_calls,
         sum(CASE WHEN usage:Unpriced THEN calls ELSE 0 END) AS unpriced_calls,
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
}
RETURN run {.*} AS run,
       head(COLLECT { MATCH (parent:Run)-[:SPAWNED]->(run) RETURN parent.run_id }) AS parentRunId,
       first_at, last_at, cost_nanos, adjustment_nanos, failed_cost_nanos, calls, failed_calls, unpriced_calls,
       input_tokens, output_tokens, cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, reasoning_tokens,
       audio_input_tokens, audio_output_tokens, image_input_tokens, image_output_tokens
