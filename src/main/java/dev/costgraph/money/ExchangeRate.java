package dev.costgraph.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;

/** What a unit of one currency is worth in another. A fact: a correction is appended. */
@Description(
    "What one unit of the base currency is worth in the quote currency from an instant on. It"
        + " converts both ways: into the base by division.")
public record ExchangeRate(
    @NonNull @Description("ISO 4217, e.g. EUR.") String base,
    @NonNull @Description("ISO 4217, e.g. USD.") String quote,
    @NonNull @Description("Above zero, e.g. 1.0823.") Decimal rate,
    @NonNull @Description("Inclusive, until the next rate of the two currencies.")
        Instant effectiveFrom) {

  /**
   * {@return an amount in the other currency of the two, rounded once, half even}
   *
   * @param from the currency of the amount
   * @throws ArithmeticException when it does not fit 63 bits of nanos
   * @throws IllegalArgumentException when it is neither of the two
   */
  public long convert(long nanos, String from) {
    if (!from.equals(base) && !from.equals(quote)) {
      throw new IllegalArgumentException("%s at a rate of %s/%s".formatted(from, base, quote));
    }
    BigDecimal amount = BigDecimal.valueOf(nanos);
    BigDecimal factor = rate.toBigDecimal();
    BigDecimal converted =
        from.equals(base)
            ? amount.multiply(factor).setScale(0, RoundingMode.HALF_EVEN)
            : amount.divide(factor, 0, RoundingMode.HALF_EVEN);
    return converted.longValueExact();
  }
}
