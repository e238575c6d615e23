// Makes projects of a platform.
// Parameters: $platformId string; $projects list of {project_id, name}; $at datetime
// Rows: none
// Indexes: platform_id
MATCH (platform:Platform {platform_id: $platformId})
UNWIND $projects AS row
CREATE (project:Project {project_id: row.project_id, name: row.name, platform_id: $platformId, created_at: $at})
CREATE (project)-[:PART_OF]->(platform)
