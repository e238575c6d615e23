package dev.costgraph.reprice;

import dev.costgraph.money.Decimal;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;

/** What usages cost, and what they would have cost. */
@Description("What usages cost, and what they would have cost.")
public record WhatIf(
    @Description("Usages of tokens or quantities that have a cost and would have one.") long usages,
    @NonNull @Description("What these cost.") Decimal cost,
    @NonNull @Description("What these would have cost.") Decimal wouldCost,
    @NonNull @Description("wouldCost - cost") Decimal difference,
    @NonNull String currency,
    @Description("Usages left out: amounts, and those without a cost.") long leftOut,
    @Description("Usages left out because what they would cost is not known.") long unpriced,
    @NonNull @Description("Why they are not known, at most 10 reasons.")
        List<@NonNull String> unpricedBecause) {}
