// Most expensive calls.
// Which single calls cost most, and what were they for?
// Parameters: $platformId string; $from and $to ISO instants, $to exclusive
// Default: $platformId = 'sample'
// Default: $from = '2026-10-01T00:00:00Z'
// Default: $to = '2026-11-01T00:00:00Z'
// Rows: the 20 most expensive: operationId, agent, model, task, tokens, usd
// Indexes: usage_timestamp
MATCH (usage:Usage)-[:INCURRED]->(entry:CostEntry)
USING INDEX usage:Usage(platform_id, timestamp)
WHERE usage.platform_id = $platformId
  AND usage.timestamp >= datetime($from) AND usage.timestamp < datetime($to)
WITH usage, sum(entry.total_cost_nanos) AS cost
WITH coalesce(usage.share_of, usage.operation_id) AS operationId, usage.agent_id AS agent,
     usage.model_id AS model, min(usage.task_id) AS task, sum(usage.total_tokens) AS tokens,
     sum(cost) AS nanos
RETURN operationId, agent, model, task, tokens, round(nanos * 1e-9, 6) AS usd
ORDER BY nanos DESC, operationId
LIMIT 20
