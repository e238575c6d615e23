package dev.costgraph.ledger;

import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetStatus;
import dev.costgraph.budget.Spending;
import dev.costgraph.graph.Properties;
import dev.costgraph.money.Decimal;
import dev.costgraph.usage.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The events of one transaction, numbered as they happen. An event keeps the limit and the spending
 * that it speaks of. The booking of a usage needs no event: the usage with its sequence is one.
 */
public final class Events {

  private final String platformId;
  private final Instant at;
  private final List<Map<String, Object>> rows = new ArrayList<>();
  private long sequence;

  public Events(LockedLedger ledger, long sequence) {
    this.platformId = ledger.platform().platformId();
    this.at = ledger.time();
    this.sequence = sequence;
  }

  /** {@return the number of the last fact} */
  public long sequence() {
    return sequence;
  }

  public List<Map<String, Object>> rows() {
    return rows;
  }

  /** {@return the number that the next event will have} */
  public long next() {
    return sequence + 1;
  }

  public void edited(Budget budget, Spending spending, String message) {
    add(LedgerEventType.BUDGET_EDITED, budget, spending, null, null, message);
  }

  /**
   * Alerts for what a budget crosses upwards between two states: each threshold, and the limit.
   *
   * @param cause the usage that did it; null for an edit
   */
  public void crossings(
      Budget before,
      Spending spentBefore,
      Budget after,
      Spending spentAfter,
      @Nullable Usage cause) {
    Long limit = after.limitUnits();
    if (limit == null) {
      return;
    }
    long spent = spentAfter.spent(after.unit());
    List<Decimal> reached = reached(before, spentBefore);
    for (Decimal threshold : BudgetStatus.reached(after, limit, spent)) {
      if (!reached.contains(threshold)) {
        String message =
            "%s of %s, threshold %s".formatted(after.amount(spent), after.amount(limit), threshold);
        add(LedgerEventType.BUDGET_WARNING, after, spentAfter, cause, threshold, message);
      }
    }
    if (spent > limit && !exceeded(before, spentBefore)) {
      String message = "%s of %s".formatted(after.amount(spent), after.amount(limit));
      add(LedgerEventType.BUDGET_EXCEEDED, after, spentAfter, cause, null, message);
    }
  }

  private static List<Decimal> reached(Budget budget, Spending spending) {
    Long limit = budget.limitUnits();
    return limit == null
        ? List.of()
        : BudgetStatus.reached(budget, limit, spending.spent(budget.unit()));
  }

  private static boolean exceeded(Budget budget, Spending spending) {
    Long limit = budget.limitUnits();
    return limit != null && spending.spent(budget.unit()) > limit;
  }

  private void add(
      LedgerEventType type,
      Budget budget,
      Spending spending,
      @Nullable Usage cause,
      @Nullable Decimal threshold,
      String message) {
    sequence++;
    Map<String, Object> row = new HashMap<>();
    row.put("platform_id", platformId);
    row.put("sequence", sequence);
    row.put("event_type", type.name());
    row.put("at", Properties.time(at));
    row.put("budget_id", budget.budgetId());
    row.put("operation_id", cause == null ? null : cause.operationId());
    row.put("agent_id", cause == null ? null : cause.agentId());
    row.put("threshold", threshold == null ? null : threshold.text());
    row.put("limit", budget.limit() == null ? null : budget.limit().text());
    row.put("period_start", Properties.time(spending.bounds().start()));
    row.put("period_end", Properties.time(spending.bounds().end()));
    row.put("spent_nanos", spending.nanos());
    row.put("spent_tokens", spending.tokens());
    row.put("entries", spending.entries());
    row.put("message", message);
    rows.add(row);
  }
}
