// How many facts have a number up to a sequence number; each number belongs to one usage or event.
// Parameters: $platformId string; $sequence integer, inclusive
// Rows: one: facts integer
// Indexes: usage_sequence, ledger_event
CALL () {
  MATCH (usage:Usage)
  WHERE usage.platform_id = $platformId AND usage.sequence <= $sequence
  RETURN count(usage) AS facts
  UNION ALL
  MATCH (event:LedgerEvent)
  WHERE event.platform_id = $platformId AND event.sequence <= $sequence
  RETURN count(event) AS facts
}
RETURN sum(facts) AS facts
