// Reservations are found by id, by the numbers of their opening and their end, and by when they run out.
CREATE CONSTRAINT reservation_id IF NOT EXISTS FOR (r:Reservation) REQUIRE r.reservation_id IS UNIQUE;
CREATE CONSTRAINT reservation_sequence IF NOT EXISTS FOR (r:Reservation) REQUIRE (r.platform_id, r.sequence) IS UNIQUE;
CREATE CONSTRAINT reservation_end IF NOT EXISTS FOR (r:Reservation) REQUIRE (r.platform_id, r.end_sequence) IS UNIQUE;
CREATE INDEX reservation_expiry IF NOT EXISTS FOR (r:Reservation) ON (r.platform_id, r.state, r.expires_at);
// One event counts the denials of a budget, an agent and a minute.
CREATE CONSTRAINT denial_key IF NOT EXISTS FOR (e:LedgerEvent) REQUIRE e.denial_key IS UNIQUE;
