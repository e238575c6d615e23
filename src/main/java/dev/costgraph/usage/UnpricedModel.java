package dev.costgraph.usage;

import java.time.Instant;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/** A model that was used without a known price. */
@Description("A model whose calls have no cost yet: no price, or no exchange rate, was known.")
public record UnpricedModel(
    @NonNull @Description("As recorded.") String model,
    @Nullable @Description("As recorded; null where the usages name none.") String provider,
    @Description("Usages without a price.") long calls,
    @NonNull @Description("Timestamp of the earliest of them.") Instant firstSeen,
    @NonNull @Description("Timestamp of the latest of them.") Instant lastSeen) {}
