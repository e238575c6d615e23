package dev.costgraph.report;

import dev.costgraph.attribution.BudgetExplanation;
import dev.costgraph.attribution.CostRow;
import dev.costgraph.money.Decimal;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a report says of who spent, on what and why.
 *
 * @param amounts of its budget
 * @param zone of its times
 */
record SpendingTables(Amounts amounts, ZoneId zone) {

  private static final int ROWS_MAX = 10;
  private static final String NONE = "none";

  /**
   * @param rows by cost descending
   */
  Table rows(String title, String header, List<CostRow> rows) {
    return new Table(
        title,
        "The first %d of %d. The change is against as long a time before."
            .formatted(Math.min(ROWS_MAX, rows.size()), rows.size()),
        List.of(header, "Spent", "Share", "Change", "Calls", "Cost per call"),
        rows.stream().limit(ROWS_MAX).map(this::row).toList(),
        "Nothing was spent.");
  }

  private List<Cell> row(CostRow row) {
    BigDecimal spent = amounts.of(row.totals());
    BigDecimal before = row.previous() == null ? BigDecimal.ZERO : amounts.of(row.previous());
    Decimal perCall = row.totals().getCostPerCall();
    return List.of(
        Cell.text(or(row.keys().getFirst())),
        amounts.cell(spent),
        Cell.number(Amounts.percent(row.share())).bar(wholePercent(row.share())),
        Cell.number(Amounts.change(spent, before)),
        Cell.number("%,d".formatted(row.totals().calls())),
        perCall == null ? Cell.number("") : amounts.money(perCall.toBigDecimal()));
  }

  static int wholePercent(@Nullable Decimal fraction) {
    return fraction == null ? 0 : fraction.toBigDecimal().movePointRight(2).intValue();
  }

  /**
   * @param explained null where there were too many usages to read them one by one, or some are
   *     folded
   */
  List<Table> singly(@Nullable BudgetExplanation explained) {
    if (explained == null) {
      String empty =
          "There are too many usages to read them one by one, or some are folded into sums: ask for"
              + " a shorter or a later time.";
      return List.of(new Table("Largest calls and adjustments", "", List.of(), List.of(), empty));
    }
    return List.of(largest(explained), adjustments(explained), edits(explained));
  }

  private Table largest(BudgetExplanation explained) {
    return new Table(
        "Largest calls",
        "",
        List.of("Operation", "Agent", "Model", "Task", "When", "Cost"),
        explained.largest().stream()
            .map(
                usage ->
                    List.of(
                        Cell.text(usage.operationId()),
                        Cell.text(usage.agentId()),
                        Cell.text(or(usage.model())),
                        Cell.text(or(usage.taskId())),
                        Cell.text(when(usage.timestamp())),
                        usage.cost() == null
                            ? Cell.number("")
                            : amounts.money(usage.cost().toBigDecimal())))
            .toList(),
        "Nothing was spent.");
  }

  private String when(Instant at) {
    return DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).format(at.atZone(zone));
  }

  private Table adjustments(BudgetExplanation explained) {
    return new Table(
        "Adjustments",
        "What usages of this time cost more or less than was booked first.",
        List.of("Reason", "Usages", "Amount"),
        explained.adjustmentReasons().stream()
            .map(
                reason ->
                    List.of(
                        Cell.text(or(reason.reason())),
                        Cell.number("%,d".formatted(reason.usages())),
                        amounts.money(reason.amount().toBigDecimal())))
            .toList(),
        "Nothing was adjusted.");
  }

  private Table edits(BudgetExplanation explained) {
    return new Table(
        "Edits of the budget",
        "",
        List.of("When", "What", "Limit", "Enforcement"),
        explained.edits().stream()
            .map(
                edit ->
                    List.of(
                        Cell.text(when(edit.at())),
                        Cell.text(edit.what()),
                        edit.limit() == null ? Cell.number(NONE) : amounts.cell(edit.limit()),
                        Cell.text(edit.enforcement() + (edit.frozen() ? ", frozen" : ""))))
            .toList(),
        "It was not edited.");
  }

  /**
   * @param byModel what each model came to
   */
  static Table unpriced(List<CostRow> byModel) {
    return new Table(
        "Unpriced usage",
        "What these calls cost is not known and in no sum: add a price and reprice.",
        List.of("Model", "Calls without a price", "Calls"),
        byModel.stream()
            .filter(row -> row.totals().unpricedCalls() > 0)
            .map(
                row ->
                    List.of(
                        Cell.text(or(row.keys().getFirst())),
                        Cell.number("%,d".formatted(row.totals().unpricedCalls())),
                        Cell.number("%,d".formatted(row.totals().calls()))))
            .toList(),
        "All usage has a price.");
  }

  private static String or(@Nullable String text) {
    return text == null ? NONE : text;
  }
}
