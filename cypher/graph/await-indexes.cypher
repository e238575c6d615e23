// Waits until all indexes can be used.
// Parameters: none
// Rows: none
CALL db.awaitIndexes(600)
