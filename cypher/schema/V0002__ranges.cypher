// What is read by range: usages by their own time, cells by slot, changed periods by sequence, and the
// budgets of a platform as one tree.
CREATE INDEX usage_timestamp IF NOT EXISTS FOR (u:Usage) ON (u.platform_id, u.timestamp);
CREATE INDEX cell_slot IF NOT EXISTS FOR (c:CostCell) ON (c.platform_id, c.grain, c.slot);
CREATE INDEX period_sequence IF NOT EXISTS FOR (p:BudgetPeriod) ON (p.platform_id, p.sequence);
CREATE INDEX budget_platform IF NOT EXISTS FOR (b:Budget) ON (b.platform_id);
CREATE INDEX path_platform IF NOT EXISTS FOR (p:ChargePath) ON (p.platform_id);
