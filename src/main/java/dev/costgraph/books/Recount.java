package dev.costgraph.books;

import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetPeriods;
import dev.costgraph.budget.BudgetTree;
import dev.costgraph.budget.Spending;
import dev.costgraph.money.Decimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts the periods of budgets anew, usage by usage, and compares them with copied counters; pure.
 * Memory grows with the number of periods, not with that of usages.
 */
final class Recount {

  private final Map<String, BudgetPeriods> recorded = new HashMap<>();
  private final Map<String, Map<Instant, Spending>> copied = new TreeMap<>();
  private final Map<String, Map<Instant, Spending>> computed = new HashMap<>();
  private long entries;

  /**
   * @param budgets those to compare; what others count is passed over
   * @param counters copied under the ledger's lock, by budget id
   */
  Recount(Collection<Budget> budgets, Map<String, List<Spending>> counters) {
    for (Budget budget : budgets) {
      List<Spending> stored = counters.getOrDefault(budget.budgetId(), List.of());
      recorded.put(budget.budgetId(), new BudgetPeriods(budget, stored));
      Map<Instant, Spending> byStart = new TreeMap<>();
      stored.forEach(spending -> byStart.put(spending.bounds().start(), spending));
      copied.put(budget.budgetId(), byStart);
    }
  }

  /** {@return the budgets of a tree, or of one budget and everything below it} */
  static Collection<Budget> scope(BudgetTree tree, @Nullable String root) {
    return root == null ? tree.budgets() : tree.subtree(root);
  }

  /** Counts one usage at every budget that it was charged to. */
  void add(Collection<String> budgetIds, Instant at, long nanos, long tokens, int entryCount) {
    entries += entryCount;
    for (String budgetId : budgetIds) {
      BudgetPeriods periods = recorded.get(budgetId);
      Spending period = periods == null ? null : periods.at(at);
      if (period != null) {
        computed
            .computeIfAbsent(budgetId, id -> new HashMap<>())
            .merge(
                period.bounds().start(),
                Spending.none(period.bounds()).plus(nanos, tokens, 0),
                (sum, one) -> sum.plus(nanos, tokens, 0));
      }
    }
  }

  long entries() {
    return entries;
  }

  long budgets() {
    return recorded.size();
  }

  /** {@return every counter that differs, by budget and period} */
  List<BookDifference> differences() {
    List<BookDifference> differences = new ArrayList<>();
    copied.forEach(
        (budgetId, byStart) -> {
          Map<Instant, Spending> counted = computed.getOrDefault(budgetId, Map.of());
          Map<Instant, Spending> all = new TreeMap<>(byStart);
          counted.forEach(
              (start, spending) -> all.putIfAbsent(start, Spending.none(spending.bounds())));
          all.forEach(
              (start, stored) ->
                  compare(
                      differences,
                      budgetId,
                      stored,
                      counted.getOrDefault(start, Spending.none(stored.bounds()))));
        });
    return differences;
  }

  private static void compare(
      List<BookDifference> differences, String budgetId, Spending stored, Spending counted) {
    String period = " " + stored.bounds().start();
    compare(
        differences,
        budgetId,
        "spent" + period,
        Decimal.ofNanos(stored.nanos()),
        Decimal.ofNanos(counted.nanos()));
    compare(
        differences,
        budgetId,
        "tokens" + period,
        Decimal.ofWhole(stored.tokens()),
        Decimal.ofWhole(counted.tokens()));
    compare(
        differences,
        budgetId,
        "entries" + period,
        Decimal.ofWhole(stored.entries()),
        Decimal.ofWhole(counted.entries()));
  }

  private static void compare(
      List<BookDifference> differences,
      String budgetId,
      String counter,
      Decimal stored,
      Decimal counted) {
    if (!stored.equals(counted)) {
      differences.add(new BookDifference(budgetId, null, counter, stored, counted));
    }
  }
}
