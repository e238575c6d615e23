// When the first and the last usage of platforms were, of those up to a number.
// Parameters: $platformIds list of strings; $asOfSequence integer, the last fact that counts
// Rows: one: first, last datetimes, null when there is no usage
// Indexes: usage_timestamp
UNWIND $platformIds AS platformId
CALL (platformId) {
  MATCH (usage:Usage)
  WHERE usage.platform_id = platformId AND usage.timestamp IS NOT NULL AND usage.sequence <= $asOfSequence
  RETURN usage.timestamp AS first
  ORDER BY usage.platform_id, usage.timestamp
  LIMIT 1
}
CALL (platformId) {
  MATCH (usage:Usage)
  WHERE usage.platform_id = platformId AND usage.timestamp IS NOT NULL AND usage.sequence <= $asOfSequence
  RETURN usage.timestamp AS last
  ORDER BY usage.platform_id DESC, usage.timestamp DESC
  LIMIT 1
}
RETURN min(first) AS first, max(last) AS last
