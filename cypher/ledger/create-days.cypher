// Cost cells of days, made when they are charged first.
// Parameters: $cells list of {path_id, cell map, all properties}
// Rows: none
// Locks: the unique key
// Indexes: path_id
UNWIND $cells AS row
MATCH (path:ChargePath {path_id: row.path_id})
CREATE (cell:CostCell)-[:ON_PATH]->(path)
SET cell = row.cell
