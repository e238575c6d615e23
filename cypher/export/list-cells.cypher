// A page of the cost cells of a platform, oldest first. CASE and not OR, as in usage/list-usages.
// Parameters: $platformId string; $grain HOUR or DAY; $from, $to datetimes; $afterCellId string, of the last one read at $from; $limit integer; $projectIds, $taskIds, $agentIds, $models, $providers, $capabilities, $kinds, $pathIds lists of strings or null for any
// Rows: cell as map; by slot, then cell_id
// Indexes: cell_slot
MATCH (cell:CostCell)
WHERE cell.platform_id = $platformId
  AND cell.grain = $grain
  AND cell.slot >= $from
  AND cell.slot < $to
  AND CASE WHEN cell.slot = $from THEN cell.cell_id > $afterCellId ELSE true END
  AND ($projectIds IS NULL OR cell.project_id IN $projectIds)
  AND ($taskIds IS NULL OR cell.task_id IN $taskIds)
  AND ($agentIds IS NULL OR cell.agent_id IN $agentIds)
  AND ($models IS NULL OR cell.model_id IN $models)
  AND ($providers IS NULL OR cell.provider IN $providers)
  AND ($capabilities IS NULL OR cell.capability_type IN $capabilities)
  AND ($kinds IS NULL OR cell.usage_kind IN $kinds)
  AND ($pathIds IS NULL OR cell.path_id IN $pathIds)
WITH cell
ORDER BY cell.platform_id, cell.grain, cell.slot, cell.cell_id
LIMIT $limit
RETURN cell {.*} AS cell
