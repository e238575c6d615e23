// Agents that share a budget.
// Which agents draw on the same budget, and what share of it does each use?
// From a budget over the paths that it covers to the cells that were charged there. Budgets of the
// whole platform are left out: everybody shares those.
// Parameters: $platformId string; $from and $to ISO instants, $to exclusive
// Default: $platformId = 'sample'
// Default: $from = '2026-10-01T00:00:00Z'
// Default: $to = '2026-11-01T00:00:00Z'
// Rows: one per budget with two agents or more: budget, agents, usd
// Indexes: budget_platform
MATCH (budget:Budget {platform_id: $platformId})
USING INDEX budget:Budget(platform_id)
WHERE budget.budget_type <> 'PLATFORM'
CALL (budget) {
  MATCH (budget)<-[:COVERS]-(:ChargePath)<-[:ON_PATH]-(cell:CostCell {grain: 'DAY'})
  WHERE cell.slot >= datetime($from) AND cell.slot < datetime($to)
  RETURN cell.agent_id AS agent, sum(cell.cost_nanos) AS nanos
}
WITH budget, agent, nanos
ORDER BY nanos DESC, agent
WITH budget, sum(nanos) AS total, collect({agent: agent, nanos: nanos}) AS agents
WHERE size(agents) > 1 AND total > 0
RETURN budget.name AS budget,
       [a IN agents | a.agent + ' ' + toString(round(100.0 * a.nanos / total, 1)) + ' %'] AS agents,
       round(total * 1e-9, 6) AS usd
ORDER BY total DESC, budget
