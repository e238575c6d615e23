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
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
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
    @NonNull List<@NonNull Tag> tags,
    @Ignore Share share,
    @NonNull
        @Description(
            "The parts of a usage that is split, each with its own task, cost and sequence. None"
                + " for another, and for a part itself: lists of usages have the parts.")
        List<@NonNull Usage> shares) {

  /** Providers round what they state. */
  private static final BigDecimal ROUNDING = new BigDecimal("1e-8");

  /** {@return how the stated cost and the booked one differ; null when they agree or cannot} */
  public @Nullable String costDifference() {
    if (!share.isWhole()) { // the stated cost is that of the whole
      return null;
    }
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

  /**
   * {@return the usage that these are the parts of}
   *
   * @param parts all of them, in their order; one for a usage that is not split
   */
  public static Usage whole(List<Usage> parts) {
    Usage first = parts.getFirst();
    if (first.share.isWhole()) {
      return first;
    }
    Set<Optional<String>> projectIds =
        parts.stream().map(part -> Optional.ofNullable(part.projectId)).collect(Collectors.toSet());
    return new Usage(
        first.operationId,
        first.agentId,
        null,
        projectIds.size() == 1 ? first.projectId : null,
        first.platformId,
        first.userId,
        first.runId,
        first.parentRunId,
        first.step,
        first.capability,
        first.kind,
        first.model,
        first.provider,
        first.serviceTier,
        first.outcome,
        first.share.tokens(),
        first.share.quantity(),
        first.quantityUnit,
        first.share.amount(),
        first.amountCurrency,
        first.timestamp,
        first.recordedAt,
        first.sequence,
        sum(parts, Usage::cost),
        first.currency,
        first.statedCost,
        first.statedCurrency,
        parts.stream().flatMap(part -> part.entries.stream()).toList(),
        first.tags,
        Share.WHOLE,
        List.copyOf(parts));
  }

  private static @Nullable Decimal sum(
      List<Usage> parts, Function<Usage, @Nullable Decimal> amount) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Usage part : parts) {
      Decimal more = amount.apply(part);
      if (more == null) {
        return null;
      }
      sum = sum.add(more.toBigDecimal());
    }
    return Decimal.of(sum);
  }

  @Description("Of a part of a usage that is split: its weight. Null for another.")
  public @Nullable Decimal getWeight() {
    return share.isWhole() ? null : share.weight();
  }

  /** {@return the id of its node, which is unique: of parts only the first has the operation's} */
  public String nodeId() {
    return share.nodeId(operationId);
  }

  /** {@return what the caller said that the whole of it cost; null for tokens and quantities} */
  @Nullable Decimal wholeAmount() {
    return share.isWhole() ? amount : share.amount();
  }

  /** {@return the tokens of the whole; null for an amount or a quantity} */
  @Nullable TokenCounts wholeTokens() {
    return share.isWhole() ? tokens : share.tokens();
  }

  /** {@return the quantity of the whole; null but for a quantity} */
  @Nullable Decimal wholeQuantity() {
    return share.isWhole() ? quantity : share.quantity();
  }

  /** {@return the cost in a currency, if it is the platform's or all is converted from it} */
  private @Nullable BigDecimal costIn(String wanted) {
    if (!shares.isEmpty()) {
      Decimal sum =
          sum(
              shares,
              part -> Optional.ofNullable(part.costIn(wanted)).map(Decimal::of).orElse(null));
      return sum == null ? null : sum.toBigDecimal();
    }
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
