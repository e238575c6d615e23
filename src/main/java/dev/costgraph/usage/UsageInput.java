package dev.costgraph.usage;

import dev.costgraph.money.Decimal;
import dev.costgraph.pricing.ServiceTier;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/** One use of a model, a tool or a service, as the caller sent it. */
@Input("UsageInput")
@Description(
    "One use of a model, a tool or a service. Ids are 1 to 128 characters without control"
        + " characters.")
public record UsageInput(
    @Id
        @NonNull
        @Description(
            "Chosen by the caller before the call and kept for retries. Same id, same content as"
                + " sent: Replayed. Other content: Conflict.")
        String operationId,
    @Id @NonNull String agentId,
    @Id
        @Nullable
        @Description(
            "The most specific that is known. None: platform default. An unknown one is created or"
                + " rejected as the platform says. Contradicting ids: Rejected.")
        String taskId,
    @Id @Nullable String projectId,
    @Id @Nullable String platformId,
    @Id @Nullable String userId,
    @Id @Nullable String runId,
    @Id @Nullable @Description("the run that spawned runId") String parentRunId,
    @Nullable String step,
    @Nullable String capability,
    @DefaultValue("LLM_CALL") UsageKind kind,
    @Nullable @Description("needed with tokens; with a quantity, the name of the service")
        String model,
    @Nullable String provider,
    @DefaultValue("STANDARD") ServiceTier serviceTier,
    @Nullable
        @Description(
            "One of: tokens, the provider's own usage object as it came, a priced quantity, or an"
                + " amount.")
        TokenCountsInput tokens,
    @Nullable
        @Description(
            "needs the model that answered; a service tier that it states is the one billed")
        ProviderUsageInput providerUsage,
    @Nullable @Description("not negative") Decimal quantity,
    @Nullable @Description("needed with a quantity, e.g. request, image, second")
        String quantityUnit,
    @Nullable @Description("the cost itself, not negative") Decimal amount,
    @Nullable
        @Description(
            "of the amount, ISO 4217; absent: the platform's. Another is converted at the exchange"
                + " rate of the timestamp; without one the usage is unpriced.")
        String currency,
    @Nullable
        @Description(
            "From the year 2000 to 10 minutes ahead of the service's clock. Absent: ledger time.")
        Instant timestamp,
    @DefaultValue("SUCCEEDED")
        @Description("A failed call costs what it used; the cost of failures stays visible.")
        UsageOutcome outcome,
    @Nullable @Description("at most 16, each key once") List<TagInput> tags,
    @Nullable
        @Description(
            "The tasks that share it, instead of taskId and projectId: 2 to 20, each once. Each is"
                + " charged its part, by largest remainder; the parts sum to the whole. The call"
                + " counts with the first.")
        List<ShareInput> split) {

  /** An explicit null is the default. */
  public UsageInput {
    kind = Objects.requireNonNullElse(kind, UsageKind.LLM_CALL);
    serviceTier = Objects.requireNonNullElse(serviceTier, ServiceTier.STANDARD);
    outcome = Objects.requireNonNullElse(outcome, UsageOutcome.SUCCEEDED);
  }
}
