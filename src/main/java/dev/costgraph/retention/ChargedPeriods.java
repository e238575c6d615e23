package dev.costgraph.retention;

import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetGraph;
import dev.costgraph.budget.BudgetPeriods;
import dev.costgraph.budget.BudgetTree;
import dev.costgraph.budget.Spending;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which stored periods counted usages. Their bounds never change, so they are read once; what they
 * count is not looked at. Memory grows with periods.
 */
final class ChargedPeriods {

  private final RetentionGraph graph;
  private final BudgetTree tree;
  private final Map<String, BudgetPeriods> periods = new HashMap<>();

  /**
   * @param tree read after the usages were booked
   */
  ChargedPeriods(RetentionGraph graph, BudgetTree tree) {
    this.graph = graph;
    this.tree = tree;
  }

  /** Reads the periods of usages that are not known yet. */
  void load(List<OldUsage> usages) {
    Set<Map<String, Object>> ranges = new HashSet<>();
    for (OldUsage usage : usages) {
      Instant at = usage.timestamp();
      for (Budget budget : budgets(usage)) {
        if (known(budget).stored(at) == null && budget.bounds(at) != null) {
          ranges.add(BudgetGraph.range(budget, at));
        }
      }
    }
    if (!ranges.isEmpty()) {
      graph
          .periods(List.copyOf(ranges))
          .forEach(
              (budgetId, stored) -> stored.forEach(one -> known(budget(budgetId)).putIfNew(one)));
    }
  }

  /**
   * {@return the period of each budget that counted the usage}
   *
   * @throws IllegalStateException when one is gone: the books would not balance
   */
  Map<String, Spending> of(OldUsage usage) {
    Map<String, Spending> byBudget = new TreeMap<>();
    for (Budget budget : budgets(usage)) {
      Spending stored = known(budget).stored(usage.timestamp());
      if (stored != null) {
        byBudget.put(budget.budgetId(), stored);
      } else if (budget.bounds(usage.timestamp()) != null) {
        throw new IllegalStateException(
            "budget '%s' has no period that counted usage '%s'"
                .formatted(budget.budgetId(), usage.nodeId()));
      }
    }
    return byBudget;
  }

  private List<Budget> budgets(OldUsage usage) {
    List<Budget> budgets = new ArrayList<>();
    usage.pathBudgetIds().forEach(id -> budgets.add(budget(id)));
    usage.node().texts("narrowing_budget_ids").forEach(id -> budgets.add(budget(id)));
    return budgets;
  }

  private Budget budget(String budgetId) {
    Budget budget = tree.budget(budgetId);
    if (budget == null) {
      throw new IllegalStateException("budget '%s' is gone".formatted(budgetId));
    }
    return budget;
  }

  private BudgetPeriods known(Budget budget) {
    return periods.computeIfAbsent(budget.budgetId(), id -> new BudgetPeriods(budget, List.of()));
  }
}
