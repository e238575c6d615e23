// Agents by cost.
// Which agents cost most, and how much of it were calls that failed?
// Reads one cell per day and combination instead of every call.
// Parameters: $platformId string; $from and $to ISO instants, $to exclusive
// Default: $platformId = 'sample'
// Default: $from = '2026-10-01T00:00:00Z'
// Default: $to = '2026-11-01T00:00:00Z'
// Rows: one per agent: agent, calls, tokens, usd, failedUsd
// Indexes: cell_slot
MATCH (cell:CostCell)
USING INDEX cell:CostCell(platform_id, grain, slot)
WHERE cell.platform_id = $platformId AND cell.grain = 'DAY'
  AND cell.slot >= datetime($from) AND cell.slot < datetime($to)
WITH cell.agent_id AS agent, sum(cell.calls) AS calls, sum(cell.cost_nanos) AS nanos,
     sum(cell.failed_cost_nanos) AS failedNanos,
     sum(cell.input_tokens + cell.output_tokens + cell.cache_read_tokens + cell.cache_write_5m_tokens
         + cell.cache_write_1h_tokens + cell.reasoning_tokens) AS tokens
RETURN agent, calls, tokens, round(nanos * 1e-9, 6) AS usd, round(failedNanos * 1e-9, 6) AS failedUsd
ORDER BY nanos DESC, agent
