// A page of reservations, the newest of each platform first. Each platform gives its newest in the order of its
// index, so a page reads no more than it needs, times the platforms.
// Parameters: $platforms list of {platform_id, before integer, exclusive}, by id; $limit integer; $budgetId, $agentId, $state strings or null for any
// Rows: one per reservation as map; by platform_id, then by sequence descending
// Indexes: reservation_sequence
UNWIND $platforms AS platform
CALL (platform) {
  MATCH (reservation:Reservation)
  WHERE reservation.platform_id = platform.platform_id
    AND reservation.sequence < platform.before
    AND ($agentId IS NULL OR reservation.agent_id = $agentId)
    AND ($state IS NULL OR reservation.state = $state)
    AND ($budgetId IS NULL
      OR $budgetId IN reservation.narrowing_budget_ids
      OR EXISTS { (reservation)-[:HELD_ON]->(:ChargePath)-[:COVERS]->(:Budget {budget_id: $budgetId}) })
  RETURN reservation
  ORDER BY reservation.platform_id DESC, reservation.sequence DESC
  LIMIT $limit
}
WITH reservation
ORDER BY reservation.platform_id, reservation.sequence DESC
LIMIT $limit
RETURN reservation {.*} AS reservation
