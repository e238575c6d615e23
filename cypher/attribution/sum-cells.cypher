// Sums cost cells by any of their properties. One projection walks a cell's properties once; sixteen reads of one would
// walk them sixteen times.
// Parameters: $ranges list of {platform_id, point integer, grain HOUR or DAY, from, to datetimes}; $dimensions list of property names; $byBudget boolean, whether to tell charge paths apart; $projectIds, $taskIds, $agentIds, $models, $providers, $capabilities, $kinds, $pathIds lists of strings or null for any
// Rows: one per group: point integer, keys list of strings or null, pathId string or null, narrowing list of strings, cost_nanos, adjustment_nanos, failed_cost_nanos, calls, failed_calls, unpriced_calls and the ten token counts, integers
// Indexes: cell_slot
UNWIND $ranges AS range
MATCH (cell:CostCell)
WHERE cell.platform_id = range.platform_id
  AND cell.grain = range.grain
  AND cell.slot >= range.from
  AND cell.slot < range.to
  AND ($projectIds IS NULL OR cell.project_id IN $projectIds)
  AND ($taskIds IS NULL OR cell.task_id IN $taskIds)
  AND ($agentIds IS NULL OR cell.agent_id IN $agentIds)
  AND ($models IS NULL OR cell.model_id IN $models)
  AND ($providers IS NULL OR cell.provider IN $providers)
  AND ($capabilities IS NULL OR cell.capability_type IN $capabilities)
  AND ($kinds IS NULL OR cell.usage_kind IN $kinds)
  AND ($pathIds IS NULL OR cell.path_id IN $pathIds)
WITH range, cell, cell {
  .cost_nanos,
  .adjustment_nanos,
  .failed_cost_nanos,
  .calls,
  .failed_calls,
  .unpriced_calls,
  .input_tokens,
  .output_tokens,
  .cache_read_tokens,
  .cache_write_5m_tokens,
  .cache_write_1h_tokens,
  .reasoning_tokens,
  .audio_input_tokens,
  .audio_output_tokens,
  .image_input_tokens,
  .image_output_tokens
} AS measures
RETURN range.point AS point,
       [d IN $dimensions | cell[d]] AS keys,
       CASE WHEN $byBudget THEN cell.path_id END AS pathId,
       [] AS narrowing,
       sum(measures.cost_nanos) AS cost_nanos,
       sum(measures.adjustment_nanos) AS adjustment_nanos,
       sum(measures.failed_cost_nanos) AS failed_cost_nanos,
       sum(measures.calls) AS calls,
       sum(measures.failed_calls) AS failed_calls,
       sum(measures.unpriced_calls) AS unpriced_calls,
       sum(measures.input_tokens) AS input_tokens,
       sum(measures.output_tokens) AS output_tokens,
       sum(measures.cache_read_tokens) AS cache_read_tokens,
       sum(measures.cache_write_5m_tokens) AS cache_write_5m_tokens,
       sum(measures.cache_write_1h_tokens) AS cache_write_1h_tokens,
       sum(measures.reasoning_tokens) AS reasoning_tokens,
       sum(measures.audio_input_tokens) AS audio_input_tokens,
       sum(measures.audio_output_tokens) AS audio_output_tokens,
       sum(measures.image_input_tokens) AS image_input_tokens,
       sum(measures.image_output_tokens) AS image_output_tokens
