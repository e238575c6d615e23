// Calls that repeat.
// Which runs make the same call again and again: the same model or tool, the same size, the same cost?
// An agent that is stuck in a loop shows here; a conversation does not, for its prompt grows.
// A call that tasks share is one: its parts are added up first.
// Parameters: $platformId string; $from and $to ISO instants, $to exclusive; $times integer, how often at least
// Default: $platformId = 'sample'
// Default: $from = '2026-10-01T00:00:00Z'
// Default: $to = '2026-11-01T00:00:00Z'
// Default: $times = 3
// Rows: the 20 most expensive repetitions: run, agent, what, tokens, times, usd
// Indexes: usage_timestamp
MATCH (usage:Usage)-[:INCURRED]->(entry:CostEntry)
USING INDEX usage:Usage(platform_id, timestamp)
WHERE usage.platform_id = $platformId
  AND usage.timestamp >= datetime($from) AND usage.timestamp < datetime($to)
  AND usage.run_id IS NOT NULL
WITH usage, sum(entry.total_cost_nanos) AS nanos
WITH coalesce(usage.share_of, usage.operation_id) AS operation, usage.run_id AS run, usage.agent_id AS agent,
     coalesce(usage.model_id, usage.capability_type, usage.usage_kind) AS what,
     CASE WHEN max(usage.total_tokens) IS NOT NULL THEN sum(usage.total_tokens) END AS tokens, sum(nanos) AS nanos
WITH run, agent, what, tokens, nanos, count(*) AS times
WHERE times >= $times
RETURN run, agent, what, tokens, times, round(times * nanos * 1e-9, 6) AS usd
ORDER BY times * nanos DESC, run, what
LIMIT 20
