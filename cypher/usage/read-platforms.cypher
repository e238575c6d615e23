// Platforms with what reports need of them.
// Parameters: $platformIds list of strings or null for all; $onlyPlatformId string or null for any
// Rows: platformId, currency, zone strings, retainedFrom datetime or null, by platformId
// Indexes: ledger_platform_id
// Plan: NodeByLabelScan announced, platforms are few and a report may ask for all
MATCH (platform:Platform)
WHERE ($platformIds IS NULL OR platform.platform_id IN $platformIds)
  AND ($onlyPlatformId IS NULL OR platform.platform_id = $onlyPlatformId)
OPTIONAL MATCH (ledger:Ledger {platform_id: platform.platform_id})
RETURN platform.platform_id AS platformId, platform.currency AS currency, platform.zone AS zone,
       ledger.retained_from AS retainedFrom
ORDER BY platformId
