// The names of a platform and of its projects.
// Parameters: $platformId string
// Rows: one: name string, projects list of {projectId, name or null}
// Indexes: platform_id
MATCH (platform:Platform {platform_id: $platformId})
RETURN platform.name AS name,
       COLLECT { MATCH (project:Project)-[:PART_OF]->(platform) RETURN {projectId: project.project_id, name: project.name} } AS projects
