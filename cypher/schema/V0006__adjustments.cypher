// Adjustments are found by their number, as usages are.
CREATE INDEX adjustment_sequence IF NOT EXISTS FOR (e:Adjustment) ON (e.platform_id, e.sequence);
