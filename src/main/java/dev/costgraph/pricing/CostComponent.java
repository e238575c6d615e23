package dev.costgraph.pricing;

import dev.costgraph.money.Decimal;
import java.math.BigDecimal;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.NonNull;

/**
 * One line of a cost: quantity × price per unit, rounded once to the nano.
 *
 * @param count tokens, or the quantity as sent
 * @param price of one {@code unit}, exact
 * @param costNanos the rounded product
 */
@Description("One line of a cost: quantity × unitPrice / unit, rounded once, half even, to 1e-9.")
public record CostComponent(
    @NonNull @Description("What was consumed, e.g. cacheRead or page.") String name,
    @Ignore BigDecimal count,
    @NonNull @Description("What unitPrice buys: 1000000 tokens, or one of the quantity's unit.")
        String unit,
    @Ignore BigDecimal price,
    @Ignore long costNanos) {

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
