// Makes a platform and its ledger, once.
// Parameters: $platform map {platform_id, name, currency, zone, unknown_resources}; $ledger map of zeros
// Rows: one
// Locks: the unique keys of Platform and Ledger
MERGE (ledger:Ledger {platform_id: $platform.platform_id})
ON CREATE SET ledger += $ledger
MERGE (platform:Platform {platform_id: $platform.platform_id})
ON CREATE SET platform += $platform
RETURN platform {.*} AS platform
