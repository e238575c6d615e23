// Changes what may change of a platform.
// Parameters: $platformId string; $name string; $unknownResources CREATE or REJECT
// Rows: none
MATCH (platform:Platform {platform_id: $platformId})
SET platform.name = $name, platform.unknown_resources = $unknownResources
