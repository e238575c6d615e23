// Opens reservations: Reservation-HELD_ON->ChargePath.
// Parameters: $reservations list of maps, the properties of one reservation each
// Rows: none
// Locks: the unique reservation_id and sequence; paths with few relationships
// Indexes: path_id
UNWIND $reservations AS row
MATCH (path:ChargePath {path_id: row.path_id})
CREATE (reservation:Reservation)-[:HELD_ON]->(path)
SET reservation = row
