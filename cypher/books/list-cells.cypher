// The ids of a platform's cost cells of one grain that changed after a number.
// Parameters: $platformId string; $grain HOUR or DAY; $after integer, 0 for all
// Rows: one per cell: cellId
// Indexes: cell_slot, which serves only a predicate on each of its properties
MATCH (cell:CostCell)
WHERE cell.platform_id = $platformId AND cell.grain = $grain AND cell.slot IS NOT NULL
  AND cell.sequence > $after
RETURN cell.cell_id AS cellId
