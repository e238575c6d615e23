package dev.costgraph.pricing;

import dev.costgraph.money.Decimal;
import java.math.BigDecimal;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * What one kind of consumption costs.
 *
 * @param name a count of {@link TokenCounts}, e.g. {@code cacheRead}, or the unit of a priced
 *     quantity, e.g. {@code page}; no blanks and no semicolon
 * @param unit {@link #MILLION_TOKENS} for tokens; the name itself, meaning one of it, for a
 *     quantity
 * @param unitPrice in the currency of the price, exact, zero or more; zero is free of charge
 * @param tier the only service tier that it holds at
 * @param aboveTokens it holds for prompts of more tokens than this, instead of the component that
 *     holds for shorter ones; null: for prompts of any length without such a one. Always null for a
 *     quantity, which has no prompt
 * @param hours it holds at these hours only, instead of the component without; null: at any other
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
    @Ignore BigDecimal unitPrice,
    @NonNull @Description("The service tier that it holds at.") ServiceTier tier,
    @Description(
            "It holds for prompts of more tokens than this, cached ones included, instead of the "
                + "component for shorter ones. Null: for any other length.")
        @Nullable Integer aboveTokens,
    @Ignore @Nullable DailyHours hours) {

  /** The unit of every price of tokens. */
  public static final String MILLION_TOKENS = "1000000 tokens";

  /** Decimal places that the unit of a price of tokens moves a price by. */
  private static final int MILLION = 6;

  /**
   * @throws IllegalArgumentException when the price is negative, the unit does not fit the name or
   *     the threshold does not fit either
   */
  public PriceComponent {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a price component has no name");
    }
    if (name.chars().anyMatch(c -> c == ';' || Character.isWhitespace(c))) {
      throw new IllegalArgumentException("'" + name + "' has a blank or a semicolon");
    }
    if (unitPrice.signum() < 0) {
      throw new IllegalArgumentException(name + " has the negative price " + unitPrice);
    }
    boolean tokens = TokenKind.named(name) != null;
    String expected = tokens ? MILLION_TOKENS : name;
    if (!unit.equals(expected)) {
      throw new IllegalArgumentException(
          name + " is not a known component priced per " + unit + "; its unit is " + expected);
    }
    if (aboveTokens != null && (aboveTokens < 1 || !tokens)) {
      throw new IllegalArgumentException(name + " cannot have aboveTokens " + aboveTokens);
    }
  }

  /** A price at the service tier STANDARD, for prompts of any length, at any hour. */
  public PriceComponent(String name, String unit, BigDecimal unitPrice) {
    this(name, unit, unitPrice, ServiceTier.STANDARD, null, null);
  }

  /** {@return a price per 1,000,000 tokens} */
  public static PriceComponent ofTokens(String name, BigDecimal unitPrice) {
    return new PriceComponent(name, MILLION_TOKENS, unitPrice);
  }

  /**
   * {@return a price per 1,000,000 tokens}
   *
   * @param aboveTokens null: for prompts of any length
   * @param hours null: at any hour
   */
  public static PriceComponent ofTokens(
      String name,
      BigDecimal unitPrice,
      ServiceTier tier,
      @Nullable Integer aboveTokens,
      @Nullable DailyHours hours) {
    return new PriceComponent(name, MILLION_TOKENS, unitPrice, tier, aboveTokens, hours);
  }

  /**
   * {@return a price per 1,000,000 tokens, or of one of a quantity where the name is none of
   * tokens}
   *
   * @param aboveTokens null: for prompts of any length
   * @throws IllegalArgumentException as the constructor
   */
  public static PriceComponent of(
      String name, BigDecimal unitPrice, ServiceTier tier, @Nullable Integer aboveTokens) {
    String unit = TokenKind.named(name) == null ? name : MILLION_TOKENS;
    return new PriceComponent(name, unit, unitPrice, tier, aboveTokens, null);
  }

  /** {@return a price for one request, image, second, character, page …} */
  public static PriceComponent ofQuantity(String unit, BigDecimal unitPrice) {
    return new PriceComponent(unit, unit, unitPrice);
  }

  /** {@return the same at another price} */
  public PriceComponent at(BigDecimal otherPrice) {
    return new PriceComponent(name, unit, otherPrice, tier, aboveTokens, hours);
  }

  @Name("hours")
  @Description(
      "It holds at these hours of every day in UTC only, e.g. 16:30-00:30, the end exclusive,"
          + " instead of the component without. Null: at any other hour.")
  public @Nullable String getHoursUtc() {
    return hours == null ? null : hours.toString();
  }

  /** {@return the kind of tokens, or null for a quantity} */
  @Nullable TokenKind kind() {
    return TokenKind.named(name);
  }

  /**
   * {@return what it is a price of: name and, where they are not the usual, tier, threshold and
   * hours, e.g. {@code input BATCH above 200000}}. No other component of a price has the same.
   */
  public String what() {
    return name
        + (tier == ServiceTier.STANDARD ? "" : " " + tier)
        + (aboveTokens == null ? "" : " above " + aboveTokens)
        + (hours == null ? "" : " at " + hours);
  }

  @NonNull
  @Description("In the currency of the model's price, exact, 0 or more; 0 is free of charge.")
  public Decimal getPrice() {
    return Decimal.of(unitPrice);
  }

  /**
   * Prices a quantity, or a count that is too large for integers, rounded once, half even, to the
   * nano.
   *
   * @param consumed what was consumed: this component's name, or what it stands in for
   * @throws ArithmeticException when the cost does not fit 63 bits of nanos
   */
  CostComponent cost(String consumed, BigDecimal quantity) {
    BigDecimal product = unitPrice.multiply(quantity);
    BigDecimal amount = unit.equals(MILLION_TOKENS) ? product.scaleByPowerOfTen(-MILLION) : product;
    return cost(consumed, quantity, Decimal.roundToNanos(amount));
  }

  /** {@return a line of a cost at this price} */
  CostComponent cost(String consumed, BigDecimal quantity, long nanos) {
    return new CostComponent(consumed, quantity, unit, unitPrice, nanos, tier, aboveTokens);
  }
}
