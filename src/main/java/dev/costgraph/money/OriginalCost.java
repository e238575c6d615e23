package dev.costgraph.money;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;

/** What a cost was before it was converted, and at which rate it was. */
@Description("What a cost was before it was converted into the platform's currency.")
public record OriginalCost(
    @NonNull Decimal cost,
    @NonNull @Description("ISO 4217, of the price or the amount.") String currency,
    @NonNull @Description("At which it was converted.") ExchangeRate rate) {}
