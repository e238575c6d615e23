// Usages in the order of their numbers, with all that is counted of them and where.
// Parameters: $platformId string; $after exclusive and $until inclusive, integers; $limit integer
// Rows: one per usage by sequence: usage as map, unpriced boolean, entries as list of maps by sequence with price_id, cellId string of its hour, day datetime of its day's cell, budgetIds list of strings on its path
// Indexes: usage_sequence, path_id
MATCH (usage:Usage)
WHERE usage.platform_id = $platformId AND usage.sequence > $after AND usage.sequence <= $until
WITH usage
ORDER BY usage.platform_id, usage.sequence
LIMIT $limit
MATCH (usage)-[:IN_CELL]->(hour:CostCell)-[:WITHIN]->(day:CostCell)
RETURN usage {.*} AS usage,
       usage:Unpriced AS unpriced,
       COLLECT {
         MATCH (usage)-[:INCURRED]->(entry:CostEntry)
         OPTIONAL MATCH (entry)-[:PRICED_BY]->(price:Price)
         RETURN entry {.*, price_id: price.price_id}
         ORDER BY entry.sequence, coalesce(entry.model_id, '')
       } AS entries,
       hour.cell_id AS cellId,
       day.slot AS day,
       COLLECT { MATCH (:ChargePath {path_id: usage.path_id})-[:COVERS]->(budget:Budget) RETURN budget.budget_id } AS budgetIds
ORDER BY usage.sequence
