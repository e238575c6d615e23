// Platforms with what reports need of them.
// Parameters: $platformIds list of strings or null for all; $onlyPlatformId string or null for any
// Rows: platformId, currency, zone strings, by platformId
// Plan: NodeByLabelScan announced, platforms are few and a report may ask for all
MATCH (platform:Platform)
WHERE ($platformIds IS NULL OR platform.platform_id IN $platformIds)
  AND ($onlyPlatformId IS NULL OR platform.platform_id = $onlyPlatformId)
RETURN platform.platform_id AS platformId, platform.currency AS currency, platform.zone AS zone
ORDER BY platformId
