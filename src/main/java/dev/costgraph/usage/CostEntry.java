package dev.costgraph.usage;

import dev.costgraph.money.Decimal;
import dev.costgraph.money.OriginalCost;
import java.time.Instant;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/** What a usage cost, as booked. Never rewritten. */
@Description(
    "What a usage cost, as booked; never rewritten. An amount has neither prompt nor completion"
        + " cost.")
public record CostEntry(
    @NonNull EntryKind entryKind,
    @Nullable @Description("Whose work it is, where that is another model than the usage's own.")
        String model,
    @NonNull Decimal promptCost,
    @NonNull Decimal completionCost,
    @NonNull Decimal totalCost,
    @NonNull String currency,
    @Nullable
        @Description(
            "Before it was converted; null for a cost in the platform's currency. Of an"
                + " adjustment: what all of it costs since then, converted at this rate.")
        OriginalCost originalCost,
    @Nullable String reason,
    @NonNull Instant recordedAt,
    long sequence) {}
