// Charges and adjustments by model.
// What was corrected after it was booked, for which models and why?
// A correction is an entry of its own with the label Adjustment; the entry that it corrects stays.
// Parameters: $platformId string; $from and $to ISO instants, $to exclusive
// Default: $platformId = 'sample'
// Default: $from = '2026-10-01T00:00:00Z'
// Default: $to = '2026-11-01T00:00:00Z'
// Rows: one per model: model, charges, chargedUsd, adjustments, adjustedUsd, reasons
// Indexes: usage_timestamp
MATCH (usage:Usage)-[:INCURRED]->(entry:CostEntry)
USING INDEX usage:Usage(platform_id, timestamp)
WHERE usage.platform_id = $platformId
  AND usage.timestamp >= datetime($from) AND usage.timestamp < datetime($to)
WITH coalesce(entry.model_id, usage.model_id, 'tools') AS model, entry:Adjustment AS adjusted,
     entry.total_cost_nanos AS nanos, entry.reason AS reason
WITH model, sum(CASE WHEN adjusted THEN 0 ELSE 1 END) AS charges,
     sum(CASE WHEN adjusted THEN 0 ELSE nanos END) AS chargedNanos,
     sum(CASE WHEN adjusted THEN 1 ELSE 0 END) AS adjustments,
     sum(CASE WHEN adjusted THEN nanos ELSE 0 END) AS adjustedNanos,
     collect(DISTINCT CASE WHEN adjusted THEN reason END) AS reasons
RETURN model, charges, round(chargedNanos * 1e-9, 6) AS chargedUsd, adjustments,
       round(adjustedNanos * 1e-9, 6) AS adjustedUsd, reasons
ORDER BY abs(adjustedNanos) DESC, chargedNanos DESC, model
