package dev.costgraph.usage;

import dev.costgraph.budget.Budget;
import dev.costgraph.money.Decimal;
import dev.costgraph.money.OriginalCost;
import dev.costgraph.pricing.Consumption;
import dev.costgraph.pricing.CostComponent;
import dev.costgraph.pricing.ModelPrice;
import dev.costgraph.pricing.Pricing;
import dev.costgraph.pricing.TokenCounts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/** Why a usage cost what it cost, and whom. */
@Description("Why a usage cost what it cost, and which budgets counted it.")
public record CostExplanation(
    @NonNull Usage usage,
    @Nullable
        @Description(
            "Of its own model, at which it was booked or corrected to last; null for an amount or"
                + " no price.")
        ModelPrice price,
    @NonNull @Description("Where the price is known from, or that the caller gave the amount.")
        String priceSource,
    @NonNull @Description("How the price was found, e.g. exact id; none without a price.")
        String matchedBy,
    @NonNull
        @Description(
            "The lines of the cost, each in the currency of its price or amount: the sum of a"
                + " model's is what it costs before it is converted. None while unpriced.")
        List<@NonNull CostComponent> components,
    @NonNull @Description("Each budget that counted the usage, by id, as it is now.")
        List<@NonNull Budget> budgets,
    @NonNull @Description("Why it is unpriced, for example.") List<@NonNull String> warnings) {

  static final String AMOUNT = "amount";
  static final String NONE = "none";

  /**
   * What the graph holds about the cost of a usage.
   *
   * @param consumption null for an amount
   * @param charges its entries by sequence, the usage's own model first; none while unpriced
   * @param unpricedBecause null when it was priced
   * @param budgets on its path or narrowing it, those too whose period does not contain it
   */
  record Facts(
      Usage usage,
      @Nullable Consumption consumption,
      List<Charge> charges,
      @Nullable String unpricedBecause,
      List<Budget> budgets) {

    /**
     * {@return those of a split usage, when this is of its parts so far, with those of the next}
     */
    Facts and(Facts next) {
      List<Usage> parts =
          new ArrayList<>(usage.shares().isEmpty() ? List.of(usage) : usage.shares());
      parts.add(next.usage);
      Map<String, Budget> all = new TreeMap<>();
      budgets.forEach(budget -> all.put(budget.budgetId(), budget));
      next.budgets.forEach(budget -> all.put(budget.budgetId(), budget));
      return new Facts(
          Usage.whole(parts),
          consumption,
          charges,
          unpricedBecause == null ? next.unpricedBecause : unpricedBecause,
          List.copyOf(all.values()));
    }
  }

  /**
   * The entry of one model.
   *
   * @param model null: the usage's own
   * @param price null for an amount
   * @param matchedBy null without a price
   */
  record Charge(@Nullable String model, @Nullable ModelPrice price, @Nullable String matchedBy) {}

  /** Prices the usage anew at the prices it was booked at, or corrected to last. */
  static CostExplanation of(Facts facts) {
    Usage usage = facts.usage();
    List<String> warnings = new ArrayList<>();
    if (facts.unpricedBecause() != null) {
      warnings.add("unpriced: " + facts.unpricedBecause());
    }
    String stated = usage.costDifference();
    if (stated != null) {
      warnings.add(stated);
    }
    List<CostComponent> components = new ArrayList<>();
    Map<String, Charge> last = new LinkedHashMap<>();
    facts.charges().forEach(charge -> last.put(String.valueOf(charge.model()), charge));
    long computed = 0;
    for (Charge charge : last.values()) {
      List<CostComponent> lines = components(facts, charge);
      components.addAll(lines);
      computed += converted(lines, usage, charge);
    }
    long booked = usage.cost() == null ? 0 : usage.cost().toNanos();
    if (facts.unpricedBecause() == null && booked != computed) {
      warnings.add(
          "the components come to %s, booked are %s"
              .formatted(Decimal.ofNanos(computed), Decimal.ofNanos(booked)));
    }
    Charge first = last.isEmpty() ? null : last.values().iterator().next();
    ModelPrice price = first == null ? null : first.price();
    return new CostExplanation(
        usage,
        price,
        price != null ? price.source() : first == null ? NONE : "the caller's amount",
        first == null || first.matchedBy() == null ? NONE : first.matchedBy(),
        components,
        facts.budgets().stream().filter(b -> b.bounds(usage.timestamp()) != null).toList(),
        warnings);
  }

  /** {@return the sum of lines in the platform's currency, at the rate that was booked last} */
  private static long converted(List<CostComponent> lines, Usage usage, Charge charge) {
    long nanos = lines.stream().mapToLong(CostComponent::costNanos).sum();
    CostEntry last = usage.lastEntries().get(String.valueOf(charge.model()));
    OriginalCost original = last == null ? null : last.originalCost();
    return original == null ? nanos : original.rate().convert(nanos, original.currency());
  }

  private static List<CostComponent> components(Facts facts, Charge charge) {
    Usage usage = facts.usage();
    ModelPrice price = charge.price();
    Consumption consumption = facts.consumption();
    if (price == null || consumption == null) {
      Decimal amount = Objects.requireNonNull(usage.amount());
      return List.of(
          new CostComponent(
              AMOUNT, BigDecimal.ONE, AMOUNT, amount.toBigDecimal(), amount.toNanos()));
    }
    TokenCounts tokens =
        consumption.parts().stream()
            .filter(part -> Objects.equals(part.model(), charge.model()))
            .map(Consumption.Part::tokens)
            .reduce(TokenCounts.NONE, TokenCounts::plus);
    List<Consumption.Quantity> quantities =
        charge.model() == null ? consumption.quantities() : List.of();
    return switch (price.price(tokens, quantities, usage.serviceTier(), usage.timestamp())) {
      case Pricing.Cost known ->
          charge.model() == null
              ? known.components()
              : known.components().stream().map(line -> line.of(charge.model())).toList();
      case Pricing.Unpriced _ -> List.of();
    };
  }
}
