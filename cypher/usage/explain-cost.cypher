// All that is known of the cost of one usage: its price, and the budgets on its path or narrowing it.
// Parameters: $operationId string
// Rows: none or one, or of a split usage one per part in their order: usage as map, entries as list of maps by sequence, charges as list of {model or null, matchedBy or null, price map or null} in the same order, budgets as list of {budget map, parentBudgetIds list of strings} by budget_id
// Indexes: operation_id, path_id, budget_id
MATCH (first:Usage {operation_id: $operationId})
WHERE coalesce(first.share_number, 1) = 1
UNWIND coalesce(first.share_ids, [$operationId]) AS id
MATCH (usage:Usage {operation_id: id})
RETURN usage {.*} AS usage,
       COLLECT { MATCH (usage)-[:INCURRED]->(entry:CostEntry) RETURN entry {.*} ORDER BY entry.sequence, coalesce(entry.model_id, '') } AS entries,
       COLLECT {
         MATCH (usage)-[:INCURRED]->(charge:CostEntry)
         OPTIONAL MATCH (charge)-[:PRICED_BY]->(price:Price)
         RETURN {model: charge.model_id, matchedBy: charge.matched_by, price: price {.*}}
         ORDER BY charge.sequence, coalesce(charge.model_id, '')
       } AS charges,
       COLLECT {
         MATCH (path:ChargePath {path_id: usage.path_id})
         UNWIND COLLECT { MATCH (path)-[:COVERS]->(covered:Budget) RETURN covered.budget_id }
              + coalesce(usage.narrowing_budget_ids, []) AS budgetId
         MATCH (budget:Budget {budget_id: budgetId})
         RETURN {
           budget: budget {.*},
           parentBudgetIds: COLLECT { MATCH (parent:Budget)-[:PARENT_OF]->(budget) RETURN parent.budget_id ORDER BY parent.budget_id }
         } ORDER BY budgetId
       } AS budgets
