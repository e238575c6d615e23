// The reservations with these ids, with the budgets that they are held on by resource.
// Parameters: $reservationIds list of strings
// Rows: one per known id, of whichever platform: reservation as map, budgetIds list of strings
// Indexes: reservation_id
UNWIND $reservationIds AS reservationId
MATCH (reservation:Reservation {reservation_id: reservationId})
RETURN reservation {.*} AS reservation,
       COLLECT { MATCH (reservation)-[:HELD_ON]->(:ChargePath)-[:COVERS]->(budget:Budget) RETURN budget.budget_id } AS budgetIds
