// Tools by cost.
// What do tools cost beside the models, and who calls them?
// Parameters: $platformId string; $from and $to ISO instants, $to exclusive
// Default: $platformId = 'sample'
// Default: $from = '2026-10-01T00:00:00Z'
// Default: $to = '2026-11-01T00:00:00Z'
// Rows: one per tool and agent: tool, agent, calls, usd
// Indexes: cell_slot
MATCH (cell:CostCell)
USING INDEX cell:CostCell(platform_id, grain, slot)
WHERE cell.platform_id = $platformId AND cell.grain = 'DAY'
  AND cell.slot >= datetime($from) AND cell.slot < datetime($to)
  AND cell.usage_kind = 'TOOL_CALL'
WITH cell.capability_type AS tool, cell.agent_id AS agent, sum(cell.calls) AS calls,
     sum(cell.cost_nanos) AS nanos
RETURN tool, agent, calls, round(nanos * 1e-9, 6) AS usd
ORDER BY nanos DESC, tool, agent
