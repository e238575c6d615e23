// The open reservations that hold most on any of some budgets.
// Parameters: $platformId string; $budgetIds list of strings; $now datetime, what ran out by then is not open; $limit integer
// Rows: one per reservation as map, the largest first
// Indexes: reservation_expiry
MATCH (reservation:Reservation)
WHERE reservation.platform_id = $platformId
  AND reservation.state = 'OPEN'
  AND reservation.expires_at > $now
  AND (any(budgetId IN $budgetIds WHERE budgetId IN reservation.narrowing_budget_ids)
    OR EXISTS {
      MATCH (reservation)-[:HELD_ON]->(:ChargePath)-[:COVERS]->(budget:Budget)
      WHERE budget.budget_id IN $budgetIds
    })
WITH reservation
ORDER BY reservation.amount_nanos DESC, reservation.tokens DESC, reservation.reservation_id
LIMIT $limit
RETURN reservation {.*} AS reservation
