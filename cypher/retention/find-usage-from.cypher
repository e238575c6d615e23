// The first usage from a number on.
// Parameters: $platformId string; $from integer
// Rows: none or one: sequence integer, recordedAt datetime
// Indexes: usage_sequence
MATCH (usage:Usage)
WHERE usage.platform_id = $platformId AND usage.sequence >= $from
RETURN usage.sequence AS sequence, usage.recorded_at AS recordedAt
ORDER BY usage.platform_id, usage.sequence
LIMIT 1
