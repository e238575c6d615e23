// Prices that usages are booked at. A price node is never changed: a corrected price has another id.
// Parameters: $prices list of {price_id, model_id, properties map} in ascending order of price_id
// Rows: none
// Locks: the unique keys of new models and prices
UNWIND $prices AS row
MERGE (model:Model {model_id: row.model_id})
MERGE (price:Price {price_id: row.price_id})
ON CREATE SET price += row.properties
MERGE (model)-[:PRICED_AT]->(price)
