// Renames a task and moves it to a project.
// Parameters: $taskId string; $name string or null to keep it; $projectId string
// Rows: one: name
// Indexes: task_id, project_id
// Plan: CartesianProduct announced, of one node by its unique key with another
MATCH (task:Task {task_id: $taskId})-[partOf:PART_OF]->(:Project)
MATCH (project:Project {project_id: $projectId})
SET task.name = coalesce($name, task.name)
DELETE partOf
CREATE (task)-[:PART_OF]->(project)
RETURN task.name AS name
