// Agents of a platform, made when they are seen first.
// Parameters: $platformId string; $agentIds list of strings in ascending order; $at datetime
// Rows: none
// Locks: the unique keys of new agents
UNWIND $agentIds AS agentId
MERGE (agent:Agent {platform_id: $platformId, agent_id: agentId})
ON CREATE SET agent.created_at = $at
