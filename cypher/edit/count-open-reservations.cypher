// How many reservations hold something on a budget.
// Parameters: $platformId string; $budgetId string; $now datetime, what ran out by then holds nothing
// Rows: one: reservations integer
// Indexes: reservation_expiry
MATCH (reservation:Reservation)
WHERE reservation.platform_id = $platformId AND reservation.state = 'OPEN' AND reservation.expires_at > $now
  AND ($budgetId IN reservation.narrowing_budget_ids
    OR EXISTS { (reservation)-[:HELD_ON]->(:ChargePath)-[:COVERS]->(:Budget {budget_id: $budgetId}) })
RETURN count(reservation) AS reservations
