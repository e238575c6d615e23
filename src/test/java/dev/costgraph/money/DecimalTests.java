package dev.costgraph.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.costgraph.money.Decimal.UnreadableDecimal;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTests {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1000000000",
    "0.000000001, 1",
    "-0.5, -500000000",
    "1.10, 1100000000",
    "007, 7000000000",
    "9223372036.854775807, 9223372036854775807",
    "-9223372036.854775808, -9223372036854775808",
    "1.0000000000, 1000000000",
  })
  void shouldReadExactly(String text, long nanos) {
    assertThat(new Decimal(text).toNanos()).isEqualTo(nanos);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " 1",
        "1e3",
        "1E+400",
        "0x1",
        "NaN",
        "Infinity",
        "1.",
        ".5",
        "+1",
        "1,5",
        "0.0000000001",
        "9223372036.854775808",
        "99999999999999999999",
        "1234567890.1234567891",
        "１"
      })
  void shouldRefuseWhatIsNotAPlainExactDecimal(String text) {
    assertThatThrownBy(() -> new Decimal(text).toNanos()).isInstanceOf(UnreadableDecimal.class);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0.000000001", "1500000000, 1.5", "-1, -0.000000001", "10000000000, 10"})
  void shouldWritePlainWithoutTrailingZeros(long nanos, String text) {
    assertThat(Decimal.ofNanos(nanos).text()).isEqualTo(text);
  }

  @Test
  void shouldComeBackAsItWas() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      long nanos = random.nextLong() >> random.nextInt(63);
      assertThat(Decimal.ofNanos(nanos).toNanos()).as("seed %d", seed).isEqualTo(nanos);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0.0000000005, 0",
    "0.0000000015, 2",
    "0.0000000025, 2",
    "0.00000000051, 1",
    "-0.0000000005, 0",
    "1.23456789049, 1234567890"
  })
  void shouldRoundOnceHalfEven(String amount, long nanos) {
    assertThat(Decimal.roundToNanos(new BigDecimal(amount))).isEqualTo(nanos);
  }

  @Test
  void shouldRefuseToRoundPast63Bits() {
    assertThatThrownBy(() -> Decimal.roundToNanos(new BigDecimal("9223372036.854775808")))
        .isInstanceOf(ArithmeticException.class);
  }
}
