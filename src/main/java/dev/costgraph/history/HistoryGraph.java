package dev.costgraph.history;

import dev.costgraph.BadRequest;
import dev.costgraph.Text;
import dev.costgraph.attribution.CostGraph;
import dev.costgraph.attribution.CostGroup;
import dev.costgraph.attribution.CostTotals;
import dev.costgraph.attribution.Dimension;
import dev.costgraph.attribution.Grouping;
import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetGraph;
import dev.costgraph.budget.BudgetStatus;
import dev.costgraph.budget.Period.Bounds;
import dev.costgraph.budget.Spending;
import dev.costgraph.graph.CypherFile;
import dev.costgraph.graph.Graph;
import dev.costgraph.graph.Properties;
import dev.costgraph.ledger.Ledger;
import dev.costgraph.usage.CostFilter;
import dev.costgraph.usage.UsageGraph;
import dev.costgraph.usage.UsageScope;
import dev.costgraph.usage.UsageScope.Place;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/**
 * How budgets stood after a fact. What was charged is the sum of the usages and entries up to it on
 * the paths that they were charged to, so the tree of then need not be known; what was held is what
 * was opened up to it and ended later; what a budget said is what its last edit up to it says.
 */
@Singleton
class HistoryGraph {

  private static final CypherFile READ_OPEN_HOLDS = CypherFile.of("history/read-open-holds");
  private static final CypherFile READ_ENDED_HOLDS = CypherFile.of("history/read-ended-holds");
  private static final CypherFile READ_EDITS = CypherFile.of("history/read-edits");

  private static final Grouping BY_BUDGET = new Grouping(List.of(Dimension.BUDGET), null);

  private final Graph graph;
  private final CostGraph costs;
  private final UsageGraph usages;
  private final BudgetGraph budgets;
  private final Ledger ledger;

  HistoryGraph(
      Graph graph, CostGraph costs, UsageGraph usages, BudgetGraph budgets, Ledger ledger) {
    this.graph = graph;
    this.costs = costs;
    this.usages = usages;
    this.budgets = budgets;
    this.ledger = ledger;
  }

  /** What a reservation held, for as long as it was to live then. */
  private record Held(
      @Nullable String pathId, List<String> narrowing, long nanos, long tokens, Bounds life) {

    static Held of(Record row) {
      return new Held(
          row.get("pathId").asString(null),
          row.get("narrowingBudgetIds").asList(Value::asString, List.of()),
          row.get("nanos").asLong(),
          row.get("tokens").asLong(),
          new Bounds(
              row.get("from").asZonedDateTime().toInstant(),
              row.get("until").asZonedDateTime().toInstant()));
    }
  }

  /** A copy of the open holds, and how far the ledger was. */
  private record Open(long sequence, List<Held> holds) {}

  /**
   * {@return how each budget stood in the period that contains an instant, in the order given}
   *
   * @param all budgets of the platform
   * @param asOfSequence the last fact that counts
   * @throws BadRequest INVALID_VALUE for a number that the ledger has not reached, FOLDED for one
   *     below what is folded, and when a period begins before the usages that are kept,
   *     NARROW_THE_RANGE when the periods have too many usages
   */
  List<BudgetStatus> statuses(String platformId, List<Budget> all, Instant at, long asOfSequence) {
    List<Bounds> bounds = budgets.shown(all, at).stream().map(Spending::bounds).toList();
    List<Bounds> points = bounds.stream().distinct().toList();
    UsageScope scope = usages.scope(CostFilter.ofPlatform(platformId));
    for (Place place : scope.platforms()) {
      points.forEach(point -> requireRetained(place, point.start()));
    }
    List<Held> held = held(platformId, asOfSequence);
    Map<String, Properties> edits = edits(all, asOfSequence);
    Map<Integer, Map<List<@Nullable String>, CostTotals>> spent =
        spent(scope, points, asOfSequence);
    requireUnfolded(platformId, asOfSequence);
    Map<String, List<String>> paths = paths(held);
    List<BudgetStatus> statuses = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      Budget budget = all.get(i);
      Properties edit = edits.get(budget.budgetId());
      if (edit == null) {
        statuses.add(
            BudgetStatus.of(AsOf.unmade(budget, asOfSequence), Spending.none(bounds.get(i))));
        continue;
      }
      CostTotals totals =
          spent
              .getOrDefault(points.indexOf(bounds.get(i)), Map.of())
              .getOrDefault(List.of(budget.budgetId()), CostTotals.ZERO);
      Spending spending =
          new Spending(
              bounds.get(i),
              totals.costNanos(),
              totals.tokens().getTotal(),
              0,
              0,
              totals.calls(),
              asOfSequence);
      for (Held one : held) {
        if (one.life().overlaps(bounds.get(i)) && holds(one, budget.budgetId(), paths)) {
          spending = spending.hold(one.nanos(), one.tokens(), asOfSequence);
        }
      }
      statuses.add(BudgetStatus.of(AsOf.edited(budget, edit, asOfSequence), spending));
    }
    return statuses;
  }

  private static void requireRetained(Place place, Instant start) {
    if (place.isFolded(start)) {
      throw new BadRequest(
          BadRequest.Code.FOLDED,
          "asOfSequence",
          ("a period begins at %s, and platform '%s' keeps usages one by one from %s on: ask for"
                  + " budgets whose periods begin later, or without asOfSequence for what is known"
                  + " now")
              .formatted(start, Text.shown(place.platformId()), place.retainedFrom()));
    }
  }

  private Map<Integer, Map<List<@Nullable String>, CostTotals>> spent(
      UsageScope scope, List<Bounds> points, long asOfSequence) {
    List<CostGroup> groups = costs.read(scope, BY_BUDGET, points, asOfSequence);
    Set<String> pathIds = new HashSet<>();
    for (CostGroup group : groups) {
      if (group.pathId() != null) {
        pathIds.add(group.pathId());
      }
    }
    return CostGroup.fold(groups, BY_BUDGET, costs.budgetsOfPaths(pathIds));
  }

  /**
   * What was open after a fact: of what is open now, copied under the lock, what was opened up to
   * it; and what was ended since. Without the lock one that ends meanwhile might be in neither.
   */
  private List<Held> held(String platformId, long asOfSequence) {
    Open open =
        ledger.readUnderLock(
            platformId,
            (locked, reader) -> {
              locked.requireReached(asOfSequence);
              return new Open(
                  locked.sequence(),
                  reader.read(
                      READ_OPEN_HOLDS,
                      Map.of("platformId", platformId, "asOfSequence", asOfSequence),
                      Held::of));
            });
    List<Held> held = new ArrayList<>(open.holds());
    held.addAll(
        graph.read(
            READ_ENDED_HOLDS,
            Map.of(
                "platformId", platformId,
                "asOfSequence", asOfSequence,
                "untilSequence", open.sequence()),
            Held::of));
    return held;
  }

  /** Ended reservations that were folded while they were read would be missing. */
  private void requireUnfolded(String platformId, long asOfSequence) {
    ledger.readUnderLock(
        platformId,
        (locked, reader) -> {
          locked.requireReached(asOfSequence);
          return asOfSequence;
        });
  }

  private Map<String, List<String>> paths(List<Held> held) {
    Set<String> pathIds = new HashSet<>();
    for (Held one : held) {
      if (one.pathId() != null) {
        pathIds.add(one.pathId());
      }
    }
    return costs.budgetsOfPaths(pathIds);
  }

  private static boolean holds(Held held, String budgetId, Map<String, List<String>> paths) {
    return held.narrowing().contains(budgetId)
        || (held.pathId() != null
            && paths.getOrDefault(held.pathId(), List.of()).contains(budgetId));
  }

  private Map<String, Properties> edits(List<Budget> all, long asOfSequence) {
    Map<String, Properties> edits = new HashMap<>();
    graph
        .read(
            READ_EDITS,
            Map.of(
                "budgetIds",
                all.stream().map(Budget::budgetId).distinct().toList(),
                "asOfSequence",
                asOfSequence),
            row -> Map.entry(row.get("budgetId").asString(), Properties.of(row.get("edit"))))
        .forEach(entry -> edits.put(entry.getKey(), entry.getValue()));
    return edits;
  }
}
