// Models of usages without a price.
// Parameters: $limit integer
// Rows: model, provider string or null, calls integer, firstSeen, lastSeen datetimes; most calls first
// Plan: NodeByLabelScan announced, unpriced usages are few and have a label of their own for this
MATCH (usage:Unpriced)
WHERE usage.model_id IS NOT NULL
RETURN usage.model_id AS model,
       usage.provider AS provider,
       sum(coalesce(usage.calls, 1)) AS calls,
       min(usage.timestamp) AS firstSeen,
       max(usage.timestamp) AS lastSeen
ORDER BY calls DESC, model, provider
LIMIT $limit
