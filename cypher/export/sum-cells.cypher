// What cells that went on meanwhile held at a number of their ledger, summed from their usages. An hour has usages of its
// own, a day has those of its hours.
// Parameters: $cellIds list of strings; $until integer, the ledger's number
// Rows: one per cell that held any: cellId string, cost_nanos, adjustment_nanos, failed_cost_nanos, calls, failed_calls, unpriced_calls and the ten token counts, integers
// Indexes: cell_id
UNWIND $cellIds AS cellId
MATCH (cell:CostCell {cell_id: cellId})
MATCH (cell)<-[:WITHIN*0..1]-(:CostCell)<-[:IN_CELL]-(usage:Usage)
WHERE usage.sequence <= $until
CALL (usage) {
  OPTIONAL MATCH (usage)-[:INCURRED]->(entry:CostEntry)
  WHERE entry.sequence <= $until
  RETURN sum(entry.total_cost_nanos) AS cost,
         sum(CASE entry.entry_kind WHEN 'ADJUSTMENT' THEN entry.total_cost_nanos ELSE 0 END) AS adjustment,
         count(entry) = 0 AS unpriced
}
WITH cellId, usage, cost, adjustment, unpriced, coalesce(usage.calls, 1) AS calls, usage.outcome = 'FAILED' AS failed
RETURN cellId,
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
