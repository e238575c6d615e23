// Removes reservations that have ended.
// Parameters: $platformId string; $ids list of strings
// Rows: one: removed integer, how many there were
// Locks: their paths with few relationships, under the ledger's lock
// Indexes: reservation_id
UNWIND $ids AS id
MATCH (reservation:Reservation {reservation_id: id})
WHERE reservation.platform_id = $platformId AND reservation.end_sequence IS NOT NULL
DETACH DELETE reservation
RETURN count(*) AS removed
