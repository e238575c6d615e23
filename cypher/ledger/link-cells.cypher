// Ties new cells to their charge path, and new hours to their day.
// Parameters: $cells list of {cell_id, path_id, day_cell_id or null for a day}
// Rows: none
// Indexes: cell_id, path_id
// Plan: CartesianProduct announced, of one node by its unique key with another
UNWIND $cells AS row
MATCH (cell:CostCell {cell_id: row.cell_id})
MATCH (path:ChargePath {path_id: row.path_id})
CREATE (cell)-[:ON_PATH]->(path)
WITH cell, row
MATCH (day:CostCell {cell_id: row.day_cell_id})
CREATE (cell)-[:WITHIN]->(day)
