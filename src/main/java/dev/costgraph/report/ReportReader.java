package dev.costgraph.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.costgraph.BadRequest;
import dev.costgraph.BadRequest.Code;
import dev.costgraph.attribution.BudgetExplanation.AdjustmentReason;
import dev.costgraph.attribution.CostGraph;
import dev.costgraph.attribution.CostGraph.Part;
import dev.costgraph.attribution.CostGroup;
import dev.costgraph.attribution.CostRow;
import dev.costgraph.attribution.CostTotals;
import dev.costgraph.attribution.Dimension;
import dev.costgraph.attribution.ExplanationGraph;
import dev.costgraph.attribution.Grouping;
import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetApi;
import dev.costgraph.budget.BudgetGraph;
import dev.costgraph.budget.BudgetStatus;
import dev.costgraph.budget.Period.Bounds;
import dev.costgraph.budget.Unit;
import dev.costgraph.ledger.Ledger;
import dev.costgraph.report.Report.Figure;
import dev.costgraph.report.Trend.Point;
import dev.costgraph.usage.CostFilter;
import dev.costgraph.usage.Usage;
import dev.costgraph.usage.UsageGraph;
import dev.costgraph.usage.UsageScope;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.time.Clock;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what a report says and puts it together. */
@Singleton
class ReportReader {

  private static final int ROWS_MAX = 100;
  private static final Grouping TOTAL = new Grouping(List.of(), null);

  private final CostGraph costs;
  private final ExplanationGraph explanations;
  private final UsageGraph usages;
  private final BudgetApi budgetApi;
  private final BudgetGraph budgets;
  private final Ledger ledger;
  private final Clock clock;

  ReportReader(
      CostGraph costs,
      ExplanationGraph explanations,
      UsageGraph usages,
      BudgetApi budgetApi,
      BudgetGraph budgets,
      Ledger ledger,
      Clock clock) {
    this.costs = costs;
    this.explanations = explanations;
    this.usages = usages;
    this.budgetApi = budgetApi;
    this.budgets = budgets;
    this.ledger = ledger;
    this.clock = clock;
  }

  /**
   * What the time of a report came to by one dimension.
   *
   * @param rows the largest first
   * @param before of the time that it is compared with; zero for none
   */
  private record Spent(List<CostRow> rows, CostTotals totals, CostTotals before) {}

  /**
   * @throws BadRequest NOT_FOUND for an unknown budget, INVALID_VALUE for a period that a FIXED one
   *     is not in; OUT_OF_RANGE, NARROW_THE_RANGE, QUERY_TIMEOUT, FOLDED where it would read too
   *     much; UNAVAILABLE, UNKNOWN
   */
  Report read(ReportRequest request) {
    Scope scope = scope(request);
    return narrowed(scope, () -> report(scope));
  }

  /** {@return the trend of such a report; errors likewise} */
  Trend trend(ReportRequest request) {
    Scope scope = scope(request);
    return narrowed(
        scope,
        () -> {
          UsageScope which = usages.scope(filter(scope));
          return trend(scope, which, amounts(scope, which));
        });
  }

  private Scope scope(ReportRequest request) {
    Budget budget = budgetApi.budget(request.budgetId());
    if (budget == null) {
      throw BudgetApi.notFound(request.budgetId());
    }
    return Scope.of(budget, request.period(), request.at(), clock.instant());
  }

  /** Says in words of reports what to do where the API would ask for another range or filter. */
  private static <T> T narrowed(Scope scope, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (BadRequest e) {
      String cause = String.valueOf(e.getMessage()).replaceAll(": .*", "");
      if (e.code() == Code.FOLDED) {
        throw new BadRequest(e.code(), "at", cause + ": name a later day");
      }
      if (e.code() != Code.NARROW_THE_RANGE && e.code() != Code.QUERY_TIMEOUT) {
        throw e;
      }
      String wayOut =
          switch (scope.period()) {
            case MONTH -> "ask for a week or a day";
            case WEEK -> "ask for a day";
            case DAY -> "no report is shorter: ask costs for some hours";
          };
      throw new BadRequest(e.code(), "period", cause + ": " + wayOut);
    }
  }

  private static CostFilter filter(Scope scope) {
    Bounds bounds = scope.bounds();
    return CostFilter.ofBudget(scope.budget().budgetId(), bounds.start(), bounds.end());
  }

  private static Amounts amounts(Scope scope, UsageScope which) {
    return new Amounts(scope.budget().unit(), which.platforms().getFirst().currency());
  }

  private Report report(Scope scope) {
    Budget budget = scope.budget();
    // all up to it is visible to every read that comes later
    long sequence =
        ledger.readUnderLock(budget.platformId(), (locked, reader) -> locked.sequence());
    UsageScope which = usages.scope(filter(scope));
    Amounts amounts = amounts(scope, which);
    Spent byModel = spent(scope, which, amounts, Dimension.MODEL);
    SpendingTables spending = new SpendingTables(amounts, scope.zone(), scope.comparison());
    List<Table> tables = new ArrayList<>(budgetTables(scope));
    tables.add(
        spending.rows("Agents", "Agent", spent(scope, which, amounts, Dimension.AGENT).rows()));
    tables.add(spending.rows("Models", "Model", byModel.rows()));
    tables.add(spending.rows("Tasks", "Task", spent(scope, which, amounts, Dimension.TASK).rows()));
    tables.addAll(singly(scope, which, spending));
    tables.add(unpriced(scope, amounts, byModel.rows()));
    return new Report(
        scope.title(),
        subtitle(scope, sequence),
        figures(scope, byModel, amounts),
        trend(scope, which, amounts),
        "/report/trend.svg?budgetId=%s&period=%s&at=%s"
            .formatted(
                URLEncoder.encode(budget.budgetId(), UTF_8),
                scope.period().name().toLowerCase(Locale.ROOT),
                scope.firstDay()),
        tables);
  }

  private static String subtitle(Scope scope, long sequence) {
    return ("%s to %s (%s), made at %s with all that the ledger knew at fact %d; what was booked"
            + " while it was made may be in some parts and not in others")
        .formatted(
            scope.bounds().start(),
            scope.bounds().end(),
            scope.zone().getId(),
            scope.now().truncatedTo(ChronoUnit.SECONDS),
            sequence);
  }

  private List<Table> budgetTables(Scope scope) {
    String budgetId = scope.budget().budgetId();
    List<Budget> subtree =
        budgetApi.subtree(budgetId).stream()
            .filter(budget -> budget.counts(scope.bounds()))
            .filter(budget -> isOpenWithin(budget, scope.bounds()))
            .toList();
    List<Budget> children =
        subtree.stream().filter(budget -> budget.parentBudgetIds().contains(budgetId)).toList();
    return List.of(
        BudgetTables.children(budgets.statuses(children, scope.last())),
        BudgetTables.overruns(
            budgets.overruns(subtree, scope.bounds(), BudgetTables.ROWS_MAX + 1)));
  }

  private static boolean isOpenWithin(Budget budget, Bounds bounds) {
    return budget.closedAt() == null || budget.closedAt().isAfter(bounds.start());
  }

  private Spent spent(Scope scope, UsageScope which, Amounts amounts, Dimension dimension) {
    List<Bounds> points =
        Stream.of(scope.bounds(), scope.compared()).filter(Objects::nonNull).toList();
    return spent(which, points, amounts, dimension);
  }

  private Spent spent(UsageScope which, List<Bounds> points, Amounts amounts, Dimension dimension) {
    Grouping grouping = new Grouping(List.of(dimension), null);
    List<CostGroup> groups = costs.read(which, grouping, points, CostGraph.NOW);
    CostTotals totals = CostGroup.total(groups, 0);
    return new Spent(
        CostRow.of(CostGroup.fold(groups, grouping, Map.of()), totals, amounts::size),
        totals,
        CostGroup.total(groups, 1));
  }

  /** {@return what single usages say; where they are too many or folded, the tables say so} */
  private List<Table> singly(Scope scope, UsageScope which, SpendingTables spending) {
    Budget budget = scope.budget();
    Part part = Part.of(which, scope.bounds());
    List<Usage> largest = new ArrayList<>();
    List<AdjustmentReason> reasons = new ArrayList<>();
    boolean few =
        isReadable(
            () -> {
              boolean byTokens = budget.unit() == Unit.TOKENS;
              costs.requireReadable(part);
              largest.addAll(explanations.largest(part, byTokens, SpendingTables.ROWS_MAX));
              reasons.addAll(explanations.adjustments(part, ROWS_MAX));
            });
    return List.of(
        spending.largest(few ? largest : null),
        spending.adjustments(few ? reasons : null),
        spending.edits(explanations.edits(budget.budgetId(), scope.bounds(), ROWS_MAX)));
  }

  private static boolean isReadable(Runnable reading) {
    try {
      reading.run();
      return true;
    } catch (BadRequest e) {
      if (e.code() == Code.NARROW_THE_RANGE || e.code() == Code.FOLDED) {
        return false;
      }
      throw e;
    }
  }

  /** Cells do not count the further parts of a call that is shared: only usages tell of them. */
  private Table unpriced(Scope scope, Amounts amounts, List<CostRow> byModel) {
    List<Bounds> during = List.of(scope.bounds());
    CostFilter platform = CostFilter.ofPlatform(scope.budget().platformId());
    CostTotals all =
        CostGroup.total(costs.read(usages.scope(platform), TOTAL, during, CostGraph.NOW), 0);
    if (all.unpricedCalls() == 0) {
      return SpendingTables.unpriced(List.of());
    }
    List<CostRow> rows = new ArrayList<>();
    UsageScope which = usages.scope(filter(scope).onlyUnpriced());
    boolean few =
        isReadable(() -> rows.addAll(spent(which, during, amounts, Dimension.MODEL).rows()));
    return few ? SpendingTables.unpriced(rows) : SpendingTables.unpricedCalls(byModel);
  }

  private List<Figure> figures(Scope scope, Spent byModel, Amounts amounts) {
    CostTotals totals = byModel.totals();
    BigDecimal spent = amounts.of(totals);
    List<Figure> figures = new ArrayList<>();
    Bounds compared = scope.compared();
    if (compared == null) {
      figures.add(figure("Spent, " + amounts.unitName(), amounts.cell(spent), ""));
    } else {
      BigDecimal before = amounts.of(byModel.before());
      boolean whole = compared.equals(scope.calendarBefore());
      String against =
          whole ? " against the period before" : " against a part of the period before";
      String change = before.signum() == 0 ? "" : Amounts.change(spent, before) + against;
      figures.add(figure("Spent, " + amounts.unitName(), amounts.cell(spent), change));
      figures.add(
          figure("The period before", amounts.cell(before), whole ? "" : scope.comparison()));
    }
    figures.add(
        figure(
            "Calls",
            Cell.count(totals.calls()),
            "%s failed, %s unpriced"
                .formatted(Cell.shown(totals.failedCalls()), Cell.shown(totals.unpricedCalls()))));
    figures.add(
        figure(
            "Cost of failures, " + amounts.currency(),
            amounts.money(totals.getFailedCost().toBigDecimal()),
            ""));
    BudgetStatus status = budgets.statuses(List.of(scope.budget()), scope.last()).getFirst();
    if (status.budget().limit() != null) {
      figures.add(ofLimit(status, amounts));
    }
    return figures;
  }

  private static Figure figure(String name, Cell value, String note) {
    return new Figure(name, value, Cell.text(note));
  }

  private static Figure ofLimit(BudgetStatus status, Amounts amounts) {
    Cell spent = amounts.cell(status.spent());
    Cell limit = amounts.cell(Objects.requireNonNull(status.budget().limit()));
    String words = "%s of %s in %s, as known now: %s";
    String period = BudgetTables.period(status);
    return new Figure(
        "Of the limit",
        Cell.number(Amounts.percent(status.utilization())),
        Cell.text(
            words.formatted(spent.text(), limit.text(), period, status.state()),
            words.formatted(spent.exact(), limit.exact(), period, status.state())));
  }

  /** The bars of both calendar periods one by one from their start; months are of 28 to 31. */
  private Trend trend(Scope scope, UsageScope which, Amounts amounts) {
    List<@Nullable Bounds> now = scope.bars(scope.calendar());
    List<@Nullable Bounds> before = scope.bars(scope.calendarBefore());
    List<Bounds> bars =
        Stream.concat(now.stream(), before.stream()).filter(Objects::nonNull).toList();
    List<CostGroup> groups = costs.read(which, TOTAL, bars, CostGraph.NOW);
    Map<Bounds, BigDecimal> spent = new HashMap<>();
    for (int i = 0; i < bars.size(); i++) {
      spent.put(bars.get(i), amounts.of(CostGroup.total(groups, i)));
    }
    DateTimeFormatter label =
        DateTimeFormatter.ofPattern(scope.period().barPattern(), Locale.ENGLISH);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < Math.max(now.size(), before.size()); i++) {
      Bounds bar = i < now.size() ? now.get(i) : null;
      Bounds barBefore = i < before.size() ? before.get(i) : null;
      Bounds either = bar == null ? barBefore : bar;
      if (either != null) {
        points.add(
            new Point(
                label.format(either.start().atZone(scope.zone())),
                bar == null ? null : spent.get(bar),
                barBefore == null ? null : spent.get(barBefore)));
      }
    }
    String title = scope.title() + (scope.before() == null ? "" : ", with the period before");
    return Trend.of(title, points, amounts);
  }
}
