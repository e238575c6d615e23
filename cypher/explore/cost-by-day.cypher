// Cost by day and project.
// What did each day cost, and which project?
// Parameters: $platformId string; $from and $to ISO instants, $to exclusive
// Default: $platformId = 'sample'
// Default: $from = '2026-10-01T00:00:00Z'
// Default: $to = '2026-11-01T00:00:00Z'
// Rows: one per day and project: day, weekday, project, calls, usd
// Indexes: cell_slot
MATCH (cell:CostCell)
USING INDEX cell:CostCell(platform_id, grain, slot)
WHERE cell.platform_id = $platformId AND cell.grain = 'DAY'
  AND cell.slot >= datetime($from) AND cell.slot < datetime($to)
WITH date(cell.slot) AS day, cell.project_id AS project, sum(cell.calls) AS calls, sum(cell.cost_nanos) AS nanos
RETURN toString(day) AS day,
       ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][day.dayOfWeek - 1] AS weekday,
       project, calls, round(nanos * 1e-9, 6) AS usd
ORDER BY day, project
