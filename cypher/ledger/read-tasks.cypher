// Where tasks belong.
// Parameters: $taskIds list of strings
// Rows: one per known task: taskId, projectId, platformId
// Indexes: task_id
UNWIND $taskIds AS taskId
MATCH (task:Task {task_id: taskId})-[:PART_OF]->(project:Project)
RETURN task.task_id AS taskId, project.project_id AS projectId, project.platform_id AS platformId
