package dev.costgraph.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.GraphQl;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exchange rates, as they are added and asked for. */
@QuarkusTest
class ExchangeRateIT {

  private static final String JANUARY = "2026-01-10T12:00:00Z";

  @Inject PriceGraph prices;

  @Test
  void shouldTellTheRateThatHolds() {
    addRate("CZK", "RON", "0.2", "2026-01-01T00:00:00Z");
    PriceBook before = prices.current(); // another with whatever is appended
    addRate("CZK", "RON", "0.2", "2026-01-01T00:00:00Z");

    assertThat(prices.current()).as("the same again changes nothing").isSameAs(before);
    assertThat(rate("RON", "CZK", JANUARY).getString("data.exchangeRate.rate")).isEqualTo("0.2");
    assertThat(rate("RON", "CZK", JANUARY).getString("data.exchangeRate.base")).isEqualTo("CZK");
    assertThat(rate("RON", "CZK", "2025-12-31T23:59:59Z").getString("data.exchangeRate")).isNull();
    assertThat(GraphQl.error(rate("RON", "kronor", JANUARY))).isEqualTo("INVALID_VALUE quote");
  }

  @ParameterizedTest
  @CsvSource({
    "EURO, USD, 1.1, INVALID_VALUE rates[0].base",
    "EUR, dollar, 1.1, INVALID_VALUE rates[0].quote",
    "EUR, EUR, 1, INVALID_VALUE rates[0].quote",
    "EUR, USD, 0, INVALID_VALUE rates[0].rate",
    "EUR, USD, -1.1, INVALID_VALUE rates[0].rate",
    "EUR, USD, '1,1', INVALID_VALUE rates[0].rate",
  })
  void shouldRefuseWhatIsNoRate(String base, String quote, String rate, String error) {
    assertThat(GraphQl.error(rates(base, quote, rate, "2026-01-01T00:00:00Z"))).isEqualTo(error);
  }

  /** Or whichever is sent last would hold, and the same again would change that. */
  @Test
  void shouldRefuseTwoRatesOfOneInstant() {
    List<Map<String, String>> rates =
        List.of(
            Map.of(
                "base",
                "EUR",
                "quote",
                "USD",
                "rate",
                "1.1",
                "effectiveFrom",
                "2020-01-01T00:00:00Z"),
            Map.of(
                "base",
                "USD",
                "quote",
                "EUR",
                "rate",
                "0.9",
                "effectiveFrom",
                "2020-01-01T00:00:00Z"));

    assertThat(GraphQl.error(GraphQl.send("add-exchange-rates", Map.of("rates", rates))))
        .isEqualTo("INVALID_VALUE rates[1]");
  }

  @Test
  void shouldRefuseNoRatesAtAll() {
    assertThat(GraphQl.error(GraphQl.send("add-exchange-rates", Map.of("rates", List.of()))))
        .isEqualTo("OUT_OF_RANGE rates");
  }

  private static void addRate(String base, String quote, String rate, String from) {
    assertThat(rates(base, quote, rate, from).getString("errors")).isNull();
  }

  private static JsonPath rate(String base, String quote, String at) {
    return GraphQl.send("exchange-rate", Map.of("base", base, "quote", quote, "at", at));
  }

  private static JsonPath rates(String base, String quote, String rate, String from) {
    Map<String, String> one =
        Map.of("base", base, "quote", quote, "rate", rate, "effectiveFrom", from);
    return GraphQl.send("add-exchange-rates", Map.of("rates", List.of(one)));
  }
}
