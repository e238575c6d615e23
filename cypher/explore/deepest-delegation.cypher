// Longest chains of delegation.
// How far was work passed on, and by which chain of agents?
// Parameters: $platformId string; $from and $to ISO instants, $to exclusive
// Default: $platformId = 'sample'
// Default: $from = '2026-10-01T00:00:00Z'
// Default: $to = '2026-11-01T00:00:00Z'
// Rows: one per chain of agents: depth, chain, runs
// Indexes: run_id
MATCH (run:Run)
USING INDEX run:Run(platform_id, run_id)
WHERE run.platform_id = $platformId AND run.run_id IS NOT NULL
  AND run.started_at >= datetime($from) AND run.started_at < datetime($to)
  AND NOT EXISTS { (:Run)-[:SPAWNED]->(run) }
MATCH chain = (run)-[:SPAWNED*1..]->(last:Run)
WHERE NOT EXISTS { (last)-[:SPAWNED]->(:Run) }
WITH [r IN nodes(chain) | r.agent_id] AS agents, length(chain) AS depth
RETURN depth, reduce(text = head(agents), agent IN tail(agents) | text + ' > ' + agent) AS chain,
       count(*) AS runs
ORDER BY depth DESC, runs DESC, chain
