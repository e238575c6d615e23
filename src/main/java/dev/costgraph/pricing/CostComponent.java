package dev.costgraph.pricing;

import dev.costgraph.money.Decimal;
import java.math.BigDecimal;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * One line of a cost: quantity × price per unit, rounded once to the nano.
 *
 * @param count tokens, or the quantity as sent
 * @param price of one {@code unit}, exact
 * @param costNanos the rounded product
 * @param tier the service tier whose price it is
 * @param aboveTokens the threshold above which that price holds; null: one for any length
 */
@Description("One line of a cost: quantity × unitPrice / unit, rounded once, half even, to 1e-9.")
public record CostComponent(
    @NonNull
        @Description(
            "What was consumed, e.g. cacheRead or page; input of gpt-4o for another model.")
        String name,
    @Ignore BigDecimal count,
    @NonNull @Description("What unitPrice buys: 1000000 tokens, or one of the quantity's unit.")
        String unit,
    @Ignore BigDecimal price,
    @Ignore long costNanos,
    @Ignore ServiceTier tier,
    @Ignore @Nullable Integer aboveTokens) {

  /** A line at the service tier STANDARD, at a price for prompts of any length. */
  public CostComponent(
      String name, BigDecimal count, String unit, BigDecimal price, long costNanos) {
    this(name, count, unit, price, costNanos, ServiceTier.STANDARD, null);
  }

  /** {@return this line as one of another model than the usage's own} */
  public CostComponent of(String model) {
    return new CostComponent(
        name + " of " + model, count, unit, price, costNanos, tier, aboveTokens);
  }

  @NonNull
  @Description("Tokens, or the quantity as sent.")
  public Decimal getQuantity() {
    return Decimal.of(count);
  }

  @NonNull
  @Description("In the currency of the price, exact.")
  public Decimal getUnitPrice() {
    return Decimal.of(price);
  }

  @NonNull
  @Description("In the currency of the price.")
  public Decimal getCost() {
    return Decimal.ofNanos(costNanos);
  }
}
