// Roll-up of the budget tree.
// What did each budget spend when the tree is walked, and does its counter say the same?
// Walks PARENT_OF down to the budgets of resources, and PART_OF down to their tasks; a task that is
// reached on several ways counts once. The counters were added to when the usages were booked.
// Parameters: $platformId string; $from and $to ISO instants, $to exclusive
// Default: $platformId = 'sample'
// Default: $from = '2026-10-01T00:00:00Z'
// Default: $to = '2026-11-01T00:00:00Z'
// Rows: one per budget that resources decide: budget, type, walkedUsd, counterUsd, walkedNanos, counterNanos
// Indexes: budget_platform, path_platform
MATCH (budget:Budget {platform_id: $platformId})
USING INDEX budget:Budget(platform_id)
WHERE NOT budget.budget_type IN ['AGENT', 'USER', 'MODEL']
CALL (budget) {
  OPTIONAL MATCH (budget)-[:PARENT_OF*0..]->(:Budget)-[:ALLOCATED_TO]->(resource:Platform|Project|Task),
                 (resource)<-[:PART_OF*0..2]-(leaf:Platform|Project|Task)
  RETURN collect(DISTINCT CASE
           WHEN leaf:Task THEN 'task ' + leaf.task_id
           WHEN leaf:Project THEN 'project ' + leaf.project_id
           ELSE 'platform ' + leaf.platform_id END) AS leaves
}
CALL (leaves) {
  MATCH (path:ChargePath {platform_id: $platformId})
  USING INDEX path:ChargePath(platform_id)
  WHERE CASE
          WHEN path.task_id IS NOT NULL THEN 'task ' + path.task_id
          WHEN path.project_id IS NOT NULL THEN 'project ' + path.project_id
          ELSE 'platform ' + path.platform_id END IN leaves
  MATCH (path)<-[:ON_PATH]-(cell:CostCell {grain: 'DAY'})
  WHERE cell.slot >= datetime($from) AND cell.slot < datetime($to)
  RETURN sum(cell.cost_nanos) AS walkedNanos
}
CALL (budget) {
  OPTIONAL MATCH (budget)-[:HAS_PERIOD]->(period:BudgetPeriod)
  WHERE period.period_end > datetime($from) AND period.period_start < datetime($to)
  RETURN sum(period.spent_nanos) AS counterNanos
}
RETURN budget.name AS budget, budget.budget_type AS type,
       round(walkedNanos * 1e-9, 6) AS walkedUsd, round(counterNanos * 1e-9, 6) AS counterUsd,
       walkedNanos, counterNanos
ORDER BY walkedNanos DESC, budget
