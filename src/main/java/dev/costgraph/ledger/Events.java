package dev.costgraph.ledger;

import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetStatus;
import dev.costgraph.budget.Spending;
import dev.costgraph.budget.Unit;
import dev.costgraph.graph.Properties;
import dev.costgraph.money.Decimal;
import dev.costgraph.reservation.Reservation;
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

  public Events(LockedLedger ledger) {
    this.platformId = ledger.platform().platformId();
    this.at = ledger.time();
    this.sequence = ledger.sequence();
  }

  /** {@return the number of the last fact} */
  public long sequence() {
    return sequence;
  }

  public List<Map<String, Object>> rows() {
    return rows;
  }

  /** {@return the next number, taken for a fact} */
  public long take() {
    return ++sequence;
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

  /** A hold that lives longer, which may count in more periods. */
  void extended(Reservation reservation) {
    Map<String, Object> row = row(LedgerEventType.RESERVATION_EXTENDED, "extended");
    row.put("reservation_id", reservation.reservationId());
    row.put("agent_id", reservation.agentId());
    row.put("amount_nanos", reservation.amountNanos());
    row.put("tokens", reservation.tokens());
    row.put("expires_at", Properties.time(reservation.expiresAt()));
    rows.add(row);
  }

  /**
   * A reservation that a budget denied.
   *
   * @param key of the event: budget, agent and minute
   * @param count of denials of this transaction; later ones of the same key are added
   */
  void denied(
      String key,
      long count,
      BudgetStatus status,
      String agentId,
      String reservationId,
      long wantedUnits) {
    Budget budget = status.budget();
    String wanted = budget.amount(wantedUnits).text();
    String message =
        budget.frozen()
            ? "%s wanted, the budget is frozen".formatted(wanted)
            : "%s wanted, %s remaining".formatted(wanted, status.remaining());
    Map<String, Object> row = row(LedgerEventType.RESERVATION_DENIED, message);
    row.put("denial_key", key);
    row.put("count", count);
    row.put("agent_id", agentId);
    row.put("reservation_id", reservationId);
    row.put(budget.unit() == Unit.MONEY ? "amount_nanos" : "tokens", wantedUnits);
    describe(row, budget);
    row.put("period_start", Properties.time(status.periodStart()));
    row.put("period_end", Properties.time(status.periodEnd()));
    rows.add(row);
  }

  private void add(
      LedgerEventType type,
      Budget budget,
      Spending spending,
      @Nullable Usage cause,
      @Nullable Decimal threshold,
      String message) {
    Map<String, Object> row = row(type, message);
    row.put("operation_id", cause == null ? null : cause.operationId());
    row.put("cause_sequence", cause == null ? null : spending.sequence());
    row.put("agent_id", cause == null ? null : cause.agentId());
    row.put("threshold", threshold == null ? null : threshold.text());
    describe(row, budget);
    row.put("period_start", Properties.time(spending.bounds().start()));
    row.put("period_end", Properties.time(spending.bounds().end()));
    row.put("spent_nanos", spending.nanos());
    row.put("spent_tokens", spending.tokens());
    row.put("held_nanos", spending.heldNanos());
    row.put("held_tokens", spending.heldTokens());
    row.put("entries", spending.entries());
    rows.add(row);
  }

  private Map<String, Object> row(LedgerEventType type, String message) {
    Map<String, Object> row = new HashMap<>();
    row.put("platform_id", platformId);
    row.put("sequence", take());
    row.put("event_type", type.name());
    row.put("at", Properties.time(at));
    row.put("message", message);
    return row;
  }

  /** The budget's rule at this moment, which a replay of the ledger needs. */
  private static void describe(Map<String, Object> row, Budget budget) {
    row.put("budget_id", budget.budgetId());
    row.put("limit", budget.limit() == null ? null : budget.limit().text());
    row.put("enforcement", budget.enforcement().name());
    row.put("frozen", budget.frozen());
    row.put("warning_threshold", budget.warningThresholds().stream().map(Decimal::text).toList());
  }
}
