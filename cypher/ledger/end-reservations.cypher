// Ends reservations, each once: one that has ended is not matched. A settled one is tied to its usage.
// Parameters: $reservations list of {reservation_id, state, ended_at datetime, end_sequence integer, settled_operation_id or null, settled_cost_nanos integer or null}
// Rows: one: ended integer, how many there were
// Locks: the unique end_sequence
// Indexes: reservation_id, operation_id
UNWIND $reservations AS row
MATCH (reservation:Reservation {reservation_id: row.reservation_id})
WHERE reservation.end_sequence IS NULL
SET reservation.state = row.state,
    reservation.ended_at = row.ended_at,
    reservation.end_sequence = row.end_sequence,
    reservation.settled_operation_id = row.settled_operation_id,
    reservation.settled_cost_nanos = row.settled_cost_nanos
WITH reservation, row
CALL (reservation, row) {
  MATCH (usage:Usage {operation_id: row.settled_operation_id})
  CREATE (usage)-[:SETTLED]->(reservation)
}
RETURN count(reservation) AS ended
