// Books what other models cost that worked on a usage: Usage-INCURRED->CostEntry-PRICED_BY->Price.
// Parameters: $entries list of {operation_id, price_id, entry map}
// Rows: none
// Locks: usages of this transaction, prices
// Indexes: operation_id, price_id
// Plan: CartesianProduct announced, of one node by its unique key with another
UNWIND $entries AS row
MATCH (usage:Usage {operation_id: row.operation_id})
MATCH (price:Price {price_id: row.price_id})
CREATE (usage)-[:INCURRED]->(entry:CostEntry)-[:PRICED_BY]->(price)
SET entry = row.entry
