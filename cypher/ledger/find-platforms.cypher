// Which platform resources and budgets are of.
// Parameters: $platformIds, $projectIds, $taskIds, $budgetIds lists of strings
// Rows: one per known id: label, id, platformId
// Indexes: platform_id, project_id, task_id, budget_id
UNWIND $platformIds AS id
MATCH (platform:Platform {platform_id: id})
RETURN 'Platform' AS label, id, platform.platform_id AS platformId
UNION ALL
UNWIND $projectIds AS id
MATCH (project:Project {project_id: id})
RETURN 'Project' AS label, id, project.platform_id AS platformId
UNION ALL
UNWIND $taskIds AS id
MATCH (task:Task {task_id: id})
RETURN 'Task' AS label, id, task.platform_id AS platformId
UNION ALL
UNWIND $budgetIds AS id
MATCH (budget:Budget {budget_id: id})
RETURN 'Budget' AS label, id, budget.platform_id AS platformId
