// Cached share of prompts by model.
// How much of what each model reads comes from its prompt cache?
// Counts are disjoint: input, cache reads and cache writes together are the prompt.
// Parameters: $platformId string; $from and $to ISO instants, $to exclusive
// Default: $platformId = 'sample'
// Default: $from = '2026-10-01T00:00:00Z'
// Default: $to = '2026-11-01T00:00:00Z'
// Rows: one per model with tokens: model, promptTokens, cachedPercent, writtenPercent
// Indexes: cell_slot
MATCH (cell:CostCell)
USING INDEX cell:CostCell(platform_id, grain, slot)
WHERE cell.platform_id = $platformId AND cell.grain = 'DAY'
  AND cell.slot >= datetime($from) AND cell.slot < datetime($to)
WITH cell.model_id AS model, sum(cell.cache_read_tokens) AS cached,
     sum(cell.cache_write_5m_tokens + cell.cache_write_1h_tokens) AS written,
     sum(cell.input_tokens) AS input
WITH model, cached, written, cached + written + input AS promptTokens
WHERE model IS NOT NULL AND promptTokens > 0
RETURN model, promptTokens, round(100.0 * cached / promptTokens, 1) AS cachedPercent,
       round(100.0 * written / promptTokens, 1) AS writtenPercent
ORDER BY cachedPercent DESC, model
