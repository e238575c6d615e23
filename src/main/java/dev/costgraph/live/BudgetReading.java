package dev.costgraph.live;

import dev.costgraph.BadRequest;
import dev.costgraph.BadRequest.Code;
import dev.costgraph.Limits;
import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetApi;
import dev.costgraph.budget.BudgetGraph;
import dev.costgraph.budget.BudgetGraph.StoredPeriod;
import dev.costgraph.budget.BudgetStatus;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The statuses of a budget and everything below it. Periods are read without the ledger's lock, so
 * one may show a transaction that the position does not cover yet; it is read again with the next
 * position and sent again only if it differs.
 */
final class BudgetReading implements Reading<BudgetStatus> {

  private final LiveGraph graph;
  private final BudgetGraph budgets;
  private final Clock clock;
  private final String budgetId;

  private @Nullable String platformId;
  private long treeVersion;
  private Map<String, Budget> subtree = Map.of();
  private List<BudgetStatus> ahead = List.of();

  BudgetReading(LiveGraph graph, BudgetGraph budgets, Clock clock, String budgetId) {
    this.graph = graph;
    this.budgets = budgets;
    this.clock = clock;
    this.budgetId = budgetId;
  }

  /** A period of a budget. */
  private record Key(String budgetId, Instant periodStart) {

    static Key of(BudgetStatus status) {
      return new Key(status.budget().budgetId(), status.periodStart());
    }
  }

  @Override
  public String platformId() {
    if (platformId == null) {
      Budget root = budgets.budgets(List.of(budgetId)).get(budgetId);
      if (root == null) {
        throw BudgetApi.notFound(budgetId);
      }
      platformId = root.platformId();
    }
    return platformId;
  }

  @Override
  public Page<BudgetStatus> first(Position now) {
    Map<String, Budget> read = readSubtree();
    List<BudgetStatus> statuses = budgets.statuses(List.copyOf(read.values()), clock.instant());
    subtree = read;
    treeVersion = now.treeVersion();
    return page(statuses, now);
  }

  @Override
  public Page<BudgetStatus> next(long after, Position until) {
    boolean edited = until.treeVersion() != treeVersion;
    Map<String, Budget> read = edited ? readSubtree() : subtree;
    List<Budget> news = new ArrayList<>();
    for (Budget budget : edited ? read.values() : List.<Budget>of()) {
      if (budget.sequence() > after || !subtree.containsKey(budget.budgetId())) {
        news.add(budget);
      }
    }
    Map<Key, BudgetStatus> changed = new LinkedHashMap<>();
    budgets.statuses(news, clock.instant()).forEach(status -> changed.put(Key.of(status), status));
    for (StoredPeriod period : graph.changedPeriods(platformId(), after)) {
      Budget budget = read.get(period.budgetId());
      if (budget != null) {
        BudgetStatus status = BudgetStatus.of(budget, period.spending());
        changed.put(Key.of(status), status);
      }
    }
    subtree = read;
    treeVersion = until.treeVersion();
    List<BudgetStatus> statuses = new ArrayList<>(changed.values());
    statuses.removeAll(ahead);
    return page(statuses, until);
  }

  private Page<BudgetStatus> page(List<BudgetStatus> statuses, Position until) {
    Map<Key, BudgetStatus> beyond = new HashMap<>();
    ahead.forEach(status -> beyond.put(Key.of(status), status));
    statuses.forEach(status -> beyond.put(Key.of(status), status));
    ahead =
        beyond.values().stream().filter(status -> status.sequence() > until.sequence()).toList();
    return new Page<>(statuses, until.sequence());
  }

  private Map<String, Budget> readSubtree() {
    List<Budget> read = budgets.tree(platformId()).subtree(budgetId);
    if (read.size() > Limits.SUBTREE_MAX) {
      throw new BadRequest(
          Code.OUT_OF_RANGE,
          "budgetId",
          "%d budgets below '%s', at most %d: subscribe to parts of it"
              .formatted(read.size(), budgetId, Limits.SUBTREE_MAX));
    }
    Map<String, Budget> byId = new LinkedHashMap<>();
    read.forEach(budget -> byId.put(budget.budgetId(), budget));
    return byId;
  }
}
