package dev.costgraph.pricing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.money.Decimal;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What calls cost by the providers' published rules, worked out by hand in {@code
 * prices/published.txt}, and which of them nobody can know.
 */
class PublishedPricesTests {

  private static final PriceBook BOOK = PriceBook.of(PriceCatalogue.load());
  private static final Instant AUGUST_2026 = Instant.parse("2026-08-21T12:00:00Z");

  static Stream<String> cases() throws IOException {
    try (InputStream in = PublishedPricesTests.class.getResourceAsStream("/prices/published.txt")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
      return text
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList()
          .stream();
    }
  }

  @Test
  void shouldCoverWhatProvidersPublish() throws IOException {
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(60).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldCostWhatTheProviderPublishes(String line) {
    List<String> row = List.of(line.split(" \\| ", -1));
    Instant at = Instant.parse(row.get(3));
    ModelPrice price = BOOK.find(row.get(0), row.get(1), at).orElseThrow().price();

    Pricing.Cost cost =
        (Pricing.Cost) price.price(Tokens.of(row.get(4)), ServiceTier.valueOf(row.get(2)), at);

    assertThat(cost.promptNanos()).isEqualTo(nanos(row.get(5)));
    assertThat(cost.completionNanos()).isEqualTo(nanos(row.get(6)));
    assertThat(cost.totalNanos()).isEqualTo(nanos(row.get(5)) + nanos(row.get(6)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // model | tier | tokens | what is missing
        "claude-opus-5 | BATCH | input 1 | serviceTier",
        "gemini-3.1-pro-preview | FLEX | input 1 | serviceTier",
        "gpt-5.4 | BATCH | input 272001 | aboveTokens", // its standard price doubles there
        "gpt-5.4 | BATCH | input 1, cacheRead 1 | cacheRead",
        "gpt-5.4 | FLEX | input 1, cacheRead 1 | cacheRead",
        "gpt-5.6-sol | PRIORITY | input 272000, cacheRead 1 | aboveTokens",
        "gemini-3.1-pro-preview | BATCH | input 100000, imageInput 100001 | aboveTokens",
        "gpt-5.5 | STANDARD | input 272001 | upToPromptTokens",
        "gpt-5.5 | PRIORITY | input 272001 | upToPromptTokens",
        "grok-4 | STANDARD | input 128000 | upToPromptTokens",
        "claude-sonnet-4-5 | STANDARD | input 1, audioInput 1 | audioInput",
        "gemini-3.1-flash-lite | BATCH | audioInput 1 | audioInput",
        "text-embedding-3-small | BATCH | input 1, output 1 | output",
        "text-embedding-3-small | FLEX | input 1 | serviceTier",
      })
  void shouldNotGuessWhatNobodyPublishes(
      String model, ServiceTier tier, String tokens, String missing) {
    ModelPrice price = BOOK.find(model, null, AUGUST_2026).orElseThrow().price();

    assertThat(price.price(Tokens.of(tokens), tier, AUGUST_2026))
        .isInstanceOfSatisfying(
            Pricing.Unpriced.class, unpriced -> assertThat(unpriced.missing()).isEqualTo(missing));
  }

  /** {@return the value of {@code 2×1.5 + 1×2 = 0.000005}, when both of its sides say the same} */
  private static long nanos(String equation) {
    String[] sides = equation.split(" = ");
    long sum = 0;
    for (String product : sides[0].split(" \\+ ")) {
      String[] factors = product.split("×");
      if (factors.length == 2) {
        sum +=
            new BigDecimal(factors[0])
                .multiply(new BigDecimal(factors[1]))
                .movePointRight(3)
                .setScale(0, RoundingMode.HALF_EVEN)
                .longValueExact();
      }
    }
    assertThat(sum).as(equation).isEqualTo(new Decimal(sides[1]).toNanos());
    return sum;
  }
}
