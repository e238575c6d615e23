// The edits of a budget in their order, and the extensions of a reservation: what held at an earlier number.
CREATE INDEX event_budget IF NOT EXISTS FOR (e:LedgerEvent) ON (e.budget_id, e.event_type, e.sequence);
CREATE INDEX event_reservation IF NOT EXISTS FOR (e:LedgerEvent) ON (e.reservation_id, e.event_type, e.sequence);
