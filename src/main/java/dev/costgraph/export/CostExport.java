package dev.costgraph.export;

import static dev.costgraph.export.Table.column;

import dev.costgraph.attribution.CostTotals;
import dev.costgraph.budget.Period;
import dev.costgraph.export.Table.Column;
import dev.costgraph.graph.Properties;
import dev.costgraph.ledger.Ledger;
import dev.costgraph.usage.UsageGraph;
import dev.costgraph.usage.UsageScope;
import dev.costgraph.usage.UsageScope.Place;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Cost cells of days or hours, one row each, by platform, slot and id. */
@Singleton
class CostExport {

  static final Table<Row> TABLE = new Table<>("costs", columns());

  static final String DAILY = "daily";
  static final String HOURLY = "hourly";

  private final ExportGraph graph;
  private final Platforms platforms;

  CostExport(ExportGraph graph, Ledger ledger) {
    this.graph = graph;
    this.platforms = new Platforms(ledger);
  }

  /**
   * A row.
   *
   * @param slot of the cell
   */
  record Row(ExportedCell cell, Place place, Period.Bounds slot, ExportCursor cursor) {}

  void write(ExportRequest request, UsageScope scope, Rows<Row> rows) throws IOException {
    Period grain = grain(request);
    platforms.forEach(
        scope,
        request.after(),
        (place, until, after) -> {
          Instant from = bound(scope.filter().from(), UsageGraph.OPEN_START);
          Instant to = bound(scope.filter().to(), UsageGraph.OPEN_END);
          Instant at = after == null ? from : after.atOrAfter(from);
          String last = after == null ? "" : after.key();
          List<ExportedCell> page;
          do {
            page = graph.cells(scope, place.platformId(), grain.name(), at, last, to);
            for (ExportedCell cell : asOf(page, place.platformId(), until)) {
              rows.write(row(request, place, grain, until, cell));
            }
            if (!page.isEmpty()) {
              at = page.getLast().slot();
              last = page.getLast().cellId();
            }
          } while (page.size() == ExportGraph.PAGE);
        });
  }

  private static Row row(
      ExportRequest request, Place place, Period grain, long until, ExportedCell cell) {
    return new Row(
        cell,
        place,
        grain.containing(cell.slot(), place.zone()),
        request.cursor(place.platformId(), until, cell.slot(), cell.cellId()));
  }

  /**
   * {@return cells as they were at a number: those that went on since are summed again} Reads take
   * no locks, so the page may show a cell with its number of before beside counts of after. Which
   * ones went on is read once more when the ledger's lock was had, for all that was being written
   * while the page was read is whole by then.
   */
  private List<ExportedCell> asOf(List<ExportedCell> page, String platformId, long until) {
    if (page.isEmpty() || platforms.position(platformId) == until) {
      return page;
    }
    Set<String> later = graph.cellsAfter(page.stream().map(ExportedCell::cellId).toList(), until);
    if (later.isEmpty()) {
      return page;
    }
    Map<String, Properties> sums = graph.cellsAt(later, until);
    List<ExportedCell> cells = new ArrayList<>();
    for (ExportedCell cell : page) {
      Properties then = sums.get(cell.cellId());
      if (!later.contains(cell.cellId())) {
        cells.add(cell);
      } else if (then != null) {
        cells.add(cell.holding(then));
      }
    }
    return cells;
  }

  /**
   * Checks that cells can answer it.
   *
   * @throws dev.costgraph.BadRequest INVALID_VALUE for a budget that narrows, and where from or to
   *     cut a cell
   */
  static void check(ExportRequest request, UsageScope scope) {
    Period grain = grain(request);
    if (scope.needsUsages()) {
      throw ExportRequest.bad(
          "budgetId",
          "budget '%s' counts by agent, user or model, which cost cells do not tell: take"
                  .formatted(scope.filter().budgetId())
              + " /export/usage");
    }
    for (Place place : scope.platforms()) {
      checkBound("from", scope.filter().from(), grain, place);
      checkBound("to", scope.filter().to(), grain, place);
    }
  }

  private static void checkBound(String name, @Nullable Instant at, Period grain, Place place) {
    if (at == null) {
      return;
    }
    Period.Bounds slot = grain.containing(at, place.zone());
    if (!slot.start().equals(at)) {
      throw ExportRequest.bad(
          name,
          "%s %s is within %s to %s, one %s of platform '%s' in %s: give one of its bounds%s"
              .formatted(
                  name,
                  at,
                  slot.start(),
                  slot.end(),
                  grain == Period.DAY ? "day" : "hour",
                  place.platformId(),
                  place.zone(),
                  grain == Period.DAY ? ", or grain=hourly" : ""));
    }
  }

  private static Period grain(ExportRequest request) {
    return request.option("grain", DAILY, HOURLY).equals(DAILY) ? Period.DAY : Period.HOUR;
  }

  private static Instant bound(@Nullable Instant given, Instant open) {
    return Objects.requireNonNullElse(given, open);
  }

  private static List<Column<Row>> columns() {
    List<Column<Row>> columns = new ArrayList<>();
    columns.add(column("periodStart", row -> row.slot().start()));
    columns.add(column("periodEnd", row -> row.slot().end()));
    columns.add(column("zone", row -> row.place().zone()));
    columns.add(cell("platformId", ExportedCell::platformId));
    columns.add(cell("projectId", ExportedCell::projectId));
    columns.add(cell("taskId", ExportedCell::taskId));
    columns.add(cell("agentId", ExportedCell::agentId));
    columns.add(cell("model", ExportedCell::model));
    columns.add(cell("provider", ExportedCell::provider));
    columns.add(cell("capability", ExportedCell::capability));
    columns.add(cell("kind", ExportedCell::kind));
    columns.add(cell("pathId", ExportedCell::pathId));
    columns.add(totals("cost", CostTotals::getCost));
    columns.add(column("currency", row -> row.place().currency()));
    columns.add(totals("adjustments", CostTotals::getAdjustments));
    columns.add(totals("failedCost", CostTotals::getFailedCost));
    columns.add(totals("calls", CostTotals::calls));
    columns.add(totals("failedCalls", CostTotals::failedCalls));
    columns.add(totals("unpricedCalls", CostTotals::unpricedCalls));
    columns.addAll(UsageExport.tokenColumns(row -> row.cell().totals().tokens()));
    columns.add(column("cursor", row -> row.cursor().text()));
    return List.copyOf(columns);
  }

  private static Column<Row> cell(String name, Function<ExportedCell, @Nullable Object> value) {
    return column(name, row -> value.apply(row.cell()));
  }

  private static Column<Row> totals(String name, Function<CostTotals, Object> value) {
    return column(name, row -> value.apply(row.cell().totals()));
  }
}
