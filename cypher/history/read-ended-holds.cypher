// Reservations that were opened up to a number and ended after it.
// Parameters: $platformId string; $asOfSequence, $untilSequence integers, the latter the last end that is looked for
// Rows: one per reservation: pathId, narrowingBudgetIds list or null, nanos, tokens integers, from, until datetimes, the latter as it was then
// Indexes: reservation_end, event_reservation
MATCH (hold:Reservation)
WHERE hold.platform_id = $platformId
  AND hold.end_sequence > $asOfSequence
  AND hold.end_sequence <= $untilSequence
  AND hold.sequence <= $asOfSequence
RETURN hold.path_id AS pathId,
       hold.narrowing_budget_ids AS narrowingBudgetIds,
       hold.amount_nanos AS nanos,
       hold.tokens AS tokens,
       hold.created_at AS from,
       CASE
         WHEN hold.expires_at = hold.first_expires_at THEN hold.expires_at
         ELSE coalesce(head(COLLECT {
           MATCH (event:LedgerEvent)
           WHERE event.reservation_id = hold.reservation_id
             AND event.event_type = 'RESERVATION_EXTENDED'
             AND event.sequence <= $asOfSequence
           RETURN event.expires_at ORDER BY event.sequence DESC LIMIT 1
         }), hold.first_expires_at)
       END AS until
