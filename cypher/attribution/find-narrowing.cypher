// Whether platforms have, or had, budgets of agents, users or models.
// Parameters: $platformIds list of strings
// Rows: one: found boolean
// Indexes: budget_platform
RETURN EXISTS {
  UNWIND $platformIds AS platformId
  MATCH (budget:Budget)
  WHERE budget.platform_id = platformId
    AND budget.budget_type IN ['AGENT', 'USER', 'MODEL']
} AS found
