package dev.costgraph.report;

import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetStatus;
import dev.costgraph.budget.Unit;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What a report says of the budgets below its own. */
final class BudgetTables {

  private static final int ROWS_MAX = 50;
  private static final List<String> HEADERS =
      List.of("Budget", "Spent", "Limit", "Used", "Over", "Unit", "State");

  private BudgetTables() {}

  /**
   * @param statuses of the budget and all below it, at the end of the report's period
   */
  static Table children(Budget budget, List<BudgetStatus> statuses) {
    List<BudgetStatus> children =
        statuses.stream()
            .filter(status -> status.budget().parentBudgetIds().contains(budget.budgetId()))
            .toList();
    return table(
        "Budgets below",
        "Each in its own period at the end of this one.",
        children,
        "No budgets are below it.");
  }

  static Table overruns(List<BudgetStatus> statuses) {
    return table(
        "Over their limit",
        "Of this budget and all below it, each in its own period at the end of this one.",
        statuses.stream().filter(status -> over(status) > 0).toList(),
        "None is over its limit.");
  }

  private static Table table(String title, String note, List<BudgetStatus> statuses, String empty) {
    Stream<BudgetStatus> sorted =
        statuses.stream()
            .sorted(
                Comparator.comparing((BudgetStatus status) -> status.spent().toBigDecimal())
                    .reversed());
    String all =
        statuses.size() > ROWS_MAX
            ? " The first %d of %d.".formatted(ROWS_MAX, statuses.size())
            : "";
    return new Table(
        title, note + all, HEADERS, sorted.limit(ROWS_MAX).map(BudgetTables::row).toList(), empty);
  }

  private static int over(BudgetStatus status) {
    return status.overrun().toBigDecimal().signum();
  }

  private static List<Cell> row(BudgetStatus status) {
    Budget budget = status.budget();
    Amounts amounts =
        new Amounts(budget.unit(), budget.currency() == null ? "" : budget.currency());
    return List.of(
        Cell.text(budget.name()),
        amounts.cell(status.spent()),
        budget.limit() == null ? Cell.number("") : amounts.cell(budget.limit()),
        status.utilization() == null
            ? Cell.number("")
            : Cell.number(Amounts.percent(status.utilization()))
                .bar(SpendingTables.wholePercent(status.utilization())),
        over(status) > 0 ? amounts.cell(status.overrun()) : Cell.number(""),
        Cell.text(budget.unit() == Unit.MONEY ? amounts.currency() : "tokens"),
        Cell.text(status.state().name()));
  }
}
