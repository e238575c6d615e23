// Runs that spawn the most.
// Which runs fan out most, to whom, and what did that cost?
// Parameters: $platformId string; $from and $to ISO instants, $to exclusive
// Default: $platformId = 'sample'
// Default: $from = '2026-10-01T00:00:00Z'
// Default: $to = '2026-11-01T00:00:00Z'
// Rows: the 20 that spawned most runs themselves: run, agent, spawned, spawnedInAll, agents, usd of all that it spawned
// Indexes: run_id
MATCH (run:Run)
USING INDEX run:Run(platform_id, run_id)
WHERE run.platform_id = $platformId AND run.run_id IS NOT NULL
  AND run.started_at >= datetime($from) AND run.started_at < datetime($to)
MATCH (run)-[:SPAWNED]->(child:Run)
WITH run, count(child) AS spawned, COLLECT {
       MATCH (run)-[:SPAWNED]->(c:Run) RETURN DISTINCT c.agent_id ORDER BY c.agent_id LIMIT 1000
     } AS agents
ORDER BY spawned DESC, run.run_id
LIMIT 20
CALL (run) {
  MATCH (run)-[:SPAWNED*1..]->(part:Run)
  OPTIONAL MATCH (part)<-[:DURING]-(:Usage)-[:INCURRED]->(entry:CostEntry)
  RETURN count(DISTINCT part) AS spawnedInAll, sum(entry.total_cost_nanos) AS nanos
}
RETURN run.run_id AS run, run.agent_id AS agent, spawned, spawnedInAll, agents,
       round(nanos * 1e-9, 6) AS usd
ORDER BY spawned DESC, run
