package dev.costgraph.reservation;

import dev.costgraph.Limits;
import dev.costgraph.money.Decimal;
import dev.costgraph.pricing.ServiceTier;
import dev.costgraph.usage.TokenCountsInput;
import java.util.Objects;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/** What a caller is about to spend at most, as sent. */
@Input("ReserveInput")
@Description(
    "What a call will cost at most, to be held on every budget that its settlement will charge. Ids"
        + " are 1 to 128 characters without control characters.")
public record ReserveInput(
    @Id
        @NonNull
        @Description(
            "Chosen by the caller and kept for retries. Same id, same content as sent:"
                + " ReserveReplayed. Other content: Conflict. A denied id may try again.")
        String reservationId,
    @Id @NonNull String agentId,
    @Id
        @Nullable
        @Description("The most specific that is known, as in UsageInput. None: platform default.")
        String taskId,
    @Id @Nullable String projectId,
    @Id @Nullable String platformId,
    @Id @Nullable String userId,
    @Nullable @Description("needed with tokens") String model,
    @Nullable String provider,
    @DefaultValue("STANDARD") @Description("that the call will be billed at")
        ServiceTier serviceTier,
    @Nullable String capability,
    @Nullable
        @Description(
            "In the platform's currency, not negative. Absent: the price of the tokens. Give an"
                + " amount, tokens, or both.")
        Decimal amount,
    @Nullable @Description("expected at most; held on budgets of TOKENS") TokenCountsInput tokens,
    @DefaultValue("300") @Description("1 to 86,400; extend sets a later end") Integer ttlSeconds) {

  /** An explicit null is the default. */
  public ReserveInput {
    serviceTier = Objects.requireNonNullElse(serviceTier, ServiceTier.STANDARD);
    ttlSeconds = Objects.requireNonNullElse(ttlSeconds, Limits.TTL_SECONDS_DEFAULT);
  }
}
