package dev.costgraph.ledger;

import dev.costgraph.budget.Period;
import dev.costgraph.graph.Properties;
import dev.costgraph.pricing.TokenCounts;
import dev.costgraph.usage.Usage;
import dev.costgraph.usage.UsageOutcome;
import dev.costgraph.usage.UsageProperties;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a batch adds to one cost cell: all usages of one path, agent, model, provider, capability
 * and kind within one hour or day of the platform's zone.
 */
final class Cell {

  /** How long a cell is. */
  enum Grain {
    HOUR(Period.HOUR),
    DAY(Period.DAY);

    private final Period period;

    Grain(Period period) {
      this.period = period;
    }

    Instant slot(Instant at, ZoneId zone) {
      return period.containing(at, zone).start();
    }
  }

  private final String cellId;
  private final Usage first;
  private final String pathId;
  private final Grain grain;
  private final Instant slot;
  private final @Nullable String dayId;

  private long sequence;
  private long costNanos;
  private long adjustmentNanos;
  private long failedCostNanos;
  private long calls;
  private long failedCalls;
  private long unpricedCalls;
  private TokenCounts tokens = TokenCounts.NONE;

  /**
   * @param dayId the cell of the day that an hour is within; null for a day
   */
  Cell(
      String cellId,
      Usage first,
      String pathId,
      Grain grain,
      Instant slot,
      @Nullable String dayId) {
    this.cellId = cellId;
    this.first = first;
    this.pathId = pathId;
    this.grain = grain;
    this.slot = slot;
    this.dayId = dayId;
  }

  static String id(Usage usage, String pathId, Grain grain, Instant slot) {
    return ChargePath.digest(
        String.join(
            "\n",
            pathId,
            usage.agentId(),
            ChargePath.orEmpty(usage.model()),
            ChargePath.orEmpty(usage.provider()),
            ChargePath.orEmpty(usage.capability()),
            usage.kind().name(),
            grain.name(),
            slot.toString()));
  }

  void add(Usage usage, Charge.Price price) {
    boolean failed = usage.outcome() == UsageOutcome.FAILED;
    sequence = usage.sequence();
    costNanos += price.totalNanos();
    failedCostNanos += failed ? price.totalNanos() : 0;
    int one = usage.share().calls();
    calls += one;
    failedCalls += failed ? one : 0;
    unpricedCalls += price.known() ? 0 : one;
    tokens = usage.tokens() == null ? tokens : tokens.plus(usage.tokens());
  }

  /**
   * Adds what a usage that it counts costs more; negative: less.
   *
   * @param atSequence of the adjustment
   */
  void adjust(Usage usage, long nanos, long atSequence) {
    sequence = atSequence;
    costNanos += nanos;
    adjustmentNanos += nanos;
    failedCostNanos += usage.outcome() == UsageOutcome.FAILED ? nanos : 0;
    unpricedCalls -= usage.entries().isEmpty() ? usage.share().calls() : 0;
  }

  String cellId() {
    return cellId;
  }

  boolean isDay() {
    return dayId == null;
  }

  /** {@return what a cell that is not there yet is made of} */
  Map<String, Object> newRow() {
    Map<String, Object> cell = key();
    cell.putAll(row());
    Map<String, Object> row = new HashMap<>();
    row.put("path_id", pathId);
    row.put("day_cell_id", dayId);
    row.put("cell", cell);
    return row;
  }

  /** {@return what is added to a cell that is there} */
  Map<String, Object> row() {
    Map<String, Object> row = UsageProperties.of(tokens);
    row.put("cell_id", cellId);
    row.put("sequence", sequence);
    row.put("cost_nanos", costNanos);
    row.put("adjustment_nanos", adjustmentNanos);
    row.put("failed_cost_nanos", failedCostNanos);
    row.put("calls", calls);
    row.put("failed_calls", failedCalls);
    row.put("unpriced_calls", unpricedCalls);
    return row;
  }

  private Map<String, Object> key() {
    Map<String, Object> key = new HashMap<>();
    key.put("platform_id", first.platformId());
    key.put("project_id", first.projectId());
    key.put("task_id", first.taskId());
    key.put("path_id", pathId);
    key.put("agent_id", first.agentId());
    key.put("model_id", first.model());
    key.put("provider", first.provider());
    key.put("capability_type", first.capability());
    key.put("usage_kind", first.kind().name());
    key.put("grain", grain.name());
    key.put("slot", Properties.time(slot));
    return key;
  }
}
