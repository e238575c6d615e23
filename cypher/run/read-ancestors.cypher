// Runs and up to 50 runs above each, every run once: whoever needs more asks again from the last parents.
// Parameters: $platformId string; $runIds list of strings; $limit integer, how many runs are read
// Rows: one per run: runId string, performerId, parentRunId strings or null
// Indexes: run_id
UNWIND $runIds AS runId
MATCH (run:Run {platform_id: $platformId, run_id: runId})
CALL (run) {
  MATCH (run)<-[:SPAWNED*0..50]-(above:Run)
  RETURN DISTINCT above
}
WITH DISTINCT above
LIMIT $limit
RETURN above.run_id AS runId,
       above.agent_id AS performerId,
       head(COLLECT { MATCH (parent:Run)-[:SPAWNED]->(above) RETURN parent.run_id }) AS parentRunId
