// All platforms.
// Parameters: none
// Rows: one per platform as map
// Plan: NodeByLabelScan announced, platforms are few
MATCH (platform:Platform)
RETURN platform {.*} AS platform
ORDER BY platform.platform_id
