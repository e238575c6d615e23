// The ids that are remembered of folded usages are counted by platform.
CREATE INDEX folded_operation_platform IF NOT EXISTS FOR (o:FoldedOperation) ON (o.platform_id);
