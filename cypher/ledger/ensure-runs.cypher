// Runs, made by their first usage or by the first that names them as parent.
// Parameters: $platformId string; $runs list of {run_id, agent_id or null, started_at datetime} in ascending order of run_id
// Rows: none
// Indexes: run_id, agent_id
UNWIND $runs AS row
MERGE (run:Run {platform_id: $platformId, run_id: row.run_id})
WITH run, row, run.agent_id IS NULL AND row.agent_id IS NOT NULL AS claimed
SET run.agent_id = coalesce(run.agent_id, row.agent_id),
    run.started_at = CASE WHEN run.started_at <= row.started_at THEN run.started_at ELSE row.started_at END
WITH run, row
WHERE claimed
MATCH (agent:Agent {platform_id: $platformId, agent_id: row.agent_id})
CREATE (agent)-[:PERFORMED]->(run)
