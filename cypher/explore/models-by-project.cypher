// Cost of a model per project.
// Which project pays for which model?
// Parameters: $platformId string; $from and $to ISO instants, $to exclusive
// Default: $platformId = 'sample'
// Default: $from = '2026-10-01T00:00:00Z'
// Default: $to = '2026-11-01T00:00:00Z'
// Rows: one per project and model: project, model, calls, usd, percentOfProject
// Indexes: cell_slot, project_id
MATCH (cell:CostCell)
USING INDEX cell:CostCell(platform_id, grain, slot)
WHERE cell.platform_id = $platformId AND cell.grain = 'DAY'
  AND cell.slot >= datetime($from) AND cell.slot < datetime($to)
WITH cell.project_id AS projectId, coalesce(cell.model_id, 'tools') AS model,
     sum(cell.calls) AS calls, sum(cell.cost_nanos) AS nanos
WITH projectId, sum(nanos) AS total, collect({model: model, calls: calls, nanos: nanos}) AS models
OPTIONAL MATCH (project:Project {project_id: projectId})
UNWIND models AS m
RETURN project.name AS project, m.model AS model, m.calls AS calls, round(m.nanos * 1e-9, 6) AS usd,
       CASE total WHEN 0 THEN null ELSE round(100.0 * m.nanos / total, 1) END AS percentOfProject
ORDER BY project, m.nanos DESC, model
