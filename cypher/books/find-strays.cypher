// Usages, entries and reservations that no transaction of the ledger wrote: without a number, or without a usage.
// Parameters: $platformId string
// Rows: one per stray, at most 100: label, id string or null
// Plan: NodeByLabelScan announced, a stray has no key to seek by
CALL () {
  MATCH (usage:Usage)
  WHERE (usage.sequence IS NULL OR usage.platform_id IS NULL)
    AND coalesce(usage.platform_id, $platformId) = $platformId
  RETURN 'Usage' AS label, usage.operation_id AS id
  UNION ALL
  MATCH (entry:CostEntry)
  WHERE NOT EXISTS { (entry)<-[:INCURRED]-(:Usage) }
    AND coalesce(entry.platform_id, $platformId) = $platformId
  RETURN 'CostEntry' AS label, entry.token_usage_id AS id
  UNION ALL
  MATCH (reservation:Reservation)
  WHERE (reservation.sequence IS NULL OR reservation.platform_id IS NULL)
    AND coalesce(reservation.platform_id, $platformId) = $platformId
  RETURN 'Reservation' AS label, reservation.reservation_id AS id
}
RETURN label, id
LIMIT 100
