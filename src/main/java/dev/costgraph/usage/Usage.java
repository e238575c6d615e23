package dev.costgraph.usage;

import dev.costgraph.money.Decimal;
import dev.costgraph.money.OriginalCost;
import dev.costgraph.pricing.ServiceTier;
import dev.costgraph.pricing.TokenCounts;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/** A usage as it was booked: a fact, never changed. */
@Description("A usage as it was booked; never changed.")
public record Usage(
    @Id @NonNull String operationId,
    @Id @NonNull String agentId,
    @Id @Nullable String taskId,
    @Id @Nullable String projectId,
    @Id @NonNull String platformId,
    @Id @Nullable String userId,
    @Id @Nullable String runId,
    @Id @Nullable String parentRunId,
    @Nullable String step,
    @Nullable String capability,
    @NonNull UsageKind kind,
    @Nullable String model,
    @Nullable String provider,
    @NonNull ServiceTier serviceTier,
    @NonNull UsageOutcome outcome,
    @Nullable @Description("of all models that worked on it; null for an amount or a quantity")
        TokenCounts tokens,
    @Nullable Decimal quantity,
    @Nullable String quantityUnit,
    @Nullable @Description("what the caller said it cost; null for tokens and quantities")
        Decimal amount,
    @Nullable @Description("of the amount") String amountCurrency,
    @NonNull @Description("when it was used") Instant timestamp,
    @NonNull @Description("ledger time of its booking") Instant recordedAt,
    @Description("the ledger's number of this fact: unique and ascending within the platform")
        long sequence,
    @Nullable @Description("null while unpriced") Decimal cost,
    @NonNull String currency,
    @Nullable
        @Description(
            "What the provider's usage object says that it costs, with what another provider bills"
                + " on top: kept beside the cost, never used for it.")
        Decimal statedCost,
    @Nullable @Description("of the statedCost") String statedCurrency,
    @NonNull @Description("none while unpriced") List<@NonNull CostEntry> entries,
    @NonNull List<@NonNull Tag> tags) {

  /** Providers round what they state. */
  private static final BigDecimal ROUNDING = new BigDecimal("1e-8");

  /** {@return how the stated cost and the booked one differ; null when they agree or cannot} */
  public @Nullable String costDifference() {
    BigDecimal booked = statedCurrency == null ? null : costIn(statedCurrency);
    if (statedCost == null || booked == null) {
      return null;
    }
    BigDecimal difference = new BigDecimal(statedCost.text()).subtract(booked).abs();
    return difference.compareTo(ROUNDING) <= 0
        ? null
        : "the provider states a cost of %s %s, booked are %s by the known price"
            .formatted(statedCost.text(), statedCurrency, Decimal.of(booked).text());
  }

  /** {@return the cost in a currency, if it is the platform's or all is converted from it} */
  private @Nullable BigDecimal costIn(String wanted) {
    if (cost == null || currency.equals(wanted)) {
      return cost == null ? null : cost.toBigDecimal();
    }
    BigDecimal sum = BigDecimal.ZERO;
    for (CostEntry entry : lastEntries().values()) {
      OriginalCost original = entry.originalCost();
      if (original == null || !original.currency().equals(wanted)) {
        return null;
      }
      sum = sum.add(original.cost().toBigDecimal());
    }
    return sum;
  }

  /** {@return the last entry of each model, by its name; of the usage's own by "null"} */
  Map<String, CostEntry> lastEntries() {
    Map<String, CostEntry> last = new HashMap<>();
    entries.forEach(entry -> last.put(String.valueOf(entry.model()), entry));
    return last;
  }

  /** {@return tokens of every kind; 0 for an amount or a quantity} */
  public long totalTokens() {
    return tokens == null ? 0 : tokens.getTotal();
  }
}
