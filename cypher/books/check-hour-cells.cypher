// Hour cells that differ from the usages in them and those that were folded. A cell and its usages are not read at one
// moment: what differs is asked for again under the ledger's lock.
// Parameters: $cellIds list of strings
// Rows: one per cell that differs: cellId, recorded list of integers, computed list of integers: cost nanos, failed cost nanos, calls, failed calls, unpriced calls, tokens, days it is within, paths it is on, adjustment nanos
// Indexes: cell_id
UNWIND $cellIds AS cellId
MATCH (cell:CostCell {cell_id: cellId})
CALL (cell) {
  MATCH (cell)<-[:IN_CELL]-(usage:Usage)
  WITH usage, reduce(sum = 0, cost IN COLLECT {
         MATCH (usage)-[:INCURRED]->(entry:CostEntry) RETURN entry.total_cost_nanos
       } | sum + cost) AS nanos,
       reduce(sum = 0, cost IN COLLECT {
         MATCH (usage)-[:INCURRED]->(entry:CostEntry {entry_kind: 'ADJUSTMENT'}) RETURN entry.total_cost_nanos
       } | sum + cost) AS adjusted
  RETURN [sum(nanos),
          sum(CASE usage.outcome WHEN 'FAILED' THEN nanos ELSE 0 END),
          sum(coalesce(usage.calls, 1)),
          sum(CASE usage.outcome WHEN 'FAILED' THEN coalesce(usage.calls, 1) ELSE 0 END),
          sum(CASE WHEN usage:Unpriced THEN coalesce(usage.calls, 1) ELSE 0 END),
          sum(coalesce(usage.total_tokens, 0)), 1, 1, sum(adjusted)] AS kept
}
WITH cellId, cell,
     [coalesce(cell.folded_cost_nanos, 0), coalesce(cell.folded_failed_cost_nanos, 0), coalesce(cell.folded_calls, 0),
      coalesce(cell.folded_failed_calls, 0), coalesce(cell.folded_unpriced_calls, 0), coalesce(cell.folded_tokens, 0),
      0, 0, coalesce(cell.folded_adjustment_nanos, 0)] AS folded, kept
WITH cellId, [i IN range(0, 8) | kept[i] + folded[i]] AS computed,
     [cell.cost_nanos, cell.failed_cost_nanos, cell.calls, cell.failed_calls, cell.unpriced_calls,
      cell.input_tokens + cell.output_tokens + cell.cache_read_tokens + cell.cache_write_5m_tokens
      + cell.cache_write_1h_tokens + cell.reasoning_tokens + cell.audio_input_tokens
      + cell.audio_output_tokens + cell.image_input_tokens + cell.image_output_tokens,
      COUNT { (cell)-[:WITHIN]->(:CostCell) }, COUNT { (cell)-[:ON_PATH]->(:ChargePath) },
      coalesce(cell.adjustment_nanos, 0)] AS recorded
WHERE recorded <> computed
RETURN cellId, recorded, computed
