// A page of open reservations, the newest of each platform first. They are few beside those that have ended.
// Parameters: $platforms list of {platform_id, before integer, exclusive}, by id; $limit integer; $now datetime, what ran out by then is not open; $budgetId, $agentId strings or null for any
// Rows: one per reservation as map; by platform_id, then by sequence descending
// Indexes: reservation_expiry
UNWIND $platforms AS platform
MATCH (reservation:Reservation)
WHERE reservation.platform_id = platform.platform_id
  AND reservation.state = 'OPEN'
  AND reservation.expires_at > $now
  AND reservation.sequence < platform.before
  AND ($agentId IS NULL OR reservation.agent_id = $agentId)
  AND ($budgetId IS NULL
    OR $budgetId IN reservation.narrowing_budget_ids
    OR EXISTS { (reservation)-[:HELD_ON]->(:ChargePath)-[:COVERS]->(:Budget {budget_id: $budgetId}) })
WITH reservation
ORDER BY reservation.platform_id, reservation.sequence DESC
LIMIT $limit
RETURN reservation {.*} AS reservation
