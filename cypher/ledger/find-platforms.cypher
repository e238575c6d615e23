// Which platform resources, budgets and reservations are of.
// Parameters: $platformIds, $projectIds, $taskIds, $budgetIds, $reservationIds lists of strings
// Rows: one per known id: label, id, platformId
// Indexes: platform_id, project_id, task_id, budget_id, reservation_id
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
UNION ALL
UNWIND $reservationIds AS id
MATCH (reservation:Reservation {reservation_id: id})
RETURN 'Reservation' AS label, id, reservation.platform_id AS platformId
