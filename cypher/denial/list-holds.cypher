// What open reservations hold on budgets, the largest first.
// Parameters: $platformId string; $budgetIds list of strings; $now datetime, what ran out by then is not open
// Rows: one per budget and reservation: budgetId, reservation as map
// Indexes: reservation_expiry
MATCH (reservation:Reservation)
WHERE reservation.platform_id = $platformId AND reservation.state = 'OPEN' AND reservation.expires_at > $now
UNWIND $budgetIds AS budgetId
WITH reservation, budgetId
WHERE budgetId IN reservation.narrowing_budget_ids
  OR EXISTS { (reservation)-[:HELD_ON]->(:ChargePath)-[:COVERS]->(:Budget {budget_id: budgetId}) }
RETURN budgetId, reservation {.*} AS reservation
ORDER BY reservation.amount_nanos DESC, reservation.tokens DESC, reservation.reservation_id
