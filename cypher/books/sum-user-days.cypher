// What is folded in the days of a platform's users, by day.
// Parameters: $platformId string
// Rows: one per day: day datetime, folded list of integers: cost nanos, failed cost nanos, calls, failed calls, unpriced calls, tokens, adjustment nanos
// Indexes: user_day_slot
MATCH (day:UserDay)
WHERE day.platform_id = $platformId AND day.slot IS NOT NULL
RETURN day.slot AS day,
       [sum(day.cost_nanos), sum(day.failed_cost_nanos), sum(day.calls), sum(day.failed_calls), sum(day.unpriced_calls),
        sum(day.input_tokens + day.output_tokens + day.cache_read_tokens + day.cache_write_5m_tokens
            + day.cache_write_1h_tokens + day.reasoning_tokens + day.audio_input_tokens + day.audio_output_tokens
            + day.image_input_tokens + day.image_output_tokens), sum(day.adjustment_nanos)] AS folded
