// How many prices and exchange rates were ever added.
// Parameters: none
// Rows: version integer; none before the first
// Indexes: price_list_id
MATCH (list:PriceList {list_id: 'prices'})
RETURN list.version AS version
