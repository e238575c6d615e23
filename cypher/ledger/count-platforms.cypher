// Counts the platforms, for the cap on those that are made on first sight.
// Parameters: none
// Rows: one, platforms as integer
// Plan: the count store answers, nothing is scanned
MATCH (platform:Platform)
RETURN count(platform) AS platforms
