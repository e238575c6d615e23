// Ties a new budget to what it is allocated to. Agents, users and models come into being with it.
// Parameters: $budgetId string; $platformId string; $type BudgetType; $resourceId string
// Rows: none
// Indexes: budget_id, platform_id, project_id, task_id, agent_id, user_id, model_id
MATCH (budget:Budget {budget_id: $budgetId})
CALL (budget) {
  WITH budget WHERE $type = 'PLATFORM'
  MATCH (resource:Platform {platform_id: $resourceId})
  CREATE (budget)-[:ALLOCATED_TO]->(resource)
}
CALL (budget) {
  WITH budget WHERE $type = 'PROJECT'
  MATCH (resource:Project {project_id: $resourceId})
  CREATE (budget)-[:ALLOCATED_TO]->(resource)
}
CALL (budget) {
  WITH budget WHERE $type = 'TASK'
  MATCH (resource:Task {task_id: $resourceId})
  CREATE (budget)-[:ALLOCATED_TO]->(resource)
}
CALL (budget) {
  WITH budget WHERE $type = 'AGENT'
  MERGE (resource:Agent {platform_id: $platformId, agent_id: $resourceId})
  CREATE (budget)-[:ALLOCATED_TO]->(resource)
}
CALL (budget) {
  WITH budget WHERE $type = 'USER'
  MERGE (resource:User {platform_id: $platformId, user_id: $resourceId})
  CREATE (budget)-[:ALLOCATED_TO]->(resource)
}
CALL (budget) {
  WITH budget WHERE $type = 'MODEL'
  MERGE (resource:Model {model_id: $resourceId})
  CREATE (budget)-[:ALLOCATED_TO]->(resource)
}
