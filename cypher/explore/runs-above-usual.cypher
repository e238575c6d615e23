// Runs with more calls than usual.
// Which runs made far more calls than the runs of their agent do on average?
// Parameters: $platformId string; $from and $to ISO instants, $to exclusive; $percent integer, of the average at least
// Default: $platformId = 'sample'
// Default: $from = '2026-10-01T00:00:00Z'
// Default: $to = '2026-11-01T00:00:00Z'
// Default: $percent = 150
// Rows: the 20 furthest above: run, agent, calls, usualCalls, percent, usd
// Indexes: run_id
MATCH (run:Run)
USING INDEX run:Run(platform_id, run_id)
WHERE run.platform_id = $platformId AND run.run_id IS NOT NULL
  AND run.started_at >= datetime($from) AND run.started_at < datetime($to)
CALL (run) {
  MATCH (run)<-[:DURING]-(usage:Usage)
  RETURN sum(coalesce(usage.calls, 1)) AS calls
}
CALL (run) {
  OPTIONAL MATCH (run)<-[:DURING]-(:Usage)-[:INCURRED]->(entry:CostEntry)
  RETURN sum(entry.total_cost_nanos) AS nanos
}
WITH run.agent_id AS agent, avg(calls) AS usual,
     collect({run: run.run_id, calls: calls, nanos: nanos}) AS runs
UNWIND runs AS r
WITH agent, usual, r
WHERE r.calls * 100 >= usual * $percent
RETURN r.run AS run, agent, r.calls AS calls, round(usual, 1) AS usualCalls,
       round(100.0 * r.calls / usual, 1) AS percent, round(r.nanos * 1e-9, 6) AS usd
ORDER BY percent DESC, run
LIMIT 20
