package dev.costgraph.attribution;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Usages that are alike in what was asked for: what a statement returned one row for.
 *
 * @param point of the series; 0 for a breakdown, 1 for the time before it
 * @param keys one per dimension; null in the place of BUDGET
 * @param pathId null unless grouped by budget
 * @param narrowing budgets of agents, users and models that count them; empty likewise
 */
public record CostGroup(
    int point,
    List<@Nullable String> keys,
    @Nullable String pathId,
    List<String> narrowing,
    CostTotals totals) {

  /** Keys in the order of answers, null last. */
  static final Comparator<List<@Nullable String>> BY_KEYS = CostGroup::compareKeys;

  /** {@return the same by one of its keys alone} */
  CostGroup by(int place) {
    return new CostGroup(
        point, Collections.singletonList(keys.get(place)), pathId, narrowing, totals);
  }

  /** {@return the sum of the groups of a point, each usage once} */
  public static CostTotals total(List<CostGroup> groups, int point) {
    CostTotals total = CostTotals.ZERO;
    for (CostGroup group : groups) {
      total = group.point == point ? total.plus(group.totals) : total;
    }
    return total;
  }

  /**
   * Folds groups by point and keys. A group counts in each of its budgets, and in the key null when
   * it has none.
   *
   * @param budgetsOfPath the budgets that each path covers
   * @return the sums by point, then by keys
   */
  public static Map<Integer, Map<List<@Nullable String>, CostTotals>> fold(
      List<CostGroup> groups, Grouping grouping, Map<String, List<String>> budgetsOfPath) {
    Map<Integer, Map<List<@Nullable String>, CostTotals>> folded = new HashMap<>();
    int place = grouping.dimensions().indexOf(Dimension.BUDGET);
    for (CostGroup group : groups) {
      Map<List<@Nullable String>, CostTotals> ofPoint =
          folded.computeIfAbsent(group.point, point -> new HashMap<>());
      if (place < 0) {
        ofPoint.merge(group.keys, group.totals, CostTotals::plus);
        continue;
      }
      for (String budgetId : group.budgets(budgetsOfPath)) {
        List<@Nullable String> keys = new ArrayList<>(group.keys);
        keys.set(place, budgetId);
        ofPoint.merge(keys, group.totals, CostTotals::plus);
      }
    }
    return folded;
  }

  private Set<@Nullable String> budgets(Map<String, List<String>> budgetsOfPath) {
    Set<@Nullable String> budgets = new LinkedHashSet<>(narrowing);
    if (pathId != null) {
      budgets.addAll(budgetsOfPath.getOrDefault(pathId, List.of()));
    }
    if (budgets.isEmpty()) {
      budgets.add(null);
    }
    return budgets;
  }

  private static int compareKeys(List<@Nullable String> one, List<@Nullable String> other) {
    Comparator<@Nullable String> nullLast = Comparator.nullsLast(Comparator.naturalOrder());
    for (int i = 0; i < one.size(); i++) {
      int compared = nullLast.compare(one.get(i), other.get(i));
      if (compared != 0) {
        return compared;
      }
    }
    return 0;
  }
}
