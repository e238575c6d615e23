package dev.costgraph.attribution;

import dev.costgraph.money.Decimal;
import java.util.List;
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
    @Nullable @Description("cost / total cost with 4 decimals, half even; null for a total of zero")
        Decimal share) {}
