// Adds to the cost cells of usages, which are made when they are charged first.
// Parameters: $cells list of {cell_id, key map, sequence integer, cost_nanos, failed_cost_nanos, calls, failed_calls, unpriced_calls and the ten token counts, integers}
// Rows: cellId of every cell that was made
// Locks: the cells; the unique keys of new ones
UNWIND $cells AS row
MERGE (cell:CostCell {cell_id: row.cell_id})
ON CREATE SET cell += row.key
SET cell.sequence = row.sequence,
    cell.cost_nanos = cell.cost_nanos + row.cost_nanos,
    cell.failed_cost_nanos = cell.failed_cost_nanos + row.failed_cost_nanos,
    cell.calls = cell.calls + row.calls,
    cell.failed_calls = cell.failed_calls + row.failed_calls,
    cell.unpriced_calls = cell.unpriced_calls + row.unpriced_calls,
    cell.input_tokens = cell.input_tokens + row.input_tokens,
    cell.output_tokens = cell.output_tokens + row.output_tokens,
    cell.cache_read_tokens = cell.cache_read_tokens + row.cache_read_tokens,
    cell.cache_write_5m_tokens = cell.cache_write_5m_tokens + row.cache_write_5m_tokens,
    cell.cache_write_1h_tokens = cell.cache_write_1h_tokens + row.cache_write_1h_tokens,
    cell.reasoning_tokens = cell.reasoning_tokens + row.reasoning_tokens,
    cell.audio_input_tokens = cell.audio_input_tokens + row.audio_input_tokens,
    cell.audio_output_tokens = cell.audio_output_tokens + row.audio_output_tokens,
    cell.image_input_tokens = cell.image_input_tokens + row.image_input_tokens,
    cell.image_output_tokens = cell.image_output_tokens + row.image_output_tokens
WITH cell, row
WHERE cell.calls = row.calls
RETURN cell.cell_id AS cellId
