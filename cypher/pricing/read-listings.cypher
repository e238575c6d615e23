// The prices that were added, in the order in which they were.
// Parameters: $after integer, exclusive
// Rows: one per listing by sequence: listing and price as maps
// Indexes: price_listing
MATCH (listing:PriceListing)
WHERE listing.sequence > $after
MATCH (listing)-[:LISTS]->(price:Price)
RETURN listing {.*} AS listing, price {.*} AS price
ORDER BY listing.sequence
