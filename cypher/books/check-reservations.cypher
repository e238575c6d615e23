// The reservations among these whose state and end do not agree, read under the ledger's lock.
// Parameters: $reservationIds list of strings
// Rows: reservationId of each
// Indexes: reservation_id
UNWIND $reservationIds AS reservationId
MATCH (reservation:Reservation {reservation_id: reservationId})
WHERE (reservation.state = 'OPEN') = (reservation.end_sequence IS NOT NULL)
RETURN reservationId
