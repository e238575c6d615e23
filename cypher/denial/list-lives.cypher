// How much is held on budgets, and how long.
// Parameters: $platformId string; $budgetIds list of strings; $now datetime, what ran out by then is not open
// Rows: one per budget and open reservation: budgetId, createdAt and expiresAt datetimes, nanos and tokens integers
// Indexes: reservation_expiry
MATCH (reservation:Reservation)
WHERE reservation.platform_id = $platformId
  AND reservation.state = 'OPEN'
  AND reservation.expires_at > $now
UNWIND $budgetIds AS budgetId
WITH reservation, budgetId
WHERE budgetId IN reservation.narrowing_budget_ids
  OR EXISTS { (reservation)-[:HELD_ON]->(:ChargePath)-[:COVERS]->(:Budget {budget_id: budgetId}) }
RETURN budgetId, reservation.created_at AS createdAt, reservation.expires_at AS expiresAt,
       reservation.amount_nanos AS nanos, reservation.tokens AS tokens
