package dev.costgraph.report;

import dev.costgraph.attribution.BudgetExplanation.AdjustmentReason;
import dev.costgraph.attribution.BudgetExplanation.BudgetEdit;
import dev.costgraph.attribution.CostRow;
import dev.costgraph.attribution.CostTotals;
import dev.costgraph.money.Decimal;
import dev.costgraph.usage.Usage;
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
 * @param comparison what changes are against; empty for nothing
 */
record SpendingTables(Amounts amounts, ZoneId zone, String comparison) {

  static final int ROWS_MAX = 10;
  private static final String NONE = "none";
  private static final String TOO_MANY =
      "There are too many usages to read them one by one, or some are folded into sums: ask for a"
          + " shorter or a later time.";

  /**
   * @param rows the largest first; those of the time before alone too
   */
  Table rows(String title, String header, List<CostRow> rows) {
    List<CostRow> used =
        rows.stream().filter(row -> !row.totals().equals(CostTotals.ZERO)).toList();
    return new Table(
        title,
        "The first %s of %s.%s"
            .formatted(
                Cell.shown(Math.min(ROWS_MAX, used.size())),
                Cell.shown(used.size()),
                comparison.isEmpty() ? "" : " The change is against " + comparison + "."),
        List.of(header, "Spent", "Share", "Change", "Calls", "Cost per call"),
        used.stream().limit(ROWS_MAX).map(this::row).toList(),
        "Nothing was spent.");
  }

  private List<Cell> row(CostRow row) {
    BigDecimal spent = amounts.of(row.totals());
    Decimal perCall = row.totals().getCostPerCall();
    return List.of(
        Cell.text(or(row.keys().getFirst())),
        amounts.cell(spent),
        Cell.number(Amounts.percent(row.share())).bar(wholePercent(row.share())),
        Cell.number(Amounts.change(spent, before(row))),
        Cell.count(row.totals().calls()),
        perCall == null ? Cell.number("") : amounts.money(perCall.toBigDecimal()));
  }

  private @Nullable BigDecimal before(CostRow row) {
    if (comparison.isEmpty()) {
      return null;
    }
    return row.previous() == null ? BigDecimal.ZERO : amounts.of(row.previous());
  }

  static int wholePercent(@Nullable Decimal fraction) {
    return fraction == null ? 0 : fraction.toBigDecimal().movePointRight(2).intValue();
  }

  /**
   * @param usages the largest first; null where there are too many to read them one by one
   */
  Table largest(@Nullable List<Usage> usages) {
    return new Table(
        "Largest calls",
        "",
        List.of("Operation", "Agent", "Model", "Task", "When", "Cost", "Tokens"),
        usages == null ? List.of() : usages.stream().map(this::row).toList(),
        usages == null ? TOO_MANY : "Nothing was spent.");
  }

  private List<Cell> row(Usage usage) {
    return List.of(
        Cell.text(usage.operationId()),
        Cell.text(usage.agentId()),
        Cell.text(or(usage.model())),
        Cell.text(or(usage.taskId())),
        Cell.text(when(usage.timestamp())),
        usage.cost() == null ? Cell.number("") : amounts.money(usage.cost().toBigDecimal()),
        usage.tokens() == null ? Cell.number("") : Cell.count(usage.totalTokens()));
  }

  private String when(Instant at) {
    return DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).format(at.atZone(zone));
  }

  /**
   * @param reasons the largest amount first; null likewise
   */
  Table adjustments(@Nullable List<AdjustmentReason> reasons) {
    return new Table(
        "Adjustments",
        "What usages of this time cost more or less than was booked first.",
        List.of("Reason", "Usages", "Amount"),
        reasons == null
            ? List.of()
            : reasons.stream()
                .map(
                    reason ->
                        List.of(
                            Cell.text(or(reason.reason())),
                            Cell.count(reason.usages()),
                            amounts.money(reason.amount().toBigDecimal())))
                .toList(),
        reasons == null ? TOO_MANY : "Nothing was adjusted.");
  }

  /**
   * @param edits of the budget itself made in that time, the last first
   */
  Table edits(List<BudgetEdit> edits) {
    return new Table(
        "Edits of the budget",
        "",
        List.of("When", "What", "Limit", "Enforcement"),
        edits.stream()
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
   * @param rows by model, of usages without a price alone
   */
  static Table unpriced(List<CostRow> rows) {
    return unpriced(
        rows,
        " A call that several tasks share counts at the first of them, its tokens at each.",
        "All usage has a price.");
  }

  /**
   * @param rows by model, of all usages, where there are too many to read them one by one
   */
  static Table unpricedCalls(List<CostRow> rows) {
    String shared = " Calls that several tasks share are told of at the first of them alone. ";
    return unpriced(
        rows.stream().filter(row -> row.totals().unpricedCalls() > 0).toList(),
        shared + TOO_MANY,
        "No call is without a price." + shared + TOO_MANY);
  }

  private static Table unpriced(List<CostRow> rows, String note, String empty) {
    return new Table(
        "Unpriced usage",
        "What these calls cost is not known and in no sum: add a price and reprice." + note,
        List.of("Model", "Calls without a price", "Tokens"),
        rows.stream().map(SpendingTables::unpricedRow).toList(),
        empty);
  }

  private static List<Cell> unpricedRow(CostRow row) {
    CostTotals totals = row.totals();
    boolean alone = totals.calls() == totals.unpricedCalls();
    return List.of(
        Cell.text(or(row.keys().getFirst())),
        Cell.count(totals.unpricedCalls()),
        alone ? Cell.count(totals.tokens().getTotal()) : Cell.number(""));
  }

  private static String or(@Nullable String text) {
    return text == null ? NONE : text;
  }
}
