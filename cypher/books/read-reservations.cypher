// Reservations that were opened or ended with numbers of a range.
// Parameters: $platformId string; $after exclusive and $until inclusive, integers
// Rows: one per reservation: reservation as map, pathId, narrowingBudgetIds list or null, settlements integer
// Indexes: reservation_sequence, reservation_end
CALL () {
  MATCH (reservation:Reservation)
  WHERE reservation.platform_id = $platformId
    AND reservation.sequence > $after
    AND reservation.sequence <= $until
  RETURN reservation
  UNION
  MATCH (reservation:Reservation)
  WHERE reservation.platform_id = $platformId
    AND reservation.end_sequence > $after
    AND reservation.end_sequence <= $until
  RETURN reservation
}
RETURN reservation {.*} AS reservation,
       [(reservation)-[:HELD_ON]->(path:ChargePath) | path.path_id][0] AS pathId,
       reservation.narrowing_budget_ids AS narrowingBudgetIds,
       COUNT { (:Usage)-[:SETTLED]->(reservation) } AS settlements
