// The migrations that were applied to this store.
// Parameters: none
// Rows: one per migration: name, checksum
// Plan: NodeByLabelScan announced, migrations are few
MATCH (migration:Migration)
RETURN migration.name AS name, migration.checksum AS checksum
