// Removes runs that have no usage and no child any more.
// Parameters: $platformId string; $runIds list of strings
// Rows: parentRunId of each run that had a removed child, once
// Indexes: run_id
UNWIND $runIds AS runId
MATCH (run:Run {platform_id: $platformId, run_id: runId})
WHERE NOT EXISTS { (run)<-[:DURING]-(:Usage) } AND NOT EXISTS { (run)-[:SPAWNED]->(:Run) }
WITH run, COLLECT { MATCH (parent:Run)-[:SPAWNED]->(run) RETURN parent.run_id } AS parentRunIds
DETACH DELETE run
WITH parentRunIds
UNWIND parentRunIds AS parentRunId
RETURN DISTINCT parentRunId
