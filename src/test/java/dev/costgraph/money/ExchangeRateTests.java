package dev.costgraph.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exchange rates: which one holds, and what it makes of an amount. */
class ExchangeRateTests {

  private static final Instant JANUARY = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "1000000000, EUR, 1.0823, 1082300000", // 1 × 1.0823
    "1082300000, USD, 1.0823, 1000000000", // 1.0823 ÷ 1.0823
    "1000000000, USD, 3, 333333333", // 1 ÷ 3
    "1, EUR, 0.5, 0", // half a nano, to the even one
    "3, EUR, 0.5, 2", // one and a half, likewise
    "-3, EUR, 0.5, -2",
    "5, USD, 2, 2", // two and a half
    "0, USD, 1.5, 0",
    "9223372036854775807, EUR, 1, 9223372036854775807",
  })
  void shouldConvertOnceHalfEven(long nanos, String from, String rate, long converted) {
    assertThat(rate(rate, JANUARY).convert(nanos, from)).isEqualTo(converted);
  }

  @Test
  void shouldRefuseWhatDoesNotFit() {
    assertThatThrownBy(() -> rate("1.1", JANUARY).convert(Long.MAX_VALUE, "EUR"))
        .isInstanceOf(ArithmeticException.class);
  }

  /** Whichever way a rate is stated, no amount is further than half a nano from the exact one. */
  @Test
  void shouldBeWithinHalfANano() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      BigDecimal factor = BigDecimal.valueOf(1 + random.nextInt(1_000_000), random.nextInt(7));
      ExchangeRate rate = rate(factor.toPlainString(), JANUARY);
      BigDecimal nanos = BigDecimal.valueOf(random.nextLong(1_000_000_000_000L));
      BigDecimal out = BigDecimal.valueOf(rate.convert(nanos.longValueExact(), "EUR"));
      BigDecimal back = BigDecimal.valueOf(rate.convert(nanos.longValueExact(), "USD"));

      assertThat(out.subtract(nanos.multiply(factor)).abs())
          .as("seed %d, %s × %s", seed, nanos, factor)
          .isLessThanOrEqualTo(new BigDecimal("0.5"));
      assertThat(back.multiply(factor).subtract(nanos).abs())
          .as("seed %d, %s ÷ %s", seed, nanos, factor)
          .isLessThanOrEqualTo(factor.divide(BigDecimal.TWO, 10, RoundingMode.UP));
    }
  }

  @Test
  void shouldFindTheLatestRateStatedEitherWay() {
    ExchangeRate early = rate("1.1", JANUARY);
    ExchangeRate late = new ExchangeRate("USD", "EUR", new Decimal("0.8"), JUNE);
    ExchangeRates rates = ExchangeRates.NONE.with(List.of(late)).with(List.of(early));

    assertThat(rates.find("EUR", "USD", JANUARY.minusNanos(1))).isNull();
    assertThat(rates.find("EUR", "USD", JANUARY)).isEqualTo(early);
    assertThat(rates.find("USD", "EUR", JUNE.minusNanos(1))).isEqualTo(early);
    assertThat(rates.find("EUR", "USD", JUNE)).isEqualTo(late);
    assertThat(rates.find("EUR", "CHF", JUNE)).isNull();
  }

  @Test
  void shouldTakeTheOneAppendedLaterFromTheSameInstant() {
    ExchangeRate wrong = rate("11", JANUARY);
    ExchangeRate right = rate("1.1", JANUARY);
    ExchangeRates before = ExchangeRates.NONE.with(List.of(wrong));
    ExchangeRates rates = before.with(List.of(right));

    assertThat(rates.find("EUR", "USD", JUNE)).isEqualTo(right);
    assertThat(rates.holds(right)).isTrue();
    assertThat(rates.holds(wrong)).isFalse();
    assertThat(before.find("EUR", "USD", JUNE)).isEqualTo(wrong);
  }

  /** EUR to CHF and CHF to USD say nothing of EUR to USD. */
  @Test
  void shouldNotGoByWayOfAThirdCurrency() {
    ExchangeRates rates =
        ExchangeRates.NONE.with(
            List.of(
                new ExchangeRate("EUR", "CHF", new Decimal("0.95"), JANUARY),
                new ExchangeRate("CHF", "USD", new Decimal("1.13"), JANUARY)));

    assertThat(rates.find("EUR", "USD", JUNE)).isNull();
  }

  private static ExchangeRate rate(String rate, Instant from) {
    return new ExchangeRate("EUR", "USD", new Decimal(rate), from);
  }
}
