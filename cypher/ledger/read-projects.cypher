// Where projects belong.
// Parameters: $projectIds list of strings
// Rows: one per known project: projectId, platformId
// Indexes: project_id
UNWIND $projectIds AS projectId
MATCH (project:Project {project_id: projectId})
RETURN project.project_id AS projectId, project.platform_id AS platformId
