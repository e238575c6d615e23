// What remains of usages that were folded: the days of their users, and the ids of those without a time of their own.
CREATE CONSTRAINT user_day_id IF NOT EXISTS FOR (d:UserDay) REQUIRE d.user_day_id IS UNIQUE;
CREATE CONSTRAINT folded_operation_id IF NOT EXISTS FOR (o:FoldedOperation) REQUIRE o.operation_id IS UNIQUE;
CREATE INDEX user_day_slot IF NOT EXISTS FOR (d:UserDay) ON (d.platform_id, d.slot);
