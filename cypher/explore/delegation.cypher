// Who delegates to whom.
// Which agent's runs spawn whose runs, and what did those cost with all that they spawned in turn?
// Parameters: $platformId string; $from and $to ISO instants, $to exclusive
// Default: $platformId = 'sample'
// Default: $from = '2026-10-01T00:00:00Z'
// Default: $to = '2026-11-01T00:00:00Z'
// Rows: one per pair of agents: delegates, agent, runs, usd
// Indexes: run_id
MATCH (run:Run)
USING INDEX run:Run(platform_id, run_id)
WHERE run.platform_id = $platformId AND run.run_id IS NOT NULL
  AND run.started_at >= datetime($from) AND run.started_at < datetime($to)
MATCH (parent:Run)-[:SPAWNED]->(run)
CALL (run) {
  MATCH (run)-[:SPAWNED*0..]->(:Run)<-[:DURING]-(:Usage)-[:INCURRED]->(entry:CostEntry)
  RETURN sum(entry.total_cost_nanos) AS nanos
}
WITH parent.agent_id AS delegates, run.agent_id AS agent, count(run) AS runs, sum(nanos) AS nanos
RETURN delegates, agent, runs, round(nanos * 1e-9, 6) AS usd
ORDER BY nanos DESC, delegates, agent
