package dev.costgraph.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.graph.Properties;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Prices as nodes have them. */
class PricePropertiesTests {

  @Test
  void shouldReadBackEveryPriceOfTheCatalogue() {
    for (ModelPrice price : PriceCatalogue.load().prices()) {
      ModelPrice read = PriceProperties.price(new Properties(stored(price)));

      assertThat(read).isEqualTo(price);
      assertThat(read.priceId()).isEqualTo(price.priceId());
    }
  }

  @Test
  void shouldReadBackEveryFeature() {
    ModelPrice price =
        new ModelPrice(
            "m",
            "acme",
            null,
            "test",
            "EUR",
            400_000L,
            List.of(
                new PriceComponent(
                    "input",
                    PriceComponent.MILLION_TOKENS,
                    new BigDecimal("0.10"),
                    ServiceTier.FLEX,
                    200_000,
                    DailyHours.parse("16:30-00:30")),
                PriceComponent.ofQuantity("page", new BigDecimal("1e-3"))),
            LongPrompts.PART_ABOVE,
            "acme-platform");

    assertThat(stored(price))
        .containsEntry(
            "components",
            List.of(
                "input 0.10 1000000 tokens; FLEX; above 200000; 16:30-00:30", "page 0.001 page"))
        .containsEntry("long_prompts", "PART_ABOVE")
        .containsEntry("platform_id", "acme-platform");
    assertThat(PriceProperties.price(new Properties(stored(price))).priceId())
        .isEqualTo(price.priceId());
  }

  @Test
  void shouldReadAndWriteUsualPricesAsBefore() {
    ModelPrice price =
        new ModelPrice(
            "m",
            "acme",
            null,
            "test",
            "USD",
            null,
            List.of(PriceComponent.ofTokens("input", new BigDecimal("2.5"))));

    assertThat(stored(price))
        .containsEntry("components", List.of("input 2.5 1000000 tokens"))
        .doesNotContainKeys("long_prompts", "platform_id");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, @Nullable Object> stored(ModelPrice price) {
    Map<String, Object> row =
        PriceProperties.row(new PriceMatch(price, price.priceId(), "exact id"));
    return (Map<String, @Nullable Object>) row.getOrDefault("properties", Map.of());
  }
}
