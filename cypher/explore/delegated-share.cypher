// Own and delegated cost by agent.
// Which agents delegate most of what they cost, and does any work come back to the agent it came from?
// A run's own cost is that of its own calls; delegated is all that it spawned, at any depth.
// Parameters: $platformId string; $from and $to ISO instants, $to exclusive
// Default: $platformId = 'sample'
// Default: $from = '2026-10-01T00:00:00Z'
// Default: $to = '2026-11-01T00:00:00Z'
// Rows: one per agent whose runs spawn others: agent, runs, ownUsd, delegatedUsd, percentDelegated, backToItself, runs of the same agent below its own
// Indexes: run_id
MATCH (run:Run)
USING INDEX run:Run(platform_id, run_id)
WHERE run.platform_id = $platformId AND run.run_id IS NOT NULL
  AND run.started_at >= datetime($from) AND run.started_at < datetime($to)
  AND EXISTS { (run)-[:SPAWNED]->(:Run) }
CALL (run) {
  OPTIONAL MATCH (run)<-[:DURING]-(:Usage)-[:INCURRED]->(entry:CostEntry)
  RETURN sum(entry.total_cost_nanos) AS own
}
CALL (run) {
  MATCH (run)-[:SPAWNED*1..]->(part:Run)
  OPTIONAL MATCH (part)<-[:DURING]-(:Usage)-[:INCURRED]->(entry:CostEntry)
  RETURN sum(entry.total_cost_nanos) AS delegated,
         count(DISTINCT CASE WHEN part.agent_id = run.agent_id THEN part END) AS back
}
WITH run.agent_id AS agent, count(run) AS runs, sum(own) AS own, sum(delegated) AS delegated,
     sum(back) AS backToItself
RETURN agent, runs, round(own * 1e-9, 6) AS ownUsd, round(delegated * 1e-9, 6) AS delegatedUsd,
       CASE WHEN own + delegated > 0
         THEN round(100.0 * delegated / (own + delegated), 1)
       END AS percentDelegated, backToItself
ORDER BY delegated DESC, agent
