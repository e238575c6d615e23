// Appends events to the outbox.
// Parameters: $events list of maps, the properties of one event each
// Rows: none
// Locks: the unique sequence
UNWIND $events AS row
CREATE (event:LedgerEvent)
SET event = row
