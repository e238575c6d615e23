// Remembers that a migration was applied.
// Parameters: $name string; $checksum string
// Rows: none
// Indexes: migration_name
MERGE (migration:Migration {name: $name})
ON CREATE SET migration.checksum = $checksum, migration.applied_at = datetime()
