// Which of some cells hold facts after a number of their ledger.
// Parameters: $cellIds list of strings; $until integer, the ledger's number
// Rows: one per such cell: cellId string
// Indexes: cell_id
UNWIND $cellIds AS cellId
MATCH (cell:CostCell {cell_id: cellId})
WHERE cell.sequence > $until
RETURN cellId
