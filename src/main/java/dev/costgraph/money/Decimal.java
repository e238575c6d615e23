package dev.costgraph.money;

import io.smallrye.graphql.api.CustomScalar;
import io.smallrye.graphql.api.CustomStringScalar;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;
import org.eclipse.microprofile.graphql.Description;

/**
 * An exact decimal as text. What a caller sent is kept as sent, so that one unreadable amount is
 * the rejection of its own record and not of the whole request; {@link #toNanos} is where it is
 * read.
 *
 * @param text plain notation in answers, e.g. {@code 0.001615}; anything at all in requests
 */
@CustomScalar("Decimal")
@Description(
    "An exact decimal number as a string, plain notation, no trailing zeros, e.g. \"0.001615\". "
        + "At most 9 decimals and 19 digits in.")
public record Decimal(String text) implements CustomStringScalar {

  /** Decimals of a nano: 1e-9 of the unit. */
  public static final int SCALE = 9;

  public static final Decimal ZERO = new Decimal("0");

  private static final Pattern READABLE = Pattern.compile("-?\\d{1,19}(\\.\\d{1,19})?");

  /** {@return {@code nanos} × 1e-9 in plain notation without trailing zeros} */
  public static Decimal ofNanos(long nanos) {
    return of(BigDecimal.valueOf(nanos, SCALE));
  }

  /** {@return the value in plain notation without trailing zeros} */
  public static Decimal of(BigDecimal value) {
    return value.signum() == 0 ? ZERO : new Decimal(value.stripTrailingZeros().toPlainString());
  }

  /** {@return a whole number, such as a count of tokens} */
  public static Decimal ofWhole(long value) {
    return new Decimal(Long.toString(value));
  }

  /**
   * Rounds an exact product of count and unit price, once, half even.
   *
   * @param amount in units of the currency
   * @return nanos
   * @throws ArithmeticException when the amount does not fit 63 bits
   */
  public static long roundToNanos(BigDecimal amount) {
    return amount.setScale(SCALE, RoundingMode.HALF_EVEN).unscaledValue().longValueExact();
  }

  /**
   * {@return the value in nanos; nothing is rounded}
   *
   * @throws UnreadableDecimal when the text is not a plain decimal, has more than 9 decimals or
   *     does not fit 63 bits of nanos; its message says which
   */
  public long toNanos() {
    BigDecimal value = toBigDecimal();
    if (value.scale() > SCALE) {
      throw new UnreadableDecimal("has more than 9 decimals");
    }
    try {
      return value.setScale(SCALE, RoundingMode.UNNECESSARY).unscaledValue().longValueExact();
    } catch (ArithmeticException e) {
      throw new UnreadableDecimal("is outside ±9223372036.854775807");
    }
  }

  /**
   * {@return the exact value}
   *
   * @throws UnreadableDecimal when the text is not a plain decimal of at most 19 digits
   */
  public BigDecimal toBigDecimal() {
    if (!READABLE.matcher(text).matches()) {
      throw new UnreadableDecimal("is not a decimal in plain notation, such as 0.001615");
    }
    BigDecimal value = new BigDecimal(text);
    BigDecimal stripped = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    if (stripped.precision() > 19) {
      throw new UnreadableDecimal("has more than 19 digits");
    }
    return stripped.scale() < 0 ? stripped.setScale(0, RoundingMode.UNNECESSARY) : stripped;
  }

  @Override
  public String stringValueForSerialization() {
    return text;
  }

  @Override
  public String toString() {
    return text;
  }

  /**
   * The text is not a decimal that this service takes; the message completes "amount '1e400' …".
   */
  public static final class UnreadableDecimal extends RuntimeException {
    UnreadableDecimal(String message) {
      super(message);
    }
  }
}
