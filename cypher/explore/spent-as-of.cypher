// What was spent as of a sequence number.
// What had each budget spent when the ledger was at a number, with nothing that came later?
// Order of sequence is order of commit, so this is what the books said then, also for late usage
// and before any correction. Reads every usage up to the number; budgets of agents, users and
// models are in no path and left out. Usages that are folded are left out too: where there are
// any the sums are too low, at every number.
// Parameters: $platformId string; $sequence integer
// Default: $platformId = 'sample'
// Default: $sequence = 1000
// Rows: one per budget: budget, type, calls, usd
// Indexes: usage_sequence, path_id
MATCH (usage:Usage)
USING INDEX usage:Usage(platform_id, sequence)
WHERE usage.platform_id = $platformId AND usage.sequence <= $sequence
CALL (usage) {
  MATCH (usage)-[:INCURRED]->(entry:CostEntry)
  WHERE entry.sequence <= $sequence
  RETURN sum(entry.total_cost_nanos) AS cost
}
WITH usage.path_id AS pathId, sum(coalesce(usage.calls, 1)) AS calls, sum(cost) AS nanos
MATCH (:ChargePath {path_id: pathId})-[:COVERS]->(budget:Budget)
WITH budget, sum(calls) AS calls, sum(nanos) AS nanos
RETURN budget.name AS budget, budget.budget_type AS type, calls, round(nanos * 1e-9, 6) AS usd
ORDER BY nanos DESC, budget
