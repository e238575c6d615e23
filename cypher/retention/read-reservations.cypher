// Reservations in the order in which they ended.
// Parameters: $platformId string; $until inclusive, integer; $limit integer
// Rows: one per reservation by end_sequence, as map
// Indexes: reservation_end
MATCH (reservation:Reservation)
WHERE reservation.platform_id = $platformId AND reservation.end_sequence <= $until
WITH reservation
ORDER BY reservation.platform_id, reservation.end_sequence
LIMIT $limit
RETURN reservation {.*} AS reservation
