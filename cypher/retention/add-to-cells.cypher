// Adds usages that are removed to what is folded in the cells of their hours.
// Parameters: $rows list of {cell_id, cost_nanos, adjustment_nanos, failed_cost_nanos, calls, failed_calls, unpriced_calls, total_tokens integers}
// Rows: one: found integer, how many cells there were
// Indexes: cell_id
UNWIND $rows AS row
MATCH (cell:CostCell {cell_id: row.cell_id})
WITH cell, row, properties(cell) AS before
SET cell += {
  folded_cost_nanos: coalesce(before.folded_cost_nanos, 0) + row.cost_nanos,
  folded_adjustment_nanos: coalesce(before.folded_adjustment_nanos, 0) + row.adjustment_nanos,
  folded_failed_cost_nanos: coalesce(before.folded_failed_cost_nanos, 0) + row.failed_cost_nanos,
  folded_calls: coalesce(before.folded_calls, 0) + row.calls,
  folded_failed_calls: coalesce(before.folded_failed_calls, 0) + row.failed_calls,
  folded_unpriced_calls: coalesce(before.folded_unpriced_calls, 0) + row.unpriced_calls,
  folded_tokens: coalesce(before.folded_tokens, 0) + row.total_tokens
}
RETURN count(cell) AS found
