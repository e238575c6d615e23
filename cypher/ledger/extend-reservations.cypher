// Lets reservations live longer.
// Parameters: $reservations list of {reservation_id, expires_at datetime}, in order
// Rows: none
// Indexes: reservation_id
UNWIND $reservations AS row
MATCH (reservation:Reservation {reservation_id: row.reservation_id})
SET reservation.expires_at = row.expires_at
