// Tasks without a budget of their own.
// Which tasks spend without a budget of their own, and which budget is the nearest above them?
// Parameters: $platformId string; $from and $to ISO instants, $to exclusive
// Default: $platformId = 'sample'
// Default: $from = '2026-10-01T00:00:00Z'
// Default: $to = '2026-11-01T00:00:00Z'
// Rows: one per task: task, project, usd, nearestBudget
// Indexes: platform_id, path_platform
MATCH (platform:Platform {platform_id: $platformId})<-[:PART_OF]-(project:Project)<-[:PART_OF]-(task:Task)
WHERE NOT EXISTS {
  MATCH (task)<-[:ALLOCATED_TO]-(own:Budget)
  WHERE own.closed_at IS NULL
}
CALL (task) {
  MATCH (path:ChargePath {platform_id: $platformId})
  USING INDEX path:ChargePath(platform_id)
  WHERE path.task_id = task.task_id
  MATCH (path)<-[:ON_PATH]-(cell:CostCell {grain: 'DAY'})
  WHERE cell.slot >= datetime($from) AND cell.slot < datetime($to)
  RETURN sum(cell.cost_nanos) AS nanos
}
OPTIONAL MATCH (project)<-[:ALLOCATED_TO]-(ofProject:Budget)
WHERE ofProject.closed_at IS NULL
OPTIONAL MATCH (platform)<-[:ALLOCATED_TO]-(ofPlatform:Budget)
WHERE ofPlatform.closed_at IS NULL
RETURN task.name AS task, project.name AS project, round(nanos * 1e-9, 6) AS usd,
       coalesce(min(ofProject.name), min(ofPlatform.name), 'none') AS nearestBudget
ORDER BY usd DESC, task
