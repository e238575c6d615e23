package dev.costgraph.attribution;

import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/** Costs by group. */
@Description("Costs by group: rows by cost descending, then by keys, null last.")
public record CostBreakdown(
    @NonNull @Description("At most first; none without a Dimension.") List<@NonNull CostRow> rows,
    @NonNull @Description("Of everything, also of what first cuts off; each usage once.")
        CostTotals total,
    @Nullable @Description("The total of the same length of time before; null unless asked for.")
        CostTotals previous,
    @NonNull @Description("ISO 4217, of the platforms asked for.") String currency) {}
