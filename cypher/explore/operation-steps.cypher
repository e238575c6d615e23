// One operation step by step.
// From who called to what was charged: which nodes does one usage lead to?
// A usage that several tasks share is one node per task; all of them are followed.
// The way through the graph: agent, usage, run, entry, price, cell, charge path and its budgets.
// Parameters: $operationId string
// Default: $operationId = 'sample-1317'
// Rows: one per node: step, node, detail
// Indexes: operation_id
MATCH (first:Usage {operation_id: $operationId})
UNWIND coalesce(first.share_ids, [$operationId]) AS id
MATCH (agent:Agent)-[:CONSUMED]->(usage:Usage {operation_id: id})
CALL (agent, usage) {
  RETURN 1 AS step, 'Agent' AS node, agent.agent_id AS detail
  UNION ALL
  RETURN 2 AS step, 'Usage' AS node,
         toString(usage.timestamp) + ', '
           + coalesce(usage.model_id, usage.capability_type, usage.usage_kind) AS detail
  UNION ALL
  MATCH (usage)-[:DURING]->(run:Run)
  RETURN 3 AS step, 'Run' AS node, run.run_id AS detail
  UNION ALL
  MATCH (usage)-[:INCURRED]->(entry:CostEntry)
  RETURN 4 AS step, 'CostEntry' AS node,
         entry.entry_kind + ' of ' + toString(entry.total_cost_nanos) + ' nanos' AS detail
  UNION ALL
  MATCH (usage)-[:INCURRED]->(:CostEntry)-[:PRICED_BY]->(price:Price)
  RETURN 5 AS step, 'Price' AS node,
         price.provider + '/' + price.model_id + ' since '
           + coalesce(toString(date(price.valid_from)), 'ever') AS detail
  UNION ALL
  MATCH (usage)-[:IN_CELL]->(cell:CostCell)
  RETURN 6 AS step, 'CostCell' AS node, cell.grain + ' of ' + toString(cell.slot) AS detail
  UNION ALL
  MATCH (usage)-[:IN_CELL]->(:CostCell)-[:ON_PATH]->(path:ChargePath)
  RETURN 7 AS step, 'ChargePath' AS node,
         coalesce('task ' + path.task_id, 'project ' + path.project_id, path.platform_id) AS detail
  UNION ALL
  MATCH (usage)-[:IN_CELL]->(:CostCell)-[:ON_PATH]->(:ChargePath)-[:COVERS]->(budget:Budget)
  RETURN 8 AS step, 'Budget' AS node,
         budget.name + CASE WHEN budget.amount_nanos IS NULL THEN ''
           ELSE ', limit ' + toString(round(budget.amount_nanos * 1e-9, 2)) END AS detail
}
RETURN DISTINCT step, node, detail
ORDER BY step, detail
