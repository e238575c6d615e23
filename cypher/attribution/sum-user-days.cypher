// Sums what is folded of users, by user and platform.
// Parameters: $ranges list of {platform_id, point integer, from, to datetimes}, whole days; $dimensions list of property names; $userIds list of strings or null for any
// Rows: one per group: point integer, keys list of strings or null, pathId null, narrowing list of strings, empty, cost_nanos, adjustment_nanos, failed_cost_nanos, calls, failed_calls, unpriced_calls and the ten token counts, integers
// Indexes: user_day_slot
UNWIND $ranges AS range
MATCH (day:UserDay)
WHERE day.platform_id = range.platform_id
  AND day.slot >= range.from
  AND day.slot < range.to
  AND ($userIds IS NULL OR day.user_id IN $userIds)
RETURN range.point AS point,
       [d IN $dimensions | day[d]] AS keys,
       null AS pathId,
       [] AS narrowing,
       sum(day.cost_nanos) AS cost_nanos,
       sum(day.adjustment_nanos) AS adjustment_nanos,
       sum(day.failed_cost_nanos) AS failed_cost_nanos,
       sum(day.calls) AS calls,
       sum(day.failed_calls) AS failed_calls,
       sum(day.unpriced_calls) AS unpriced_calls,
       sum(day.input_tokens) AS input_tokens,
       sum(day.output_tokens) AS output_tokens,
       sum(day.cache_read_tokens) AS cache_read_tokens,
       sum(day.cache_write_5m_tokens) AS cache_write_5m_tokens,
       sum(day.cache_write_1h_tokens) AS cache_write_1h_tokens,
       sum(day.reasoning_tokens) AS reasoning_tokens,
       sum(day.audio_input_tokens) AS audio_input_tokens,
       sum(day.audio_output_tokens) AS audio_output_tokens,
       sum(day.image_input_tokens) AS image_input_tokens,
       sum(day.image_output_tokens) AS image_output_tokens
