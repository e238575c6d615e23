package dev.costgraph.export;

import static dev.costgraph.export.Table.column;

import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetGraph;
import dev.costgraph.budget.BudgetStatus;
import dev.costgraph.export.Table.Column;
import dev.costgraph.usage.UsageGraph;
import dev.costgraph.usage.UsageScope;
import dev.costgraph.usage.UsageScope.Place;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Budgets and how they stand, by id and period. Counters move on: each row is true for one moment,
 * and two rows are not of the same one.
 */
@Singleton
class BudgetExport {

  static final Table<Row> TABLE = new Table<>("budgets", columns());

  static final String CURRENT = "current";
  static final String ALL = "all";

  private final ExportGraph graph;
  private final BudgetGraph budgets;
  private final Clock clock;

  BudgetExport(ExportGraph graph, BudgetGraph budgets, Clock clock) {
    this.graph = graph;
    this.budgets = budgets;
    this.clock = clock;
  }

  record Row(BudgetStatus status, ExportCursor cursor) {}

  /**
   * Checks which periods it is about.
   *
   * @throws dev.costgraph.BadRequest INVALID_VALUE for at with all periods, from or to without
   */
  static void check(ExportRequest request) {
    boolean all = request.option("periods", CURRENT, ALL).equals(ALL);
    if (all && request.time("at") != null) {
      throw ExportRequest.bad("at", "at picks one period: leave it out or periods=all");
    }
    if (!all && (request.filter().from() != null || request.filter().to() != null)) {
      throw ExportRequest.bad(
          request.filter().from() == null ? "to" : "from",
          "from and to pick among periods=all; for one period give at");
    }
  }

  void write(ExportRequest request, UsageScope scope, Rows<Row> rows) throws IOException {
    List<String> platformIds = scope.platforms().stream().map(Place::platformId).toList();
    if (request.option("periods", CURRENT, ALL).equals(ALL)) {
      writePeriods(request, platformIds, rows);
    } else {
      writeCurrent(request, platformIds, rows);
    }
  }

  /** Its cursors carry the moment, so that a later part shows the same periods. */
  private void writeCurrent(ExportRequest request, List<String> platformIds, Rows<Row> rows)
      throws IOException {
    ExportCursor after = request.after();
    Instant at =
        after != null
            ? after.at()
            : Objects.requireNonNullElseGet(request.time("at"), clock::instant);
    String last = after == null ? "" : after.key();
    List<Budget> page;
    do {
      page = graph.budgets(platformIds, last);
      for (BudgetStatus status : budgets.statuses(page, at)) {
        rows.write(new Row(status, request.cursor("", 0, at, status.budget().budgetId())));
      }
      last = page.isEmpty() ? last : page.getLast().budgetId();
    } while (page.size() == ExportGraph.PAGE);
  }

  private void writePeriods(ExportRequest request, List<String> platformIds, Rows<Row> rows)
      throws IOException {
    Instant from = Objects.requireNonNullElse(request.filter().from(), UsageGraph.OPEN_START);
    Instant to = Objects.requireNonNullElse(request.filter().to(), UsageGraph.OPEN_END);
    ExportCursor after = request.after();
    String last = after == null ? "" : after.key();
    Instant lastStart = after == null ? UsageGraph.OPEN_START : after.at();
    List<BudgetStatus> page;
    do {
      page = graph.periods(platformIds, last, lastStart, from, to);
      for (BudgetStatus status : page) {
        last = status.budget().budgetId();
        lastStart = status.periodStart();
        rows.write(new Row(status, request.cursor("", 0, lastStart, last)));
      }
    } while (page.size() == ExportGraph.PAGE);
  }

  private static List<Column<Row>> columns() {
    return List.of(
        budget("budgetId", Budget::budgetId),
        budget("name", Budget::name),
        budget("type", Budget::type),
        budget("resourceId", Budget::resourceId),
        budget("platformId", Budget::platformId),
        budget("parentBudgetIds", Budget::parentBudgetIds),
        budget("unit", Budget::unit),
        budget("currency", Budget::currency),
        budget("period", Budget::period),
        budget("zone", Budget::zone),
        budget("enforcement", Budget::enforcement),
        budget("frozen", Budget::frozen),
        budget("createdAt", Budget::createdAt),
        budget("closedAt", Budget::closedAt),
        status("state", BudgetStatus::state),
        status("periodStart", BudgetStatus::periodStart),
        status("periodEnd", BudgetStatus::periodEnd),
        budget("limit", Budget::limit),
        status("spent", BudgetStatus::spent),
        status("held", BudgetStatus::held),
        status("remaining", BudgetStatus::remaining),
        status("overrun", BudgetStatus::overrun),
        status("utilization", BudgetStatus::utilization),
        status("tokens", BudgetStatus::tokens),
        status("entries", BudgetStatus::entries),
        status("sequence", BudgetStatus::sequence),
        column("cursor", row -> row.cursor().text()));
  }

  private static Column<Row> budget(String name, Function<Budget, @Nullable Object> value) {
    return column(name, row -> value.apply(row.status().budget()));
  }

  private static Column<Row> status(String name, Function<BudgetStatus, @Nullable Object> value) {
    return column(name, row -> value.apply(row.status()));
  }
}
