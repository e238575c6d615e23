// The runs that each of some runs spawned itself, one page of each in the order of their ids.
// Parameters: $platformId string; $runIds list of strings; $after string, an id or empty; $limit integer
// Rows: one per spawned run: parentRunId, runId strings; by parent, then by run
// Indexes: run_id
UNWIND $runIds AS parentRunId
MATCH (parent:Run {platform_id: $platformId, run_id: parentRunId})
CALL (parent) {
  MATCH (parent)-[:SPAWNED]->(run:Run)
  WHERE run.run_id > $after
  RETURN run.run_id AS runId
  ORDER BY runId
  LIMIT $limit
}
RETURN parentRunId, runId
ORDER BY parentRunId, runId
