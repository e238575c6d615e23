// Takes the lock of the price list and moves its version on; one that is not there is made.
// Parameters: $count integer, how many prices or exchange rates are appended after it
// Rows: version integer, before them
// Locks: PriceList, exclusive until the commit
// Indexes: price_list_id
MERGE (list:PriceList {list_id: 'prices'})
ON CREATE SET list.version = 0
SET list.list_id = 'prices'
WITH list, list.version AS version
SET list.version = version + $count
RETURN version
