// Denied reservations.
// Which budgets said no to which agents, and how often?
// Denials of one budget and agent within a minute are one event that counts them.
// Parameters: $platformId string
// Default: $platformId = 'sample'
// Rows: one per budget and agent: budget, limit, agent, denials, largestUsd
// Indexes: ledger_event, budget_id
MATCH (event:LedgerEvent)
WHERE event.platform_id = $platformId
  AND event.sequence >= 0
  AND event.event_type = 'RESERVATION_DENIED'
MATCH (budget:Budget {budget_id: event.budget_id})
RETURN budget.name AS budget, round(budget.amount_nanos * 1e-9, 2) AS limit,
       event.agent_id AS agent, sum(event.count) AS denials,
       round(max(event.amount_nanos) * 1e-9, 6) AS largestUsd
ORDER BY denials DESC, budget, agent
