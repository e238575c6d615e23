// Adds usages that are removed to the days of their users; those without a user have a day without one.
// Parameters: $platformId string; $rows list of {user_day_id, user_id or null, slot datetime, cost_nanos, adjustment_nanos, failed_cost_nanos, calls, failed_calls, unpriced_calls and the ten token counts, integers}
// Rows: one: found integer, how many days there are
// Locks: the unique key
// Indexes: user_day_id
UNWIND $rows AS row
MERGE (day:UserDay {user_day_id: row.user_day_id})
ON CREATE SET day.platform_id = $platformId, day.user_id = row.user_id, day.slot = row.slot
WITH day, row, properties(day) AS before
SET day += {
  cost_nanos: coalesce(before.cost_nanos, 0) + row.cost_nanos,
  adjustment_nanos: coalesce(before.adjustment_nanos, 0) + row.adjustment_nanos,
  failed_cost_nanos: coalesce(before.failed_cost_nanos, 0) + row.failed_cost_nanos,
  calls: coalesce(before.calls, 0) + row.calls,
  failed_calls: coalesce(before.failed_calls, 0) + row.failed_calls,
  unpriced_calls: coalesce(before.unpriced_calls, 0) + row.unpriced_calls,
  input_tokens: coalesce(before.input_tokens, 0) + row.input_tokens,
  output_tokens: coalesce(before.output_tokens, 0) + row.output_tokens,
  cache_read_tokens: coalesce(before.cache_read_tokens, 0) + row.cache_read_tokens,
  cache_write_5m_tokens: coalesce(before.cache_write_5m_tokens, 0) + row.cache_write_5m_tokens,
  cache_write_1h_tokens: coalesce(before.cache_write_1h_tokens, 0) + row.cache_write_1h_tokens,
  reasoning_tokens: coalesce(before.reasoning_tokens, 0) + row.reasoning_tokens,
  audio_input_tokens: coalesce(before.audio_input_tokens, 0) + row.audio_input_tokens,
  audio_output_tokens: coalesce(before.audio_output_tokens, 0) + row.audio_output_tokens,
  image_input_tokens: coalesce(before.image_input_tokens, 0) + row.image_input_tokens,
  image_output_tokens: coalesce(before.image_output_tokens, 0) + row.image_output_tokens
}
RETURN count(day) AS found
