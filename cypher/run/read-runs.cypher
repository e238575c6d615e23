// Runs with the sums of their own usages, and of those of everything that they spawned. The runs below are found
// breadth first, each once: a path per run would take time with the square of the depth.
// Parameters: $platformId string; $runIds list of strings; $depth integer, how many runs are above each of them, or null to count
// Rows: one or two per run that exists: run as map, parentRunId string or null, currency string, depth integer, own boolean, whether the sums are those of the run itself or of the runs below it, runs integer, first_at, last_at datetimes or null, start datetime, when the first of them began, cost_nanos, adjustment_nanos, failed_cost_nanos, calls, failed_calls, unpriced_calls and the ten token counts, integers
// Indexes: run_id, platform_id
UNWIND $runIds AS runId
MATCH (run:Run {platform_id: $platformId, run_id: runId})
CALL (run) {
  MATCH (run)-[:SPAWNED*0..]->(below:Run)
  RETURN DISTINCT below
}
CALL (below) {
  MATCH (below)<-[:DURING]-(usage:Usage)
  CALL (usage) {
    MATCH (usage)-[:INCURRED]->(entry:CostEntry)
    RETURN sum(entry.total_cost_nanos) AS cost,
           sum(CASE entry.entry_kind WHEN 'ADJUSTMENT' THEN entry.total_cost_nanos ELSE 0 END) AS adjustment
  }
  WITH usage, cost, adjustment, coalesce(usage.calls, 1) AS calls, usage.outcome = 'FAILED' AS failed
  RETURN min(usage.timestamp) AS firstAt,
         max(usage.timestamp) AS lastAt,
         sum(cost) AS costNanos,
         sum(adjustment) AS adjustmentNanos,
         sum(CASE WHEN failed THEN cost ELSE 0 END) AS failedCostNanos,
         sum(calls) AS calls,
         sum(CASE WHEN failed THEN calls ELSE 0 END) AS failedCalls,
         sum(CASE WHEN usage:Unpriced THEN calls ELSE 0 END) AS unpricedCalls,
         sum(usage.input_tokens) AS inputTokens,
         sum(usage.output_tokens) AS outputTokens,
         sum(usage.cache_read_tokens) AS cacheReadTokens,
         sum(usage.cache_write_5m_tokens) AS cacheWrite5mTokens,
         sum(usage.cache_write_1h_tokens) AS cacheWrite1hTokens,
         sum(usage.reasoning_tokens) AS reasoningTokens,
         sum(usage.audio_input_tokens) AS audioInputTokens,
         sum(usage.audio_output_tokens) AS audioOutputTokens,
         sum(usage.image_input_tokens) AS imageInputTokens,
         sum(usage.image_output_tokens) AS imageOutputTokens
}
WITH run,
     below = run AS own,
     count(below) AS runs,
     min(firstAt) AS first_at,
     max(lastAt) AS last_at,
     min(below.started_at) AS start,
     sum(costNanos) AS cost_nanos,
     sum(adjustmentNanos) AS adjustment_nanos,
     sum(failedCostNanos) AS failed_cost_nanos,
     sum(calls) AS calls,
     sum(failedCalls) AS failed_calls,
     sum(unpricedCalls) AS unpriced_calls,
     sum(inputTokens) AS input_tokens,
     sum(outputTokens) AS output_tokens,
     sum(cacheReadTokens) AS cache_read_tokens,
     sum(cacheWrite5mTokens) AS cache_write_5m_tokens,
     sum(cacheWrite1hTokens) AS cache_write_1h_tokens,
     sum(reasoningTokens) AS reasoning_tokens,
     sum(audioInputTokens) AS audio_input_tokens,
     sum(audioOutputTokens) AS audio_output_tokens,
     sum(imageInputTokens) AS image_input_tokens,
     sum(imageOutputTokens) AS image_output_tokens
RETURN run {.*} AS run,
       head(COLLECT { MATCH (parent:Run)-[:SPAWNED]->(run) RETURN parent.run_id }) AS parentRunId,
       head(COLLECT { MATCH (platform:Platform {platform_id: $platformId}) RETURN platform.currency }) AS currency,
       CASE WHEN $depth IS NULL THEN COUNT { MATCH (run)<-[:SPAWNED*1..]-(above:Run) RETURN DISTINCT above } ELSE $depth END AS depth,
       own, runs, first_at, last_at, start, cost_nanos, adjustment_nanos, failed_cost_nanos, calls, failed_calls,
       unpriced_calls, input_tokens, output_tokens, cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens,
       reasoning_tokens, audio_input_tokens, audio_output_tokens, image_input_tokens, image_output_tokens
