package dev.costgraph.ledger;

import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetGraph;
import dev.costgraph.budget.BudgetPeriods;
import dev.costgraph.budget.BudgetProperties;
import dev.costgraph.budget.Period;
import dev.costgraph.budget.Spending;
import dev.costgraph.graph.Properties;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What budgets count, as one transaction sees it: read under the lock or known from this writer's
 * last one, changed in memory, written once at the end.
 */
final class Counters {

  private final LedgerGraph graph;
  private final PlatformCache cache;
  private final Map<PeriodKey, Touched> touched = new LinkedHashMap<>();
  private final List<Map<String, Object>> newPeriods = new ArrayList<>();

  private record PeriodKey(String budgetId, Instant start) {}

  private record Touched(Budget budget, Spending before) {}

  /** A budget and an instant of one of its periods. */
  record Point(Budget budget, Instant at) {}

  Counters(LedgerGraph graph, PlatformCache cache) {
    this.graph = graph;
    this.cache = cache;
  }

  /** {@return a point in each period that a stretch of time touches} */
  static List<Point> points(Budget budget, Period.Bounds life) {
    List<Point> points = new ArrayList<>();
    Instant at = life.start();
    while (at != null && at.isBefore(life.end())) {
      points.add(new Point(budget, at));
      Period.Bounds bounds = budget.bounds(at);
      at = bounds == null ? null : bounds.end();
    }
    return points;
  }

  /** Reads in one statement what is not known yet of the periods around these points. */
  void load(Collection<Point> points) {
    Map<String, Map<String, Object>> ranges = new LinkedHashMap<>();
    for (Point point : points) {
      Period.Bounds bounds =
          cache.periods(point.budget()).stored(point.at()) == null
              ? point.budget().bounds(point.at())
              : null;
      if (bounds != null) {
        String key = point.budget().budgetId() + "\n" + bounds.start();
        if (cache.learn(key)) {
          ranges.put(key, BudgetGraph.range(point.budget(), point.at()));
        }
      }
    }
    if (!ranges.isEmpty()) {
      Map<String, List<Spending>> read = graph.readPeriods(List.copyOf(ranges.values()));
      points.stream()
          .map(Point::budget)
          .distinct()
          .forEach(
              budget ->
                  read.getOrDefault(budget.budgetId(), List.of())
                      .forEach(cache.periods(budget)::putIfNew));
    }
  }

  /** {@return what the period that contains the instant counts; null outside of a FIXED one} */
  @Nullable Spending at(Budget budget, Instant at) {
    BudgetPeriods periods = cache.periods(budget);
    Spending stored = periods.stored(at);
    if (stored != null) {
      return stored;
    }
    load(List.of(new Point(budget, at)));
    return periods.at(at);
  }

  /** {@return what each period counts that a stretch of time touches, in order} */
  List<Spending> during(Budget budget, Period.Bounds life) {
    return BudgetPeriods.during(budget, life, at -> at(budget, at));
  }

  /** Replaces what a period counts. */
  void put(Budget budget, Spending after) {
    BudgetPeriods periods = cache.periods(budget);
    Instant start = after.bounds().start();
    PeriodKey key = new PeriodKey(budget.budgetId(), start);
    if (!touched.containsKey(key)) {
      Spending stored = periods.stored(start);
      touched.put(
          key, new Touched(budget, stored == null ? Spending.none(after.bounds()) : stored));
      if (stored == null) {
        newPeriods.add(
            Map.of(
                "budget_id", budget.budgetId(),
                "properties", BudgetProperties.emptyPeriod(budget, after.bounds())));
      }
    }
    periods.put(after);
  }

  /** Writes what was changed, each period once. */
  void write() {
    graph.createPeriods(newPeriods);
    graph.addToPeriods(touched.entrySet().stream().map(this::row).toList());
  }

  private Map<String, Object> row(Map.Entry<PeriodKey, Touched> entry) {
    Instant start = entry.getKey().start();
    Spending before = entry.getValue().before();
    Budget budget = entry.getValue().budget();
    Spending after = Objects.requireNonNull(cache.periods(budget).stored(start));
    return Map.of(
        "budget_id", budget.budgetId(),
        "period_start", Properties.time(start),
        "nanos", after.nanos() - before.nanos(),
        "tokens", after.tokens() - before.tokens(),
        "held_nanos", after.heldNanos() - before.heldNanos(),
        "held_tokens", after.heldTokens() - before.heldTokens(),
        "entries", after.entries() - before.entries(),
        "sequence", after.sequence());
  }
}
