package dev.costgraph.attribution;

import dev.costgraph.attribution.CostGraph.Leaf;
import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetGraph;
import dev.costgraph.budget.BudgetTree;
import dev.costgraph.budget.BudgetType;
import dev.costgraph.budget.Period;
import dev.costgraph.budget.Period.Bounds;
import dev.costgraph.pricing.PriceBook;
import dev.costgraph.pricing.PriceGraph;
import dev.costgraph.usage.CostFilter;
import dev.costgraph.usage.UsageScope;
import dev.costgraph.usage.UsageScope.Place;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Costs under the tree of today: each charge path is one leaf resource, which is somewhere now and
 * would charge some budgets now. What was charged stays where it was; only what is shown moves.
 */
@Singleton
class CostsToday {

  private final CostGraph graph;
  private final BudgetGraph budgets;
  private final PriceGraph prices;
  private final Clock clock;

  CostsToday(CostGraph graph, BudgetGraph budgets, PriceGraph prices, Clock clock) {
    this.graph = graph;
    this.budgets = budgets;
    this.prices = prices;
    this.clock = clock;
  }

  /** What a usage of a path's leaf charges today by resource. */
  private record Path(String platformId, @Nullable String projectId, List<Budget> budgets) {}

  /** A part of a point in which each FIXED budget counts all or nothing. */
  private record Part(int point, Bounds bounds) {}

  /**
   * {@return what {@link CostGraph#read} returns, with project and budgets of today; no group has a
   * path, its budgets are all in {@code narrowing}}
   *
   * @param asked its project ids and budget id are those of today
   */
  List<CostGroup> read(UsageScope asked, Grouping grouping, List<Bounds> points, long asOf) {
    CostFilter filter = asked.filter();
    String budgetId = filter.budgetId();
    if (budgetId == null
        && filter.projectIds() == null
        && !grouping.byBudget()
        && !grouping.dimensions().contains(Dimension.PROJECT)) {
      return graph.read(asked, grouping, points, asOf);
    }
    Map<String, BudgetTree> trees = new HashMap<>();
    for (Place place : asked.platforms()) {
      trees.put(place.platformId(), budgets.tree(place.platformId()));
    }
    Budget wanted = budgetId == null ? null : find(budgetId, trees);
    boolean wantsNarrowing = wanted != null && wanted.type().narrows();
    List<Budget> narrowing =
        grouping.byBudget() || wantsNarrowing ? openNarrowing(trees.values()) : List.of();
    boolean byPath = filter.projectIds() != null || (budgetId != null && !wantsNarrowing);
    Map<String, Path> paths = byPath ? paths(trees) : Map.of();
    UsageScope scope =
        new UsageScope(
            filter.withoutTree(),
            asked.platforms(),
            byPath ? matching(paths, filter, wantsNarrowing ? null : budgetId) : null,
            false);
    Grouping finer = finer(grouping, narrowing);
    List<Part> parts = parts(points, narrowing, trees);
    List<CostGroup> read =
        graph.readByPath(scope, finer, parts.stream().map(Part::bounds).toList(), asOf);
    if (!byPath) { // after the costs: there is no path without its charge
      paths = paths(trees);
    }
    Map<Naming, List<String>> names = new HashMap<>();
    List<CostGroup> groups = new ArrayList<>();
    for (CostGroup group : read) {
      Path path = group.pathId() == null ? null : paths.get(group.pathId());
      if (path == null) {
        throw new IllegalStateException("usages on a path that is not there: " + group.pathId());
      }
      Part part = parts.get(group.point());
      Set<String> ids = new TreeSet<>();
      path.budgets().forEach(budget -> ids.add(budget.budgetId()));
      if (!narrowing.isEmpty()) {
        BudgetTree tree = tree(trees, path.platformId());
        tree.narrowing(
                path.budgets(),
                Objects.requireNonNull(key(group, finer, Dimension.AGENT)),
                key(group, finer, Dimension.USER),
                names(group, finer, path.platformId(), names),
                Bounds.at(part.bounds().start()))
            .forEach(budget -> ids.add(budget.budgetId()));
      }
      if (!wantsNarrowing || ids.contains(budgetId)) {
        groups.add(
            new CostGroup(
                part.point(), keys(group, grouping, path), null, List.copyOf(ids), group.totals()));
      }
    }
    return groups;
  }

  private static @Nullable Budget find(String budgetId, Map<String, BudgetTree> trees) {
    for (BudgetTree tree : trees.values()) {
      Budget budget = tree.budget(budgetId);
      if (budget != null) {
        return budget;
      }
    }
    return null;
  }

  private static BudgetTree tree(Map<String, BudgetTree> trees, String platformId) {
    BudgetTree tree = trees.get(platformId);
    return tree == null ? new BudgetTree(List.of()) : tree;
  }

  private static List<Budget> openNarrowing(Collection<BudgetTree> trees) {
    return trees.stream()
        .flatMap(tree -> tree.budgets().stream())
        .filter(budget -> budget.isOpen() && budget.type().narrows())
        .toList();
  }

  private Map<String, Path> paths(Map<String, BudgetTree> trees) {
    Map<String, Path> paths = new HashMap<>();
    for (Leaf leaf : graph.leaves(trees.keySet())) {
      BudgetTree tree = tree(trees, leaf.platformId());
      paths.put(
          leaf.pathId(),
          new Path(
              leaf.platformId(),
              leaf.projectId(),
              tree.path(leaf.platformId(), leaf.projectId(), leaf.taskId())));
    }
    return paths;
  }

  /** {@return the paths whose leaf is in one of the projects, if any, and charges the budget} */
  private static List<String> matching(
      Map<String, Path> paths, CostFilter filter, @Nullable String budgetId) {
    List<String> projectIds = filter.projectIds();
    List<String> pathIds = new ArrayList<>();
    paths.forEach(
        (pathId, path) -> {
          boolean inProject = projectIds == null || projectIds.contains(path.projectId());
          if (inProject
              && (budgetId == null
                  || path.budgets().stream().anyMatch(b -> b.budgetId().equals(budgetId)))) {
            pathIds.add(pathId);
          }
        });
    return pathIds;
  }

  /** By path, and by what tells narrowing budgets apart where there are any. */
  private static Grouping finer(Grouping grouping, List<Budget> narrowing) {
    List<Dimension> dimensions = new ArrayList<>(grouping.dimensions());
    add(dimensions, Dimension.BUDGET);
    if (!narrowing.isEmpty()) {
      add(dimensions, Dimension.AGENT);
    }
    if (has(narrowing, BudgetType.MODEL)) {
      add(dimensions, Dimension.MODEL);
      add(dimensions, Dimension.PROVIDER);
    }
    if (has(narrowing, BudgetType.USER)) {
      add(dimensions, Dimension.USER);
    }
    return new Grouping(dimensions, grouping.tagKey());
  }

  private static void add(List<Dimension> dimensions, Dimension dimension) {
    if (!dimensions.contains(dimension)) {
      dimensions.add(dimension);
    }
  }

  private static boolean has(List<Budget> budgets, BudgetType type) {
    return budgets.stream().anyMatch(budget -> budget.type() == type);
  }

  /**
   * Cuts points where FIXED budgets that narrow, or have narrowing ones below them, begin or end.
   */
  private static List<Part> parts(
      List<Bounds> points, List<Budget> narrowing, Map<String, BudgetTree> trees) {
    TreeSet<Instant> cuts = new TreeSet<>();
    for (Budget budget : narrowing) {
      cut(cuts, budget);
      BudgetTree tree = tree(trees, budget.platformId());
      for (String parentId : budget.parentBudgetIds()) {
        Budget parent = tree.budget(parentId);
        if (parent != null) {
          cut(cuts, parent);
        }
      }
    }
    List<Part> parts = new ArrayList<>();
    for (int point = 0; point < points.size(); point++) {
      Bounds bounds = points.get(point);
      Instant start = bounds.start();
      for (Instant at : cuts.subSet(bounds.start(), false, bounds.end(), false)) {
        parts.add(new Part(point, new Bounds(start, at)));
        start = at;
      }
      parts.add(new Part(point, new Bounds(start, bounds.end())));
    }
    return parts;
  }

  private static void cut(Set<Instant> cuts, Budget budget) {
    if (budget.period() == Period.FIXED) {
      cuts.add(budget.fixedBounds().start());
      cuts.add(budget.fixedBounds().end());
    }
  }

  private static @Nullable String key(CostGroup group, Grouping finer, Dimension dimension) {
    int place = finer.dimensions().indexOf(dimension);
    return place < 0 ? null : group.keys().get(place);
  }

  private static List<@Nullable String> keys(CostGroup group, Grouping grouping, Path path) {
    List<@Nullable String> keys =
        new ArrayList<>(group.keys().subList(0, grouping.dimensions().size()));
    int project = grouping.dimensions().indexOf(Dimension.PROJECT);
    if (project >= 0) {
      keys.set(project, path.projectId());
    }
    return keys;
  }

  /** What a usage says of its model. */
  private record Naming(String platformId, @Nullable String model, @Nullable String provider) {}

  /**
   * {@return the names by which MODEL budgets know the group's model: as sent, and as priced now}
   */
  private List<String> names(
      CostGroup group, Grouping finer, String platformId, Map<Naming, List<String>> known) {
    Naming naming =
        new Naming(
            platformId, key(group, finer, Dimension.MODEL), key(group, finer, Dimension.PROVIDER));
    String model = naming.model();
    if (model == null) {
      return List.of();
    }
    return known.computeIfAbsent(naming, one -> names(one, model));
  }

  private List<String> names(Naming naming, String model) {
    PriceBook book = prices.current().forPlatform(naming.platformId());
    return book.find(model, naming.provider(), clock.instant())
        .map(match -> match.price().model())
        .filter(priced -> !priced.equals(model))
        .map(priced -> List.of(model, priced))
        .orElse(List.of(model));
  }
}
