// Adds to the cost cells of usages. A count that stays the same is not written.
// Parameters: $cells list of {cell_id, sequence, cost_nanos, adjustment_nanos, failed_cost_nanos, calls, failed_calls, unpriced_calls and the ten token counts, integers}
// Rows: one: cells, how many were found
// Indexes: cell_id
UNWIND $cells AS row
MATCH (cell:CostCell {cell_id: row.cell_id})
WITH cell, row, properties(cell) AS before
SET cell += {
  sequence: row.sequence,
  cost_nanos: before.cost_nanos + row.cost_nanos,
  adjustment_nanos: coalesce(before.adjustment_nanos, 0) + row.adjustment_nanos,
  failed_cost_nanos: before.failed_cost_nanos + row.failed_cost_nanos,
  calls: before.calls + row.calls,
  failed_calls: before.failed_calls + row.failed_calls,
  unpriced_calls: before.unpriced_calls + row.unpriced_calls,
  input_tokens: before.input_tokens + row.input_tokens,
  output_tokens: before.output_tokens + row.output_tokens,
  cache_read_tokens: before.cache_read_tokens + row.cache_read_tokens,
  cache_write_5m_tokens: before.cache_write_5m_tokens + row.cache_write_5m_tokens,
  cache_write_1h_tokens: before.cache_write_1h_tokens + row.cache_write_1h_tokens,
  reasoning_tokens: before.reasoning_tokens + row.reasoning_tokens,
  audio_input_tokens: before.audio_input_tokens + row.audio_input_tokens,
  audio_output_tokens: before.audio_output_tokens + row.audio_output_tokens,
  image_input_tokens: before.image_input_tokens + row.image_input_tokens,
  image_output_tokens: before.image_output_tokens + row.image_output_tokens
}
RETURN count(cell) AS cells
