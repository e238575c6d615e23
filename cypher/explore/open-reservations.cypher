// What is held now.
// Who holds how much for which task, and on which budgets?
// A reservation that ran out holds nothing, also before the ledger has marked it as expired.
// Parameters: $platformId string
// Default: $platformId = 'sample'
// Rows: one per open reservation: reservation, agent, task, usd, budgets
// Indexes: reservation_expiry, budget_platform
MATCH (reservation:Reservation)-[:HELD_ON]->(path:ChargePath)
USING INDEX reservation:Reservation(platform_id, state, expires_at)
WHERE reservation.platform_id = $platformId
  AND reservation.state = 'OPEN'
  AND reservation.expires_at > datetime()
RETURN reservation.reservation_id AS reservation, reservation.agent_id AS agent,
       reservation.task_id AS task, round(reservation.amount_nanos * 1e-9, 6) AS usd,
       COLLECT {
         MATCH (budget:Budget {platform_id: $platformId})
         USING INDEX budget:Budget(platform_id)
         WHERE (path)-[:COVERS]->(budget) OR budget.budget_id IN reservation.narrowing_budget_ids
         RETURN budget.name ORDER BY budget.name LIMIT 1000
       } AS budgets
ORDER BY usd DESC, reservation
