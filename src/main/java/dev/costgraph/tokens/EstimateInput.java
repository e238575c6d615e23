package dev.costgraph.tokens;

import dev.costgraph.money.Decimal;
import dev.costgraph.pricing.ServiceTier;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/** A call that is about to be made, as sent. */
@Input("EstimateInput")
@Description(
    "A call that is about to be made. Exactly one of text, messages and inputTokens, and at least"
        + " one of expectedOutputTokens and maxOutputTokens.")
public record EstimateInput(
    @NonNull @Description("Its id or an alias, in any case, also provider/model.") String model,
    @Nullable @Description("Absent: the one that made the model, or the only one that has it.")
        String provider,
    @Id @Nullable @Description("Whose own prices go first. Absent: those of the service alone.")
        String platformId,
    @DefaultValue("STANDARD") @Description("that the call will be billed at")
        ServiceTier serviceTier,
    @Nullable @Description("The prompt as plain text, at most 2,000,000 characters.") String text,
    @Nullable
        @Description(
            "The prompt as a chat: 1 to 1,000 messages of together at most 2,000,000 characters.")
        List<MessageInput> messages,
    @Nullable @Description("The tokens of the prompt, where they are known. 0 or more.")
        Integer inputTokens,
    @Nullable
        @Description(
            "0 or more, reasoning included. Absent: maxOutputTokens. Give 0 for a model that"
                + " answers no text, such as one that embeds.")
        Integer expectedOutputTokens,
    @Nullable @Description("Not below expectedOutputTokens. Absent: expectedOutputTokens.")
        Integer maxOutputTokens,
    @Nullable
        @Description(
            "ISO 4217, in which the cost is wanted: your platform's. Absent: the price's. It is"
                + " converted at the exchange rate of now.")
        String currency,
    @Nullable
        @Description(
            "The share of the input that the provider will read from its cache, 0 to 1. Absent: 0.")
        Decimal cachedShare) {

  /** An explicit null is the default. */
  public EstimateInput {
    serviceTier = Objects.requireNonNullElse(serviceTier, ServiceTier.STANDARD);
  }
}
