package dev.costgraph.report;

import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetStatus;
import dev.costgraph.budget.Period;
import dev.costgraph.budget.Unit;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;

/** What a report says of the budgets below its own. */
final class BudgetTables {

  static final int ROWS_MAX = 50;
  private static final String WHOLE = "that whole period, with all that is known of it now.";
  private static final List<String> HEADERS =
      List.of("Budget", "Period", "Spent", "Limit", "Used", "Over", "Unit", "State");

  private BudgetTables() {}

  /**
   * @param statuses of the budgets right below, at the last moment of the report
   */
  static Table children(List<BudgetStatus> statuses) {
    return table(
        "Budgets below",
        "Each in its own period at the end of the report, or now: " + WHOLE,
        statuses.stream()
            .sorted(
                Comparator.comparing(BudgetTables::used)
                    .reversed()
                    .thenComparing(status -> status.budget().name()))
            .toList(),
        "No budgets are below it.");
  }

  /**
   * @param statuses of periods over their limit, those of the largest share first
   */
  static Table overruns(List<BudgetStatus> statuses) {
    return table(
        "Over their limit",
        "Of this budget and all below it, by the limit of now, each period that the report touches:"
            + " "
            + WHOLE,
        statuses,
        "None is over its limit.");
  }

  private static Table table(String title, String note, List<BudgetStatus> statuses, String empty) {
    String more =
        statuses.size() > ROWS_MAX ? " The first %d; there are more.".formatted(ROWS_MAX) : "";
    return new Table(
        title,
        note + more,
        HEADERS,
        statuses.stream().limit(ROWS_MAX).map(BudgetTables::row).toList(),
        empty);
  }

  /** {@return the share of the limit; of a limit of zero what was spent is without end} */
  private static BigDecimal used(BudgetStatus status) {
    return status.utilization() == null
        ? status.overrun().toBigDecimal().multiply(BigDecimal.valueOf(Long.MAX_VALUE))
        : status.utilization().toBigDecimal();
  }

  private static List<Cell> row(BudgetStatus status) {
    Budget budget = status.budget();
    Amounts amounts =
        new Amounts(budget.unit(), budget.currency() == null ? "" : budget.currency());
    return List.of(
        Cell.text(budget.name()),
        Cell.text(period(status)),
        amounts.cell(status.spent()),
        budget.limit() == null ? Cell.number("") : amounts.cell(budget.limit()),
        status.utilization() == null
            ? Cell.number("")
            : Cell.number(Amounts.percent(status.utilization()))
                .bar(SpendingTables.wholePercent(status.utilization())),
        status.overrun().toBigDecimal().signum() > 0
            ? amounts.cell(status.overrun())
            : Cell.number(""),
        Cell.text(budget.unit() == Unit.MONEY ? amounts.currency() : "tokens"),
        Cell.text(status.state().name()));
  }

  /** {@return which period of the budget it is, in the budget's zone} */
  static String period(BudgetStatus status) {
    Budget budget = status.budget();
    ZoneId zone = ZoneId.of(budget.zone());
    String start = shown(status.periodStart(), zone);
    return budget.period() == Period.FIXED
        ? "%s to %s".formatted(start, shown(status.periodEnd(), zone))
        : "%s from %s".formatted(budget.period(), start);
  }

  private static String shown(Instant at, ZoneId zone) {
    return Scope.local(at, zone).replace(" 00:00", "");
  }
}
