// How many facts have a number up to a sequence number; each number belongs to one usage, event, opening or end of a reservation.
// Parameters: $platformId string; $sequence integer, inclusive
// Rows: one: facts integer
// Indexes: usage_sequence, ledger_event, reservation_sequence, reservation_end
CALL () {
  MATCH (usage:Usage)
  WHERE usage.platform_id = $platformId AND usage.sequence <= $sequence
  RETURN count(usage) AS facts
  UNION ALL
  MATCH (event:LedgerEvent)
  WHERE event.platform_id = $platformId AND event.sequence <= $sequence
  RETURN count(event) AS facts
  UNION ALL
  MATCH (reservation:Reservation)
  WHERE reservation.platform_id = $platformId AND reservation.sequence <= $sequence
  RETURN count(reservation) AS facts
  UNION ALL
  MATCH (reservation:Reservation)
  WHERE reservation.platform_id = $platformId AND reservation.end_sequence <= $sequence
  RETURN count(reservation) AS facts
}
RETURN sum(facts) AS facts
