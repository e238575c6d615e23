// Books usages and what they cost: Agent-CONSUMED->Usage-INCURRED->CostEntry-PRICED_BY->Price.
// Parameters: $platformId string; $usages list of {labels list of strings, usage map, entry map or null, cell_id, price_id or null} in ascending order of price_id
// Rows: none
// Locks: the unique operation_id and sequence; agents, cells and prices with few relationships
// Indexes: agent_id, cell_id, price_id
// Plan: CartesianProduct announced, of one node by its unique key with another
UNWIND $usages AS row
MATCH (cell:CostCell {cell_id: row.cell_id})
MATCH (agent:Agent {platform_id: $platformId, agent_id: row.usage.agent_id})
CREATE (usage:Usage:$(row.labels))
SET usage = row.usage
CREATE (agent)-[:CONSUMED]->(usage)
CREATE (usage)-[:IN_CELL]->(cell)
WITH usage, row
WHERE row.entry IS NOT NULL
CREATE (usage)-[:INCURRED]->(entry:CostEntry)
SET entry = row.entry
WITH entry, row
MATCH (price:Price {price_id: row.price_id})
CREATE (entry)-[:PRICED_BY]->(price)
