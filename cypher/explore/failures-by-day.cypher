// Cost of failures by day.
// On which days did failed calls cost most, and which share of the day's calls failed?
// Parameters: $platformId string; $from and $to ISO instants, $to exclusive
// Default: $platformId = 'sample'
// Default: $from = '2026-10-01T00:00:00Z'
// Default: $to = '2026-11-01T00:00:00Z'
// Rows: one per day with failed calls: day, calls, failedCalls, failedPercent, failedUsd
// Indexes: cell_slot
MATCH (cell:CostCell)
USING INDEX cell:CostCell(platform_id, grain, slot)
WHERE cell.platform_id = $platformId AND cell.grain = 'DAY'
  AND cell.slot >= datetime($from) AND cell.slot < datetime($to)
WITH date(cell.slot) AS day, sum(cell.calls) AS calls, sum(cell.failed_calls) AS failedCalls,
     sum(cell.failed_cost_nanos) AS failedNanos
WHERE failedCalls > 0
RETURN toString(day) AS day, calls, failedCalls,
       round(100.0 * failedCalls / calls, 1) AS failedPercent,
       round(failedNanos * 1e-9, 6) AS failedUsd
ORDER BY failedNanos DESC, day
