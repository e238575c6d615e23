// Counts the usages in whole hours and days, by their cells.
// Parameters: $ranges list of {platform_id, grain HOUR or DAY, from, to datetimes}; $pathIds list of strings or null for any
// Rows: one: calls integer
// Indexes: cell_slot
UNWIND $ranges AS range
MATCH (cell:CostCell)
WHERE cell.platform_id = range.platform_id
  AND cell.grain = range.grain
  AND cell.slot >= range.from
  AND cell.slot < range.to
  AND ($pathIds IS NULL OR cell.path_id IN $pathIds)
RETURN sum(cell.calls) AS calls
