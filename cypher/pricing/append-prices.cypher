// Appends prices to the list. A price node is never changed; one that is listed again holds before what was listed since.
// Parameters: $prices list of {price_id, model_id, properties map, listing map with sequence} in ascending order of price_id
// Rows: none
// Locks: the unique keys of models and prices, under the lock of the price list
// Indexes: price_id, model_id
UNWIND $prices AS row
MERGE (model:Model {model_id: row.model_id})
MERGE (price:Price {price_id: row.price_id})
ON CREATE SET price += row.properties
MERGE (model)-[:PRICED_AT]->(price)
CREATE (listing:PriceListing)-[:LISTS]->(price)
SET listing = row.listing
