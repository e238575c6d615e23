package dev.costgraph.attribution;

import dev.costgraph.money.Decimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/** One group of a breakdown. */
@Description("One group of a breakdown.")
public record CostRow(
    @NonNull
        @Description(
            "One per Dimension asked for, in that order; null where the usages have none of it.")
        List<@Nullable String> keys,
    @NonNull CostTotals totals,
    @Nullable
        @Description(
            "Of the same length of time before; null unless asked for, and when it cost"
                + " nothing then.")
        CostTotals previous,
    @Nullable
        @Description(
            "cost / total cost with 4 decimals, half even; null for a total of zero. Of tokens"
                + " where a budget of TOKENS is explained.")
        Decimal share) {

  /**
   * {@return a row per group, the largest first, then by keys}
   *
   * @param folded by point: 0 what was asked for, 1 the time before, if that was asked for
   * @param size what rows are ordered by and have a share of
   */
  public static List<CostRow> of(
      Map<Integer, Map<List<@Nullable String>, CostTotals>> folded,
      CostTotals total,
      ToLongFunction<CostTotals> size) {
    Map<List<@Nullable String>, CostTotals> asked = folded.getOrDefault(0, Map.of());
    Map<List<@Nullable String>, CostTotals> before = folded.getOrDefault(1, Map.of());
    Set<List<@Nullable String>> groups = new HashSet<>(asked.keySet());
    groups.addAll(before.keySet());
    List<CostRow> rows = new ArrayList<>();
    for (List<@Nullable String> keys : groups) {
      CostTotals totals = asked.getOrDefault(keys, CostTotals.ZERO);
      Decimal share = CostTotals.share(size.applyAsLong(totals), size.applyAsLong(total));
      rows.add(new CostRow(keys, totals, before.get(keys), share));
    }
    rows.sort(
        Comparator.comparingLong((CostRow row) -> size.applyAsLong(row.totals()))
            .reversed()
            .thenComparing(CostRow::keys, CostGroup.BY_KEYS));
    return rows;
  }
}
