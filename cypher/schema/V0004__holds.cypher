// Counters of holds for what was counted before there were reservations.
MATCH (ledger:Ledger)
WHERE ledger.held_nanos IS NULL
SET ledger.held_nanos = 0, ledger.held_tokens = 0, ledger.open_reservations = 0;
MATCH (period:BudgetPeriod)
WHERE period.held_nanos IS NULL
SET period.held_nanos = 0, period.held_tokens = 0;
MATCH (event:LedgerEvent)
WHERE event.spent_nanos IS NOT NULL AND event.held_nanos IS NULL
SET event.held_nanos = 0, event.held_tokens = 0;
