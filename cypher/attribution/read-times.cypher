// When the first and the last usage of platforms were, of those up to a number and those that are folded.
// Parameters: $platformIds list of strings; $asOfSequence integer, the last fact that counts, not below what is folded
// Rows: one: first, last datetimes, null when there is no usage
// Indexes: usage_timestamp, ledger_platform_id
UNWIND $platformIds AS platformId
OPTIONAL CALL (platformId) {
  MATCH (usage:Usage)
  WHERE usage.platform_id = platformId AND usage.timestamp IS NOT NULL AND usage.sequence <= $asOfSequence
  RETURN usage.timestamp AS first
  ORDER BY usage.platform_id, usage.timestamp
  LIMIT 1
}
OPTIONAL CALL (platformId) {
  MATCH (usage:Usage)
  WHERE usage.platform_id = platformId AND usage.timestamp IS NOT NULL AND usage.sequence <= $asOfSequence
  RETURN usage.timestamp AS last
  ORDER BY usage.platform_id DESC, usage.timestamp DESC
  LIMIT 1
}
MATCH (ledger:Ledger {platform_id: platformId})
UNWIND [first, ledger.folded_first_at] AS earliest
UNWIND [last, ledger.folded_last_at] AS latest
RETURN min(earliest) AS first, max(latest) AS last
