// Renames a project.
// Parameters: $projectId string; $name string
// Rows: none
// Indexes: project_id
MATCH (project:Project {project_id: $projectId})
SET project.name = $name
