package dev.costgraph.tokens;

import dev.costgraph.money.Decimal;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;

/** What a call will cost at the prices of now. */
@Description("What a call will cost at the prices of now, exact to 1e-9 for these counts.")
public record CostEstimate(
    @Description("Counted or as given.") int inputTokens,
    @NonNull @Description("With expectedOutputTokens and cachedShare.") Decimal expected,
    @NonNull
        @Description(
            "With maxOutputTokens and nothing read from a cache, and with expectedErrorPercent more"
                + " input where it was counted by approximation. Never below expected.")
        Decimal worstCase,
    @NonNull @Description("As wanted, else of the price, e.g. USD.") String currency,
    @Description("Whether inputTokens was given or is an exact count.") boolean exact) {}
