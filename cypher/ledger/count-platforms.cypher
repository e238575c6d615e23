// Counts the platforms that were made on first sight, for their cap.
// Parameters: none
// Rows: one, platforms as integer
// Plan: NodeByLabelScan announced, platforms are few
MATCH (platform:Platform)
WHERE platform.on_first_sight
RETURN count(platform) AS platforms
