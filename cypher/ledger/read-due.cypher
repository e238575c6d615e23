// The open reservations whose time has run out. One whose state was changed by hand is left to the books.
// Parameters: $platformId string; $now datetime; $limit integer
// Rows: one per reservation: reservation as map, budgetIds list of strings
// Indexes: reservation_expiry
MATCH (reservation:Reservation)
WHERE reservation.platform_id = $platformId AND reservation.state = 'OPEN' AND reservation.expires_at <= $now
  AND reservation.end_sequence IS NULL
WITH reservation
LIMIT $limit
RETURN reservation {.*} AS reservation,
       COLLECT { MATCH (reservation)-[:HELD_ON]->(:ChargePath)-[:COVERS]->(budget:Budget) RETURN budget.budget_id } AS budgetIds
