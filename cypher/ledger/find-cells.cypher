// Which of these cells there are.
// Parameters: $cellIds list of strings
// Rows: cellId of every cell that exists
// Indexes: cell_id
UNWIND $cellIds AS cellId
MATCH (cell:CostCell {cell_id: cellId})
RETURN cell.cell_id AS cellId
