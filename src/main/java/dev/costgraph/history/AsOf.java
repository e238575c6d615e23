package dev.costgraph.history;

import dev.costgraph.budget.Budget;
import dev.costgraph.budget.Enforcement;
import dev.costgraph.graph.Properties;
import dev.costgraph.money.Decimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Budgets as they were after a fact, as far as edits tell: all but name and parents. */
final class AsOf {

  private AsOf() {}

  /** {@return a budget that was not there yet: it says nothing} */
  static Budget unmade(Budget now, long asOfSequence) {
    return with(now, null, now.enforcement(), List.of(), false, null, asOfSequence);
  }

  /**
   * {@return a budget as its last edit left it}
   *
   * @param edit the event; one that was written before edits told of thresholds leaves today's
   */
  static Budget edited(Budget now, Properties edit, long asOfSequence) {
    String limit = edit.textOrNull("limit");
    String enforcement = edit.textOrNull("enforcement");
    return with(
        now,
        limit == null ? null : new Decimal(limit),
        enforcement == null ? Enforcement.HARD : Enforcement.valueOf(enforcement),
        edit.has("warning_threshold")
            ? edit.texts("warning_threshold").stream().map(Decimal::new).toList()
            : now.warningThresholds(),
        edit.flag("frozen"),
        // closing is the last edit of a budget
        now.sequence() <= asOfSequence ? now.closedAt() : null,
        asOfSequence);
  }

  private static Budget with(
      Budget now,
      @Nullable Decimal limit,
      Enforcement enforcement,
      List<Decimal> warningThresholds,
      boolean frozen,
      @Nullable Instant closedAt,
      long sequence) {
    return new Budget(
        now.budgetId(),
        now.name(),
        now.type(),
        now.resourceId(),
        now.platformId(),
        now.unit(),
        now.currency(),
        limit,
        now.period(),
        now.zone(),
        now.periodStart(),
        now.periodEnd(),
        enforcement,
        warningThresholds,
        frozen,
        now.createdAt(),
        now.parentBudgetIds(),
        closedAt,
        sequence);
  }
}
