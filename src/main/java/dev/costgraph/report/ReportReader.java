package dev.costgraph.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.costgraph.BadRequest;
import dev.costgraph.BadRequest.Code;
import dev.costgraph.Limits;
import dev.costgraph.attribution.BudgetExplanation;
import dev.costgraph.attribution.CostApi;
import dev.costgraph.attribution.CostRow;
import dev.costgraph.attribution.CostSeries.CostPoint;
import dev.costgraph.attribution.CostTotals;
import dev.costgraph.attribution.CostTree;
import dev.costgraph.attribution.Dimension;
import dev.costgraph.attribution.ExplanationApi;
import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetApi;
import dev.costgraph.budget.BudgetGraph;
import dev.costgraph.budget.BudgetStatus;
import dev.costgraph.budget.Period;
import dev.costgraph.budget.Period.Bounds;
import dev.costgraph.report.Report.Figure;
import dev.costgraph.report.Trend.Point;
import dev.costgraph.usage.CostFilter;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Puts together what a report says. Each of its parts is an answer of the API. */
@Singleton
class ReportReader {

  private final ExplanationApi explanations;
  private final CostApi costs;
  private final BudgetApi budgetApi;
  private final BudgetGraph budgets;
  private final Clock clock;

  ReportReader(
      ExplanationApi explanations,
      CostApi costs,
      BudgetApi budgetApi,
      BudgetGraph budgets,
      Clock clock) {
    this.explanations = explanations;
    this.costs = costs;
    this.budgetApi = budgetApi;
    this.budgets = budgets;
    this.clock = clock;
  }

  /**
   * A budget in one period and in the one before.
   *
   * @param before null for a FIXED budget, which has none
   */
  private record Scope(
      Budget budget, ReportPeriod period, ZoneId zone, Bounds bounds, @Nullable Bounds before) {

    CostFilter filter(Bounds of) {
      return CostFilter.ofBudget(budget.budgetId(), of.start(), of.end());
    }

    LocalDate firstDay() {
      return bounds.start().atZone(zone).toLocalDate();
    }
  }

  /**
   * @throws BadRequest NOT_FOUND for an unknown budget, INVALID_VALUE for a period that a FIXED one
   *     is not in, and what the API answers where it would read too much
   */
  Report read(ReportRequest request) {
    Scope scope = scope(request);
    Budget budget = scope.budget();
    Bounds bounds = scope.bounds();
    CostTotals totals = totals(scope, bounds);
    Amounts amounts = new Amounts(budget.unit(), currency(scope));
    List<BudgetStatus> statuses =
        budgets.statuses(
            budgetApi.subtree(budget.budgetId()).stream().filter(Budget::isOpen).toList(),
            bounds.end().minusNanos(1));
    List<Table> tables = new ArrayList<>();
    tables.add(BudgetTables.children(budget, statuses));
    tables.add(BudgetTables.overruns(statuses));
    SpendingTables spending = new SpendingTables(amounts, scope.zone());
    tables.add(spending.rows("Agents", "Agent", rows(scope, Dimension.AGENT)));
    tables.add(spending.rows("Models", "Model", rows(scope, Dimension.MODEL)));
    tables.add(spending.rows("Tasks", "Task", rows(scope, Dimension.TASK)));
    tables.addAll(spending.singly(explained(scope)));
    tables.add(SpendingTables.unpriced(rows(scope, Dimension.MODEL)));
    String title =
        "%s report of %s, %s"
            .formatted(
                scope.period().adjective(),
                budget.name(),
                DateTimeFormatter.ofPattern(scope.period().titlePattern(), Locale.ENGLISH)
                    .format(scope.firstDay()));
    return new Report(
        title,
        "%s to %s (%s), made at %s"
            .formatted(
                bounds.start(),
                bounds.end(),
                scope.zone().getId(),
                clock.instant().truncatedTo(ChronoUnit.SECONDS)),
        figures(
            totals,
            scope.before() == null ? null : amounts.of(totals(scope, scope.before())),
            budgets.statuses(List.of(budget), bounds.end().minusNanos(1)).getFirst(),
            amounts),
        trend(title, scope, amounts),
        "/report/trend.svg?budgetId=%s&period=%s&at=%s"
            .formatted(
                URLEncoder.encode(budget.budgetId(), UTF_8),
                scope.period().name().toLowerCase(Locale.ROOT),
                scope.firstDay()),
        tables);
  }

  private Scope scope(ReportRequest request) {
    Budget budget = budgetApi.budget(request.budgetId());
    if (budget == null) {
      throw BudgetApi.notFound(request.budgetId());
    }
    ZoneId zone = ZoneId.of(budget.zone());
    Period calendar = request.period().period();
    Instant at =
        request.at() == null ? clock.instant() : request.at().atStartOfDay(zone).toInstant();
    Bounds bounds = calendar.containing(at, zone);
    if (budget.period() != Period.FIXED) {
      Bounds before = calendar.containing(bounds.start().minusNanos(1), zone);
      return new Scope(budget, request.period(), zone, bounds, before);
    }
    Bounds fixed = budget.fixedBounds();
    Bounds part = within(fixed, bounds);
    if (part == null) {
      throw new BadRequest(
          Code.INVALID_VALUE,
          "at",
          "budget '%s' is of %s to %s only"
              .formatted(budget.budgetId(), fixed.start(), fixed.end()));
    }
    return new Scope(budget, request.period(), zone, part, null);
  }

  /** {@return what two stretches have in common; null for nothing} */
  private static @Nullable Bounds within(Bounds fixed, Bounds asked) {
    Instant start = asked.start().isBefore(fixed.start()) ? fixed.start() : asked.start();
    Instant end = asked.end().isAfter(fixed.end()) ? fixed.end() : asked.end();
    return start.isBefore(end) ? new Bounds(start, end) : null;
  }

  private CostTotals totals(Scope scope, Bounds of) {
    return costs
        .costs(List.of(), scope.filter(of), null, 1, false, null, CostTree.AS_CHARGED)
        .total();
  }

  private String currency(Scope scope) {
    return costs
        .costs(List.of(), scope.filter(scope.bounds()), null, 1, false, null, CostTree.AS_CHARGED)
        .currency();
  }

  private List<CostRow> rows(Scope scope, Dimension dimension) {
    boolean previous = scope.before() != null;
    return costs
        .costs(
            List.of(dimension),
            scope.filter(scope.bounds()),
            null,
            Limits.PAGE_MAX,
            previous,
            null,
            CostTree.AS_CHARGED)
        .rows();
  }

  /** {@return what single usages say; null where they are too many, or folded} */
  private @Nullable BudgetExplanation explained(Scope scope) {
    try {
      return explanations.explainBudget(
          scope.budget().budgetId(), scope.bounds().start(), scope.bounds().end());
    } catch (BadRequest e) {
      if (e.code() == Code.NARROW_THE_RANGE || e.code() == Code.FOLDED) {
        return null;
      }
      throw e;
    }
  }

  private static List<Figure> figures(
      CostTotals totals, @Nullable BigDecimal before, BudgetStatus status, Amounts amounts) {
    BigDecimal spent = amounts.of(totals);
    List<Figure> figures = new ArrayList<>();
    figures.add(
        new Figure(
            "Spent, %s".formatted(amounts.unitName()),
            amounts.cell(spent),
            before == null || before.signum() == 0
                ? ""
                : Amounts.change(spent, before) + " against the period before"));
    if (before != null) {
      figures.add(new Figure("The period before", amounts.cell(before), ""));
    }
    figures.add(
        new Figure(
            "Calls",
            Cell.number("%,d".formatted(totals.calls())),
            "%,d failed, %,d unpriced".formatted(totals.failedCalls(), totals.unpricedCalls())));
    figures.add(
        new Figure("Cost of failures", amounts.money(totals.getFailedCost().toBigDecimal()), ""));
    if (status.budget().limit() != null) {
      figures.add(
          new Figure(
              "Of the limit",
              Cell.number(Amounts.percent(status.utilization())),
              "%s of %s, %s"
                  .formatted(
                      amounts.shown(status.spent().toBigDecimal()),
                      amounts.shown(status.budget().limit().toBigDecimal()),
                      status.state())));
    }
    return figures;
  }

  /** The bars of both periods one by one from their start; months are of 28 to 31. */
  private Trend trend(String title, Scope scope, Amounts amounts) {
    List<CostPoint> now = points(scope, scope.bounds());
    List<CostPoint> before = scope.before() == null ? List.of() : points(scope, scope.before());
    DateTimeFormatter label =
        DateTimeFormatter.ofPattern(scope.period().barPattern(), Locale.ENGLISH);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < now.size(); i++) {
      CostPoint point = now.get(i);
      points.add(
          new Point(
              label.format(point.start().atZone(scope.zone())),
              amounts.of(point.totals()),
              i < before.size() ? amounts.of(before.get(i).totals()) : BigDecimal.ZERO));
    }
    return Trend.of(title + ", with the period before", points, amounts);
  }

  private List<CostPoint> points(Scope scope, Bounds of) {
    return costs
        .costSeries(
            scope.period().interval(),
            scope.zone().getId(),
            List.of(),
            scope.filter(of),
            null,
            null,
            CostTree.AS_CHARGED)
        .points();
  }
}
