package dev.costgraph.ledger;

import dev.costgraph.ledger.Command.RecordUsage;
import dev.costgraph.money.Decimal;
import dev.costgraph.pricing.Consumption;
import dev.costgraph.pricing.ServiceTier;
import dev.costgraph.pricing.TokenCounts;
import dev.costgraph.provider.ProviderUsage;
import dev.costgraph.provider.ProviderUsage.StatedCost;
import dev.costgraph.usage.UsageInput;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a usage is booked with, as its caller or its provider states it.
 *
 * @param consumption null for an amount
 * @param tokens null for an amount or a quantity
 * @param stated what the provider says that it charges; null: nothing
 */
record Measure(
    @Nullable Consumption consumption,
    @Nullable TokenCounts tokens,
    ServiceTier tier,
    @Nullable StatedCost stated,
    List<String> warnings) {

  /** Of a command whose form was checked. */
  static Measure of(RecordUsage command) {
    UsageInput usage = command.usage();
    if (command.provided() instanceof ProviderUsage.Counted counted) {
      return of(usage, counted);
    }
    Consumption consumption = null;
    if (usage.tokens() != null) {
      consumption = Consumption.of(usage.tokens().toCounts());
    } else if (usage.quantity() != null) {
      consumption =
          Consumption.of(usage.quantity().toBigDecimal(), String.valueOf(usage.quantityUnit()));
    }
    return new Measure(
        consumption,
        usage.tokens() == null ? null : usage.tokens().toCounts(),
        usage.serviceTier(),
        null,
        List.of());
  }

  private static Measure of(UsageInput usage, ProviderUsage.Counted counted) {
    List<String> warnings = new ArrayList<>(counted.warnings());
    ServiceTier tier = counted.serviceTier() == null ? usage.serviceTier() : counted.serviceTier();
    if (usage.serviceTier() != ServiceTier.STANDARD && tier != usage.serviceTier()) {
      warnings.add(
          "serviceTier is %s, the provider's object says %s: what it says is billed"
              .formatted(usage.serviceTier(), tier));
    }
    return new Measure(
        counted.consumption(), counted.tokens(), tier, counted.statedCost(), warnings);
  }

  /** {@return all that the provider says the call costs; null when it says nothing} */
  @Nullable Decimal statedCost() {
    if (stated == null) {
      return null;
    }
    BigDecimal upstream = stated.upstreamAmount();
    return Decimal.of(upstream == null ? stated.amount() : stated.amount().add(upstream));
  }

  @Nullable String statedCurrency() {
    return stated == null ? null : stated.currency();
  }
}
