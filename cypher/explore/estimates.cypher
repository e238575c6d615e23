// Estimates against what it cost.
// How well do agents estimate: what was held, what did the settlement cost, and what came above the hold?
// Parameters: $platformId string
// Default: $platformId = 'sample'
// Rows: one per agent with settled reservations: agent, settled, heldUsd, costUsd, aboveUsd, percent of the hold that was used
// Indexes: reservation_expiry
MATCH (reservation:Reservation)
USING INDEX reservation:Reservation(platform_id, state, expires_at)
WHERE reservation.platform_id = $platformId
  AND reservation.state = 'SETTLED'
  AND reservation.expires_at IS NOT NULL
WITH reservation.agent_id AS agent, reservation.amount_nanos AS held,
     reservation.settled_cost_nanos AS cost
WITH agent, count(*) AS settled, sum(held) AS held, sum(cost) AS cost,
     sum(CASE WHEN cost > held THEN cost - held ELSE 0 END) AS above
RETURN agent, settled, round(held * 1e-9, 6) AS heldUsd, round(cost * 1e-9, 6) AS costUsd,
       round(above * 1e-9, 6) AS aboveUsd,
       CASE WHEN held > 0 THEN round(100.0 * cost / held, 1) END AS percent
ORDER BY aboveUsd DESC, agent
