// Where a ledger stands, once every transaction up to there is wholly visible: a reader without the lock may see the
// new sequence before the index entries of the facts that it counts. Setting the id to what it is writes nothing.
// Parameters: $platformId string
// Rows: one, sequence, treeVersion, folded and foldedEvents integers; none for a platform that does not exist
// Locks: Ledger, exclusive for the time of this statement
MATCH (ledger:Ledger {platform_id: $platformId})
SET ledger.platform_id = $platformId
RETURN ledger.sequence AS sequence, ledger.tree_version AS treeVersion,
       coalesce(ledger.folded_sequence, 0) AS folded,
       coalesce(ledger.folded_events_sequence, 0) AS foldedEvents
