// Calls that are alike within one run: same agent, kind, capability and model, same tokens of the prompt and of the
// completion, same amount and quantity. Embeddings are left out: the pieces of an index are of one length on purpose. A call
// that several tasks share is matched by its first part alone, which has the ids of all; its tokens and its cost are their sums.
// Parameters: $platformId string; $from, $to datetimes, to exclusive; $repeatsMax, $otherRepeatsMax integers, how many such calls are left alone where tokens tell calls of a model apart, and of all others
// Rows: one per group: runId, agentId, kind strings, capability, model strings or null, promptTokens, completionTokens integers or null, calls, bound, cost_nanos integers
// Indexes: usage_timestamp, operation_id
MATCH (usage:Usage)
WHERE usage.platform_id = $platformId
  AND usage.timestamp >= $from
  AND usage.timestamp < $to
  AND usage.run_id IS NOT NULL
  AND usage.usage_kind <> 'EMBEDDING'
  AND coalesce(usage.share_number, 1) = 1
CALL (usage) {
  UNWIND usage.share_ids AS partId
  MATCH (part:Usage {operation_id: partId})
  RETURN sum(part.prompt_tokens) AS sharedPrompt, sum(part.completion_tokens) AS sharedCompletion
}
WITH usage.run_id AS runId,
     usage.agent_id AS agentId,
     usage.usage_kind AS kind,
     usage.capability_type AS capability,
     usage.model_id AS model,
     CASE
       WHEN usage.share_ids IS NULL OR usage.total_tokens IS NULL THEN usage.prompt_tokens
       ELSE sharedPrompt
     END AS promptTokens,
     CASE
       WHEN usage.share_ids IS NULL OR usage.total_tokens IS NULL THEN usage.completion_tokens
       ELSE sharedCompletion
     END AS completionTokens,
     coalesce(usage.whole_amount, usage.amount) AS amount,
     usage.amount_currency AS amountCurrency,
     coalesce(usage.whole_quantity, usage.quantity) AS quantity,
     usage.quantity_unit AS quantityUnit,
     count(usage) AS calls,
     collect(usage) AS usages
WITH *,
     CASE
       WHEN kind = 'LLM_CALL' AND promptTokens + completionTokens > 0 THEN $repeatsMax
       ELSE $otherRepeatsMax
     END AS bound
WHERE calls > bound
CALL (usages) {
  UNWIND usages AS usage
  UNWIND coalesce(usage.share_ids, [usage.operation_id]) AS operationId
  MATCH (part:Usage {operation_id: operationId})-[:INCURRED]->(entry:CostEntry)
  RETURN sum(entry.total_cost_nanos) AS cost_nanos
}
RETURN runId, agentId, kind, capability, model, promptTokens, completionTokens, calls, bound, cost_nanos
