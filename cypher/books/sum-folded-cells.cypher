// What is folded in the hour cells of a platform, by path and day.
// Parameters: $platformId string
// Rows: one per path and day with folded usages: pathId string, day datetime, folded list of integers: cost nanos, failed cost nanos, calls, failed calls, unpriced calls, tokens, adjustment nanos
// Indexes: cell_slot
MATCH (cell:CostCell)
WHERE cell.platform_id = $platformId AND cell.grain = 'HOUR' AND cell.slot IS NOT NULL
  AND cell.folded_calls IS NOT NULL
OPTIONAL MATCH (cell)-[:WITHIN]->(day:CostCell)
RETURN cell.path_id AS pathId, day.slot AS day,
       [sum(cell.folded_cost_nanos), sum(cell.folded_failed_cost_nanos), sum(cell.folded_calls),
        sum(cell.folded_failed_calls), sum(cell.folded_unpriced_calls), sum(cell.folded_tokens),
        sum(cell.folded_adjustment_nanos)] AS folded
