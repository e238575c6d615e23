package dev.costgraph.attribution;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/** Costs over time. */
@Description("Costs over time: each group has every point, also where it cost nothing.")
public record CostSeries(
    @NonNull @Description("By start, then by keys, null last; at most 10,000, groups multiplied.")
        List<@NonNull CostPoint> points,
    @NonNull @Description("ISO 4217, of the platforms asked for.") String currency) {

  /** What one group cost in one interval. */
  @Description("What one group cost in one interval, cut to from and to.")
  public record CostPoint(
      @NonNull @Description("Inclusive.") Instant start,
      @NonNull @Description("Exclusive.") Instant end,
      @NonNull
          @Description(
              "One per Dimension asked for, in that order; null where the usages have none of it.")
          List<@Nullable String> keys,
      @NonNull CostTotals totals) {}
}
