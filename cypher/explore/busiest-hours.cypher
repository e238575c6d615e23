// Busiest hours of the day.
// At which hours do the agents work, on weekdays and on weekends?
// Hours are those of the platform's zone that the cells were cut in.
// Parameters: $platformId string; $from and $to ISO instants, $to exclusive; $zone the platform's zone
// Default: $platformId = 'sample'
// Default: $from = '2026-10-01T00:00:00Z'
// Default: $to = '2026-11-01T00:00:00Z'
// Default: $zone = 'UTC'
// Rows: one per hour with calls: hour, weekdayCalls, weekendCalls, usd
// Indexes: cell_slot
MATCH (cell:CostCell)
USING INDEX cell:CostCell(platform_id, grain, slot)
WHERE cell.platform_id = $platformId AND cell.grain = 'HOUR'
  AND cell.slot >= datetime($from) AND cell.slot < datetime($to)
WITH datetime({datetime: cell.slot, timezone: $zone}) AS slot, cell
WITH slot.hour AS hour,
     sum(CASE WHEN slot.dayOfWeek < 6 THEN cell.calls ELSE 0 END) AS weekdayCalls,
     sum(CASE WHEN slot.dayOfWeek < 6 THEN 0 ELSE cell.calls END) AS weekendCalls,
     sum(cell.cost_nanos) AS nanos
RETURN hour, weekdayCalls, weekendCalls, round(nanos * 1e-9, 6) AS usd
ORDER BY weekdayCalls + weekendCalls DESC, hour
