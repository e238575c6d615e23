// The openings and ends of reservations in a range of sequences.
// Parameters: $platformId string; $after exclusive and $until inclusive, integers; $budgetId string or null, only what is held on this budget
// Rows: one per opening or end: sequence, opened boolean, reservation as map
// Indexes: reservation_sequence, reservation_end, path_id
CALL () {
  MATCH (reservation:Reservation)
  WHERE reservation.platform_id = $platformId
    AND reservation.sequence > $after
    AND reservation.sequence <= $until
  RETURN reservation, reservation.sequence AS sequence, true AS opened
  UNION ALL
  MATCH (reservation:Reservation)
  WHERE reservation.platform_id = $platformId
    AND reservation.end_sequence > $after
    AND reservation.end_sequence <= $until
  RETURN reservation, reservation.end_sequence AS sequence, false AS opened
}
WITH reservation, sequence, opened
WHERE $budgetId IS NULL
  OR $budgetId IN reservation.narrowing_budget_ids
  OR EXISTS { (:ChargePath {path_id: reservation.path_id})-[:COVERS]->(:Budget {budget_id: $budgetId}) }
RETURN sequence, opened, reservation {.*} AS reservation
