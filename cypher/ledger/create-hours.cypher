// Cost cells of hours, made when they are charged first, within their days.
// Parameters: $cells list of {path_id, day_cell_id, cell map, all properties}
// Rows: none
// Locks: the unique key
// Indexes: path_id, cell_id
// Plan: CartesianProduct announced, of one node by its unique key with another
UNWIND $cells AS row
MATCH (path:ChargePath {path_id: row.path_id})
MATCH (day:CostCell {cell_id: row.day_cell_id})
CREATE (cell:CostCell)-[:ON_PATH]->(path), (cell)-[:WITHIN]->(day)
SET cell = row.cell
