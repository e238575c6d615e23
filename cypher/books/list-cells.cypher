// The ids of a platform's cost cells of one grain.
// Parameters: $platformId string; $grain HOUR or DAY
// Rows: one per cell: cellId
// Indexes: cell_slot, which serves only a predicate on each of its properties
MATCH (cell:CostCell)
WHERE cell.platform_id = $platformId AND cell.grain = $grain AND cell.slot IS NOT NULL
RETURN cell.cell_id AS cellId
