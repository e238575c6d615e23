package dev.costgraph.reprice;

import dev.costgraph.pricing.ServiceTier;
import java.time.Instant;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Input;
import org.jspecify.annotations.Nullable;

/** What would have been otherwise; at least one is given. */
@Input("WhatIfInput")
@Description("What would have been otherwise: at least one of them.")
public record WhatIfInput(
    @Nullable @Description("its id or an alias, in any case, also provider/model") String model,
    @Nullable
        @Description("absent: the usage's, or with another model the one that a price is known at")
        String provider,
    @Nullable ServiceTier serviceTier,
    @Nullable @Description("at the prices of this time, whenever it was used") Instant priceDate) {}
