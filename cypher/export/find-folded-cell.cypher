// One of some cells of which usages are folded, of an hour itself or of a day's hours.
// Parameters: $cellIds list of strings
// Rows: one, none where no usage is folded: slot datetime
// Indexes: cell_id
UNWIND $cellIds AS cellId
MATCH (cell:CostCell {cell_id: cellId})
MATCH (cell)<-[:WITHIN*0..1]-(part:CostCell)
WHERE part.folded_calls IS NOT NULL
RETURN cell.slot AS slot
LIMIT 1
