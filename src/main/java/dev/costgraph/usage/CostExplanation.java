package dev.costgraph.usage;

import dev.costgraph.budget.Budget;
import dev.costgraph.money.Decimal;
import dev.costgraph.pricing.CostComponent;
import dev.costgraph.pricing.ModelPrice;
import dev.costgraph.pricing.Pricing;
import dev.costgraph.pricing.TokenCounts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/** Why a usage cost what it cost, and whom. */
@Description("Why a usage cost what it cost, and which budgets counted it.")
public record CostExplanation(
    @NonNull Usage usage,
    @Nullable @Description("As it was when the usage was booked; null for an amount or no price.")
        ModelPrice price,
    @NonNull @Description("Where the price is known from, or that the caller gave the amount.")
        String priceSource,
    @NonNull @Description("How the price was found, e.g. exact id; none without a price.")
        String matchedBy,
    @NonNull @Description("The lines of the charge: their sum is its total. None while unpriced.")
        List<@NonNull CostComponent> components,
    @NonNull @Description("Each budget that counted the usage, by id, as it is now.")
        List<@NonNull Budget> budgets,
    @NonNull @Description("Why it is unpriced, for example.") List<@NonNull String> warnings) {

  static final String AMOUNT = "amount";
  static final String NONE = "none";

  /**
   * What the graph holds about the cost of a usage.
   *
   * @param price of its charge; null for an amount and while unpriced
   * @param matchedBy null without a price
   * @param unpricedBecause null when it was priced
   * @param budgets on its path or narrowing it, those too whose period does not contain it
   */
  record Facts(
      Usage usage,
      @Nullable ModelPrice price,
      @Nullable String matchedBy,
      @Nullable String unpricedBecause,
      List<Budget> budgets) {}

  /** Prices the usage anew at the price it was booked at. */
  static CostExplanation of(Facts facts) {
    Usage usage = facts.usage();
    List<String> warnings = new ArrayList<>();
    List<CostComponent> components = components(usage, facts.price());
    if (facts.unpricedBecause() != null) {
      warnings.add("unpriced: " + facts.unpricedBecause());
    }
    if (!usage.entries().isEmpty()) {
      long booked = usage.entries().getFirst().totalCost().toNanos();
      long computed = components.stream().mapToLong(CostComponent::costNanos).sum();
      if (booked != computed) {
        warnings.add(
            "the components come to %s, booked are %s"
                .formatted(Decimal.ofNanos(computed), Decimal.ofNanos(booked)));
      }
    }
    return new CostExplanation(
        usage,
        facts.price(),
        source(facts),
        facts.matchedBy() == null ? NONE : facts.matchedBy(),
        components,
        facts.budgets().stream().filter(b -> b.bounds(usage.timestamp()) != null).toList(),
        warnings);
  }

  private static String source(Facts facts) {
    if (facts.price() != null) {
      return facts.price().source();
    }
    return facts.usage().entries().isEmpty() ? NONE : "the caller's amount";
  }

  private static List<CostComponent> components(Usage usage, @Nullable ModelPrice price) {
    Decimal cost = usage.entries().isEmpty() ? null : usage.entries().getFirst().totalCost();
    if (cost == null) {
      return List.of();
    }
    if (price == null) {
      return List.of(
          new CostComponent(AMOUNT, BigDecimal.ONE, AMOUNT, cost.toBigDecimal(), cost.toNanos()));
    }
    return switch (price(usage, price)) {
      case Pricing.Cost known -> known.components();
      case Pricing.Unpriced _ -> List.of();
    };
  }

  private static Pricing price(Usage usage, ModelPrice price) {
    Decimal quantity = usage.quantity();
    if (quantity != null) {
      return price.price(
          quantity.toBigDecimal(), String.valueOf(usage.quantityUnit()), usage.serviceTier());
    }
    return price.price(
        usage.tokens() == null ? TokenCounts.NONE : usage.tokens(), usage.serviceTier());
  }
}
