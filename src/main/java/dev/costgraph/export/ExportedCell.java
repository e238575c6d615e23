package dev.costgraph.export;

import dev.costgraph.attribution.CostTotals;
import dev.costgraph.graph.Properties;
import dev.costgraph.usage.UsageProperties;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A cost cell: the usages of one path, agent, model, provider, capability and kind in one hour or
 * day of the platform's zone.
 */
record ExportedCell(
    String cellId,
    String platformId,
    @Nullable String projectId,
    @Nullable String taskId,
    String agentId,
    @Nullable String model,
    @Nullable String provider,
    @Nullable String capability,
    String kind,
    String pathId,
    Instant slot,
    CostTotals totals) {

  static ExportedCell of(Properties node) {
    return new ExportedCell(
        node.text("cell_id"),
        node.text("platform_id"),
        node.textOrNull("project_id"),
        node.textOrNull("task_id"),
        node.text("agent_id"),
        node.textOrNull("model_id"),
        node.textOrNull("provider"),
        node.textOrNull("capability_type"),
        node.text("usage_kind"),
        node.text("path_id"),
        node.instant("slot"),
        totals(node));
  }

  /** {@return the same cell holding other sums} */
  ExportedCell holding(Properties sums) {
    return new ExportedCell(
        cellId,
        platformId,
        projectId,
        taskId,
        agentId,
        model,
        provider,
        capability,
        kind,
        pathId,
        slot,
        totals(sums));
  }

  private static CostTotals totals(Properties sums) {
    return new CostTotals(
        sums.number("cost_nanos"),
        sums.numberOrZero("adjustment_nanos"),
        sums.number("failed_cost_nanos"),
        sums.number("calls"),
        sums.number("failed_calls"),
        sums.number("unpriced_calls"),
        UsageProperties.tokens(sums));
  }
}
