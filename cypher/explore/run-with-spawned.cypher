// Cost of a run with everything it spawned.
// What did one run cost, with the runs that it spawned at any depth?
// Parameters: $platformId string; $runId string
// Default: $platformId = 'sample'
// Default: $runId = 'run-0468'
// Rows: one per run of the tree, parents first: depth, run, agent, calls, ownUsd, totalUsd
// Indexes: run_id
MATCH (root:Run {platform_id: $platformId, run_id: $runId})
MATCH way = (root)-[:SPAWNED*0..]->(run:Run)
WITH run, length(way) AS depth
CALL (run) {
  OPTIONAL MATCH (run)<-[:DURING]-(usage:Usage)
  OPTIONAL MATCH (usage)-[:INCURRED]->(entry:CostEntry)
  RETURN count(DISTINCT coalesce(usage.share_of, usage.operation_id)) AS calls, sum(entry.total_cost_nanos) AS ownNanos
}
CALL (run) {
  OPTIONAL MATCH (run)-[:SPAWNED*0..]->(:Run)<-[:DURING]-(:Usage)-[:INCURRED]->(entry:CostEntry)
  RETURN sum(entry.total_cost_nanos) AS totalNanos
}
RETURN depth, run.run_id AS run, run.agent_id AS agent, calls,
       round(ownNanos * 1e-9, 6) AS ownUsd, round(totalNanos * 1e-9, 6) AS totalUsd
ORDER BY depth, run
