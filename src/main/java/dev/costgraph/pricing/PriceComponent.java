package dev.costgraph.pricing;

import dev.costgraph.money.Decimal;
import java.math.BigDecimal;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.NonNull;

/**
 * What one kind of consumption costs.
 *
 * @param name a count of {@link TokenCounts}, e.g. {@code cacheRead}, or the unit of a priced
 *     quantity, e.g. {@code page}
 * @param unit {@link #MILLION_TOKENS} for tokens; the name itself, meaning one of it, for a
 *     quantity
 * @param unitPrice in the currency of the price, exact, zero or more; zero is free of charge
 */
@Description("What one kind of consumption costs.")
public record PriceComponent(
    @NonNull
        @Description(
            "input, output, cacheRead, cacheWrite5m, cacheWrite1h, reasoning, audioInput, "
                + "audioOutput, imageInput or imageOutput, or the unit of a quantity, e.g. page.")
        String name,
    @NonNull @Description("What the price buys: 1000000 tokens, or one of the quantity's unit.")
        String unit,
    @Ignore BigDecimal unitPrice) {

  /** The unit of every price of tokens. */
  public static final String MILLION_TOKENS = "1000000 tokens";

  /** Decimal places that the unit of a price of tokens moves a price by. */
  private static final int MILLION = 6;

  /**
   * @throws IllegalArgumentException when the price is negative or the unit does not fit the name
   */
  public PriceComponent {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a price component has no name");
    }
    if (unitPrice.signum() < 0) {
      throw new IllegalArgumentException(name + " has the negative price " + unitPrice);
    }
    String expected = TokenKind.named(name) == null ? name : MILLION_TOKENS;
    if (!unit.equals(expected)) {
      throw new IllegalArgumentException(
          name + " is not a known component priced per " + unit + "; its unit is " + expected);
    }
  }

  /** {@return a price per 1,000,000 tokens} */
  public static PriceComponent ofTokens(String name, BigDecimal unitPrice) {
    return new PriceComponent(name, MILLION_TOKENS, unitPrice);
  }

  /** {@return a price for one request, image, second, character, page …} */
  public static PriceComponent ofQuantity(String unit, BigDecimal unitPrice) {
    return new PriceComponent(unit, unit, unitPrice);
  }

  @NonNull
  @Description("In the currency of the model's price, exact, 0 or more; 0 is free of charge.")
  public Decimal getPrice() {
    return Decimal.of(unitPrice);
  }

  /**
   * Prices a count of this component's tokens or quantity, rounded once, half even, to the nano.
   *
   * @param name what was consumed: this component's name, or what it stands in for
   * @throws ArithmeticException when the cost does not fit 63 bits of nanos
   */
  CostComponent cost(String name, BigDecimal quantity) {
    BigDecimal product = unitPrice.multiply(quantity);
    BigDecimal amount = unit.equals(MILLION_TOKENS) ? product.scaleByPowerOfTen(-MILLION) : product;
    return new CostComponent(name, quantity, unit, unitPrice, Decimal.roundToNanos(amount));
  }
}
