package dev.costgraph.tokens;

import dev.costgraph.money.Decimal;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/** How many tokens a text or a chat has. */
@Description("How many tokens a text or a chat has as input of a model.")
public record TokenCount(
    int tokens,
    @NonNull @Description("By which it was counted: o200k_base or cl100k_base.") String encoding,
    @Description(
            "Whether the encoding is the model's own and, for messages, OpenAI publishes for it"
                + " what they add.")
        boolean exact,
    @Description(
            "How far nine of ten counts were off at most where they were compared with the"
                + " provider's own; 0 if exact. Null: nothing was compared, the error is not"
                + " known.")
        @Nullable Decimal expectedErrorPercent) {}
