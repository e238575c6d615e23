// Users by cost.
// For which users do the agents work, and which agent costs most for each?
// Users are no part of the cells, so this reads the usages themselves: those that are folded are
// left out, so ask from the horizon on.
// Parameters: $platformId string; $from and $to ISO instants, $to exclusive
// Default: $platformId = 'sample'
// Default: $from = '2026-10-01T00:00:00Z'
// Default: $to = '2026-11-01T00:00:00Z'
// Rows: one per user: user, calls, usd, mostExpensiveAgent
// Indexes: usage_timestamp
MATCH (usage:Usage)
USING INDEX usage:Usage(platform_id, timestamp)
WHERE usage.platform_id = $platformId
  AND usage.timestamp >= datetime($from) AND usage.timestamp < datetime($to)
OPTIONAL MATCH (usage)-[:INCURRED]->(entry:CostEntry)
WITH coalesce(usage.user_id, 'none') AS user, usage.agent_id AS agent, count(DISTINCT coalesce(usage.share_of, usage.operation_id)) AS calls,
     sum(entry.total_cost_nanos) AS nanos
ORDER BY nanos DESC, agent
WITH user, sum(calls) AS calls, sum(nanos) AS nanos, collect(agent)[0] AS mostExpensiveAgent
RETURN user, calls, round(nanos * 1e-9, 6) AS usd, mostExpensiveAgent
ORDER BY nanos DESC, user
