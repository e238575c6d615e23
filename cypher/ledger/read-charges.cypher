// Usages of one platform as they were booked, with the budgets of their paths.
// Parameters: $platformId string; $operationIds list of strings
// Rows: one per known id: usage as map, entries as list of maps by sequence, budgetIds list of strings
// Indexes: operation_id, path_id
UNWIND $operationIds AS operationId
MATCH (usage:Usage {operation_id: operationId})
WHERE usage.platform_id = $platformId
RETURN usage {.*} AS usage,
       COLLECT { MATCH (usage)-[:INCURRED]->(entry:CostEntry) RETURN entry {.*} ORDER BY entry.sequence, coalesce(entry.model_id, '') } AS entries,
       COLLECT { MATCH (:ChargePath {path_id: usage.path_id})-[:COVERS]->(budget:Budget) RETURN budget.budget_id } AS budgetIds
