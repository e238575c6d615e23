// Books usages and what they cost: Agent-CONSUMED->Usage-INCURRED->CostEntry-PRICED_BY->Price.
// Parameters: $platformId string; $cells list of {cell_id, agent_id, price_id or null, usages list of {labels list of strings, usage map, entry map or null}} in ascending order of price_id
// Rows: none
// Locks: the unique operation_id and sequence; agents, cells and prices with few relationships
// Indexes: agent_id, cell_id, price_id
// Plan: CartesianProduct announced, of one node by its unique key with another
UNWIND $cells AS cellRow
MATCH (cell:CostCell {cell_id: cellRow.cell_id})
MATCH (agent:Agent {platform_id: $platformId, agent_id: cellRow.agent_id})
OPTIONAL MATCH (price:Price {price_id: cellRow.price_id})
UNWIND cellRow.usages AS row
CREATE (agent)-[:CONSUMED]->(usage:Usage:$(row.labels))-[:IN_CELL]->(cell)
SET usage = row.usage
WITH usage, price, row
WHERE row.entry IS NOT NULL
CREATE (usage)-[:INCURRED]->(entry:CostEntry)
SET entry = row.entry
WITH entry, price
WHERE price IS NOT NULL
CREATE (entry)-[:PRICED_BY]->(price)
