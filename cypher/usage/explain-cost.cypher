// All that is known of the cost of one usage: its price, and the budgets on its path or narrowing it.
// Parameters: $operationId string
// Rows: at most one: usage as map, entries as list of maps by sequence, price as map or null, matchedBy string or null, budgets as list of {budget map, parentBudgetIds list of strings} by budget_id
// Indexes: operation_id, path_id, budget_id
MATCH (usage:Usage {operation_id: $operationId})
OPTIONAL MATCH (usage)-[:INCURRED]->(charge:CostEntry {entry_kind: 'CHARGE'})
OPTIONAL MATCH (charge)-[:PRICED_BY]->(price:Price)
RETURN usage {.*} AS usage,
       COLLECT { MATCH (usage)-[:INCURRED]->(entry:CostEntry) RETURN entry {.*} ORDER BY entry.sequence } AS entries,
       price {.*} AS price,
       charge.matched_by AS matchedBy,
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
