// Posts what usages cost more or less than was booked: Usage-INCURRED->CostEntry-PRICED_BY->Price. It remembers the price before.
// Parameters: $adjustments list of {operation_id, price_id or null for an amount, entry map}
// Rows: one: entries, how many were posted
// Locks: usages, prices, under the ledger's lock
// Indexes: operation_id, price_id
UNWIND $adjustments AS row
MATCH (usage:Usage {operation_id: row.operation_id})
OPTIONAL MATCH (price:Price {price_id: row.price_id})
WITH row, usage, price
WHERE price IS NOT NULL OR row.price_id IS NULL
WITH row, usage, price, head(COLLECT {
  MATCH (usage)-[:INCURRED]->(old:CostEntry)-[:PRICED_BY]->(oldPrice:Price)
  WHERE coalesce(old.model_id, '') = coalesce(row.entry.model_id, '')
  RETURN oldPrice.price_id ORDER BY old.sequence DESC LIMIT 1
}) AS oldPriceId
CREATE (usage)-[:INCURRED]->(entry:CostEntry:Adjustment)
SET entry = row.entry, entry.old_price_id = oldPriceId
REMOVE usage:Unpriced
SET usage.unpriced_because = null
FOREACH (known IN CASE WHEN price IS NULL THEN [] ELSE [price] END | CREATE (entry)-[:PRICED_BY]->(known))
RETURN count(entry) AS entries
