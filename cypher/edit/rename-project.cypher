// Renames a project; a name of null keeps it.
// Parameters: $projectId string; $name string or null
// Rows: one: name
// Indexes: project_id
MATCH (project:Project {project_id: $projectId})
SET project.name = coalesce($name, project.name)
RETURN project.name AS name
