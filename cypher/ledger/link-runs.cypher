// Says which run spawned which. A run has one parent for good, and no run spawns its own ancestor:
// what contradicts that is not linked but returned.
// Parameters: $platformId string; $spawns list of {run_id, parent_run_id}
// Rows: one per refused spawn: runId, parentRunId, currentParentRunId or null for a loop
// Indexes: run_id
// Plan: CartesianProduct announced, of one node by its unique key with another
UNWIND $spawns AS row
MATCH (run:Run {platform_id: $platformId, run_id: row.run_id})
MATCH (parent:Run {platform_id: $platformId, run_id: row.parent_run_id})
CALL (run, parent) {
  OPTIONAL MATCH (current:Run)-[:SPAWNED]->(run)
  WITH run, parent, current,
       current IS NULL AND NOT EXISTS { (run)-[:SPAWNED*0..]->(parent) } AS fits
  FOREACH (_ IN CASE WHEN fits THEN [1] ELSE [] END | CREATE (parent)-[:SPAWNED]->(run))
  RETURN fits OR coalesce(current = parent, false) AS linked, current.run_id AS currentParentRunId
}
WITH row, linked, currentParentRunId
WHERE NOT linked
RETURN row.run_id AS runId, row.parent_run_id AS parentRunId, currentParentRunId
