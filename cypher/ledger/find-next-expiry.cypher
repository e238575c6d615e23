// When the first of the open reservations will run out.
// Parameters: $platformId string; $now datetime, exclusive
// Rows: one, at datetime; none without an open reservation
// Indexes: reservation_expiry, which gives the order
MATCH (reservation:Reservation)
WHERE reservation.platform_id = $platformId AND reservation.state = 'OPEN' AND reservation.expires_at > $now
RETURN reservation.expires_at AS at
ORDER BY at
LIMIT 1
