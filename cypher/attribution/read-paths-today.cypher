// The leaves of charge paths, and where they are today: a task with the project that it is part of now.
// Parameters: $platformIds list of strings
// Rows: one per path: pathId, platformId strings, taskId, projectId strings or null
// Indexes: path_platform, task_id
UNWIND $platformIds AS platformId
MATCH (path:ChargePath {platform_id: platformId})
RETURN path.path_id AS pathId,
       platformId,
       path.task_id AS taskId,
       coalesce(head(COLLECT {
         MATCH (task:Task {task_id: path.task_id})-[:PART_OF]->(project:Project)
         RETURN project.project_id
       }), path.project_id) AS projectId
