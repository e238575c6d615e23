// Calls of models that are alike within one run: same agent, model, tokens of the prompt and of the completion. A call
// that several tasks share is known by its first part, which has the ids of all.
// Parameters: $platformId string; $from, $to datetimes, to exclusive; $callsMax integer, how many such calls are left alone
// Rows: one per group: runId, agentId, model strings, promptTokens, completionTokens, calls, cost_nanos integers
// Indexes: usage_timestamp, operation_id
MATCH (usage:Usage)
WHERE usage.platform_id = $platformId
  AND usage.timestamp >= $from
  AND usage.timestamp < $to
  AND usage.run_id IS NOT NULL
  AND usage.usage_kind = 'LLM_CALL'
  AND usage.total_tokens > 0
WITH usage.run_id AS runId,
     usage.agent_id AS agentId,
     usage.model_id AS model,
     usage.prompt_tokens AS promptTokens,
     usage.completion_tokens AS completionTokens,
     sum(coalesce(usage.calls, 1)) AS calls,
     collect(usage) AS usages
WHERE calls > $callsMax
CALL (usages) {
  UNWIND usages AS usage
  UNWIND coalesce(usage.share_ids, [usage.operation_id]) AS operationId
  MATCH (part:Usage {operation_id: operationId})-[:INCURRED]->(entry:CostEntry)
  RETURN sum(entry.total_cost_nanos) AS cost_nanos
}
RETURN runId, agentId, model, promptTokens, completionTokens, calls, cost_nanos
