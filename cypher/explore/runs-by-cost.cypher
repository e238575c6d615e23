// Most expensive runs.
// Which runs that nobody spawned cost most in all?
// Parameters: $platformId string; $from and $to ISO instants, $to exclusive
// Default: $platformId = 'sample'
// Default: $from = '2026-10-01T00:00:00Z'
// Default: $to = '2026-11-01T00:00:00Z'
// Rows: the 20 most expensive: run, agent, spawnedRuns, calls, usd
// Indexes: run_id
MATCH (run:Run)
USING INDEX run:Run(platform_id, run_id)
WHERE run.platform_id = $platformId AND run.run_id IS NOT NULL
  AND run.started_at >= datetime($from) AND run.started_at < datetime($to)
  AND NOT EXISTS { (:Run)-[:SPAWNED]->(run) }
CALL (run) {
  MATCH (run)-[:SPAWNED*0..]->(part:Run)
  OPTIONAL MATCH (part)<-[:DURING]-(usage:Usage)
  OPTIONAL MATCH (usage)-[:INCURRED]->(entry:CostEntry)
  RETURN count(DISTINCT part) - 1 AS spawnedRuns, count(DISTINCT coalesce(usage.share_of, usage.operation_id)) AS calls,
         sum(entry.total_cost_nanos) AS nanos
}
RETURN run.run_id AS run, run.agent_id AS agent, spawnedRuns, calls, round(nanos * 1e-9, 6) AS usd
ORDER BY nanos DESC, run
LIMIT 20
