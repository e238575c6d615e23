package dev.costgraph.budget;

import dev.costgraph.graph.CypherFile;
import dev.costgraph.graph.Graph;
import dev.costgraph.graph.Properties;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;

/** Reads budgets, their tree and their periods. */
@Singleton
public class BudgetGraph {

  /** Parameter {@code platformId}; also read by the ledger under its lock. */
  public static final CypherFile READ_TREE = CypherFile.of("budget/read-tree");

  /** Parameter {@code ranges} as {@link #range} makes them; also read by the ledger. */
  public static final CypherFile READ_PERIODS = CypherFile.of("budget/read-periods");

  /** Parameter {@code budgetIds}; also read by the ledger. */
  public static final CypherFile READ_BUDGETS = CypherFile.of("budget/read-budgets");

  private static final CypherFile READ_CHILDREN = CypherFile.of("budget/read-children");
  private static final CypherFile LIST_BUDGETS = CypherFile.of("budget/list-budgets");
  private static final CypherFile LIST_OVERRUNS = CypherFile.of("budget/list-overruns");

  private final Graph graph;

  /** What a stored period of a budget counts. */
  public record StoredPeriod(String budgetId, Spending spending) {}

  BudgetGraph(Graph graph) {
    this.graph = graph;
  }

  /** {@return all budgets of a platform, closed ones too} */
  public BudgetTree tree(String platformId) {
    return new BudgetTree(
        graph.read(READ_TREE, Map.of("platformId", platformId), BudgetGraph::budget));
  }

  /** {@return the budgets with these ids that exist, by id} */
  public Map<String, Budget> budgets(Collection<String> budgetIds) {
    Map<String, Budget> byId = new HashMap<>();
    graph
        .read(
            READ_BUDGETS,
            Map.of("budgetIds", List.copyOf(new TreeSet<>(budgetIds))),
            BudgetGraph::budget)
        .forEach(budget -> byId.put(budget.budgetId(), budget));
    return byId;
  }

  /** {@return the ids of the budgets directly below each of these} */
  Map<String, List<String>> children(Collection<String> budgetIds) {
    Map<String, List<String>> byParent = new HashMap<>();
    graph.read(
        READ_CHILDREN,
        Map.of("budgetIds", List.copyOf(budgetIds)),
        row ->
            byParent.put(
                row.get("budgetId").asString(),
                row.get("childBudgetIds").asList(value -> value.asString())));
    return byParent;
  }

  /** {@return budgets in the order of their ids, after the given one} */
  List<Budget> list(
      String after,
      @Nullable String platformId,
      @Nullable BudgetType type,
      @Nullable String resourceId,
      int limit) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("after", after);
    parameters.put("platformId", platformId);
    parameters.put("type", type == null ? null : type.name());
    parameters.put("resourceId", resourceId);
    parameters.put("limit", limit);
    return graph.read(LIST_BUDGETS, parameters, BudgetGraph::budget);
  }

  /**
   * {@return how each budget stands in the period that contains the instant, in the order given}
   */
  public List<BudgetStatus> statuses(List<Budget> budgets, Instant at) {
    List<Spending> shown = shown(budgets, at);
    List<BudgetStatus> statuses = new ArrayList<>();
    for (int i = 0; i < shown.size(); i++) {
      statuses.add(BudgetStatus.of(budgets.get(i), shown.get(i)));
    }
    return statuses;
  }

  /** {@return what the period of each budget counts that is shown at an instant, likewise} */
  public List<Spending> shown(List<Budget> budgets, Instant at) {
    List<Map<String, Object>> ranges = budgets.stream().map(budget -> range(budget, at)).toList();
    Map<String, List<Spending>> stored =
        byBudget(graph.read(READ_PERIODS, Map.of("ranges", ranges), BudgetGraph::period));
    return budgets.stream()
        .map(
            budget ->
                new BudgetPeriods(budget, stored.getOrDefault(budget.budgetId(), List.of()))
                    .shownAt(at))
        .toList();
  }

  /**
   * {@return the periods over the limit of now of their budget that a stretch of time touches, the
   * largest share of it first, at most {@code count}}
   */
  public List<BudgetStatus> overruns(List<Budget> budgets, Period.Bounds during, int count) {
    Map<String, Budget> byId = new HashMap<>();
    List<Map<String, Object>> ranges = new ArrayList<>();
    for (Budget budget : budgets) {
      Long limit = budget.limitUnits();
      if (limit != null && byId.put(budget.budgetId(), budget) == null) {
        Map<String, Object> range = new HashMap<>(range(budget, during.start()));
        range.put("limit_units", limit);
        range.put("tokens", budget.unit() == Unit.TOKENS);
        ranges.add(range);
      }
    }
    return graph
        .read(
            LIST_OVERRUNS,
            Map.of(
                "ranges",
                ranges,
                "from",
                Properties.time(during.start()),
                "to",
                Properties.time(during.end()),
                "count",
                count),
            BudgetGraph::period)
        .stream()
        .map(
            period ->
                BudgetStatus.of(
                    Objects.requireNonNull(byId.get(period.budgetId())), period.spending()))
        .toList();
  }

  /**
   * {@return where to look for the stored period that contains an instant} It may differ from the
   * computed one by a change of the zone's rules; it starts at most one length before.
   */
  public static Map<String, Object> range(Budget budget, Instant at) {
    Period.Bounds computed = budget.bounds(at);
    Period.Bounds bounds = computed == null ? budget.fixedBounds() : computed;
    Duration length = Duration.between(bounds.start(), bounds.end());
    return Map.of(
        "budget_id", budget.budgetId(),
        "earliest", Properties.time(bounds.start().minus(length)),
        "end", Properties.time(bounds.end()));
  }

  /** {@return the budget of a row of {@link #READ_TREE}} */
  public static Budget budget(Record row) {
    return BudgetProperties.budget(
        Properties.of(row.get("budget")),
        row.get("parentBudgetIds").asList(value -> value.asString()));
  }

  /** {@return the period of a row of {@link #READ_PERIODS}} */
  public static StoredPeriod period(Record row) {
    Properties node = Properties.of(row.get("period"));
    return new StoredPeriod(node.text("budget_id"), BudgetProperties.spending(node));
  }

  /** {@return the periods of each budget} */
  public static Map<String, List<Spending>> byBudget(List<StoredPeriod> periods) {
    return periods.stream()
        .collect(
            Collectors.groupingBy(
                StoredPeriod::budgetId,
                TreeMap::new,
                Collectors.mapping(StoredPeriod::spending, Collectors.toList())));
  }
}
