// The prices and exchange rates that were added, in the order in which they were.
// Parameters: $after integer, exclusive
// Rows: one per listing by sequence: listing as map, isRate boolean, price as map or null for an exchange rate
// Indexes: price_listing
MATCH (listing:PriceListing)
WHERE listing.sequence > $after
OPTIONAL MATCH (listing)-[:LISTS]->(price:Price)
RETURN listing {.*} AS listing, listing:ExchangeRate AS isRate, price {.*} AS price
ORDER BY listing.sequence
