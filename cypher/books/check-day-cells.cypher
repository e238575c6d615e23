// Day cells that differ from their hours, likewise.
// Parameters: $cellIds list of strings
// Rows: one per cell that differs: cellId, recorded list of integers, computed list of integers: cost nanos, failed cost nanos, calls, failed calls, unpriced calls, tokens, 0, paths it is on, adjustment nanos
// Indexes: cell_id
UNWIND $cellIds AS cellId
MATCH (day:CostCell {cell_id: cellId})
CALL (day) {
  MATCH (day)<-[:WITHIN]-(hour:CostCell)
  RETURN [sum(hour.cost_nanos), sum(hour.failed_cost_nanos), sum(hour.calls), sum(hour.failed_calls),
          sum(hour.unpriced_calls),
          sum(hour.input_tokens + hour.output_tokens + hour.cache_read_tokens
              + hour.cache_write_5m_tokens + hour.cache_write_1h_tokens + hour.reasoning_tokens
              + hour.audio_input_tokens + hour.audio_output_tokens + hour.image_input_tokens
              + hour.image_output_tokens), 0, 1,
          sum(coalesce(hour.adjustment_nanos, 0))] AS computed
}
WITH cellId, computed,
     [day.cost_nanos, day.failed_cost_nanos, day.calls, day.failed_calls, day.unpriced_calls,
      day.input_tokens + day.output_tokens + day.cache_read_tokens + day.cache_write_5m_tokens
      + day.cache_write_1h_tokens + day.reasoning_tokens + day.audio_input_tokens
      + day.audio_output_tokens + day.image_input_tokens + day.image_output_tokens,
      0, COUNT { (day)-[:ON_PATH]->(:ChargePath) }, coalesce(day.adjustment_nanos, 0)] AS recorded
WHERE recorded <> computed
RETURN cellId, recorded, computed
