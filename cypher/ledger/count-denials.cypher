// Adds to the events of denials that were written before in the same minute.
// Parameters: $denials list of {denial_key string, count integer}
// Rows: denialKey of each event that was there
// Indexes: denial_key
UNWIND $denials AS row
MATCH (event:LedgerEvent {denial_key: row.denial_key})
SET event.count = event.count + row.count
RETURN row.denial_key AS denialKey
