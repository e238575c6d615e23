// Prices as they were when usages were booked at them.
// Parameters: $priceIds list of strings
// Rows: one per price that is known: price as map
// Indexes: price_id
UNWIND $priceIds AS priceId
MATCH (price:Price {price_id: priceId})
RETURN price {.*} AS price
