// Held amounts against the open reservations.
// Does what each budget holds now equal the open reservations below it?
// The counter of a period and a walk from the budget to its reservations must agree to the nano.
// Parameters: $platformId string
// Default: $platformId = 'sample'
// Rows: one per budget that holds money now: budget, reservations, walkedNanos, counterNanos, differenceNanos
// Indexes: budget_platform
MATCH (budget:Budget {platform_id: $platformId})-[:HAS_PERIOD]->(period:BudgetPeriod)
USING INDEX budget:Budget(platform_id)
WHERE period.period_start <= datetime()
  AND period.period_end > datetime()
  AND period.held_nanos > 0
CALL (budget) {
  MATCH (budget)<-[:COVERS]-(:ChargePath)<-[:HELD_ON]-(reservation:Reservation {state: 'OPEN'})
  RETURN reservation
  UNION
  MATCH (reservation:Reservation)
  USING INDEX reservation:Reservation(platform_id, state, expires_at)
  WHERE reservation.platform_id = $platformId
    AND reservation.state = 'OPEN'
    AND reservation.expires_at IS NOT NULL
    AND budget.budget_id IN reservation.narrowing_budget_ids
  RETURN reservation
}
WITH budget, period, reservation
WHERE reservation.expires_at > period.period_start
WITH budget, period, count(reservation) AS reservations,
     sum(reservation.amount_nanos) AS walkedNanos
RETURN budget.name AS budget, reservations, walkedNanos, period.held_nanos AS counterNanos,
       walkedNanos - period.held_nanos AS differenceNanos
ORDER BY counterNanos DESC, budget
