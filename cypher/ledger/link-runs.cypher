// Says which run spawned which. A run has one parent for good, and no run spawns its own ancestor:
// what contradicts that is not linked but returned. Only a run that has spawned can be an ancestor, so the way up
// from the parent is walked for those alone, and not the whole tree below the run; nor where the parent is known
// already, as every usage of a run names it again. (A condition beside EXISTS does not keep it from being evaluated.)
// Parameters: $platformId string; $spawns list of {run_id, parent_run_id} in the order of the usages that tell of them: the first wins
// Rows: one per refused spawn: runId, parentRunId, currentParentRunId or null for a loop
// Indexes: run_id
// Plan: CartesianProduct announced, of one node by its unique key with another
UNWIND $spawns AS row
MATCH (run:Run {platform_id: $platformId, run_id: row.run_id})
MATCH (parent:Run {platform_id: $platformId, run_id: row.parent_run_id})
CALL (run, parent) {
  OPTIONAL MATCH (current:Run)-[:SPAWNED]->(run)
  CALL (run, parent, current) {
    WITH run, parent, current
    WHERE current IS NULL AND EXISTS { (run)-[:SPAWNED]->(:Run) }
    MATCH (parent)<-[:SPAWNED*1..]-(above:Run)
    WHERE above = run
    RETURN count(*) > 0 AS loop
  }
  WITH run, parent, current, current IS NULL AND run <> parent AND NOT loop AS fits
  FOREACH (_ IN CASE WHEN fits THEN [1] ELSE [] END | CREATE (parent)-[:SPAWNED]->(run))
  RETURN fits OR coalesce(current = parent, false) AS linked, current.run_id AS currentParentRunId
}
WITH row, linked, currentParentRunId
WHERE NOT linked
RETURN row.run_id AS runId, row.parent_run_id AS parentRunId, currentParentRunId
