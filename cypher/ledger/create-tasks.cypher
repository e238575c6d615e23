// Makes tasks of projects.
// Parameters: $platformId string; $tasks list of {task_id, name, project_id}; $at datetime
// Rows: none
// Indexes: project_id
UNWIND $tasks AS row
MATCH (project:Project {project_id: row.project_id})
CREATE (task:Task {task_id: row.task_id, name: row.name, platform_id: $platformId, created_at: $at})
CREATE (task)-[:PART_OF]->(project)
