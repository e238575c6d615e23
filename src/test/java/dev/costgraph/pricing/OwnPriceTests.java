package dev.costgraph.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.costgraph.pricing.PriceCatalogue.HostedModel;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prices of the service and of platforms, which go before list prices. */
class OwnPriceTests {

  private static final Instant JANUARY = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");
  private static final Instant MAY = Instant.parse("2026-05-01T00:00:00Z");

  private static final PriceBook LIST =
      PriceBook.of(
          new PriceCatalogue(
              List.of(price(null, "m", null, "10"), price(null, "m", MAY, "9")),
              List.of(new HostedModel("m", "acme", true, List.of("m-latest"))),
              Map.of()));

  private static final PriceBook BOOK =
      LIST.withOwn(
          List.of(
              price(null, "m", MARCH, "8"),
              price("one", "m", MARCH, "7"),
              price("one", "m", MAY, "6"),
              price("two", "m", MAY, "5")));

  @ParameterizedTest
  @CsvSource({
    // platform, time, input, how
    "none, 2026-02-01T00:00:00Z, 10, exact id", // before any own price: the list's
    "none, 2026-03-01T00:00:00Z, 8, 'own price of the service, exact id'",
    "none, 2026-06-01T00:00:00Z, 8, 'own price of the service, exact id'", // not the list's of May
    "one, 2026-02-01T00:00:00Z, 10, exact id",
    "one, 2026-03-01T00:00:00Z, 7, 'own price of platform one, exact id'",
    "one, 2026-06-01T00:00:00Z, 6, 'own price of platform one, exact id'",
    "two, 2026-04-01T00:00:00Z, 8, 'own price of the service, exact id'",
    "two, 2026-06-01T00:00:00Z, 5, 'own price of platform two, exact id'",
  })
  void shouldGoBeforeListPrices(String platform, Instant at, String input, String how) {
    Optional<PriceMatch> match = BOOK.forPlatform(platform).find("m", "acme", at);

    assertThat(input(match)).isEqualTo(input);
    assertThat(match.map(PriceMatch::matchedBy)).contains(how);
    assertThat(input(BOOK.forPlatform(platform).find("m-latest", null, at))).isEqualTo(input);
  }

  @Test
  void shouldSayWhatANameOfOnesOwnStandsFor() {
    PriceBook named = BOOK.withAliases(List.of(new ModelAlias("azure", "ours", "acme/m")));

    assertThat(named.modelNamed("Ours", "Azure")).isEqualTo("acme/m");
    assertThat(named.modelNamed("ours", "acme")).isNull();
    assertThat(BOOK.modelNamed("ours", "azure")).isNull();
  }

  @Test
  void shouldKeepAPlatformsModelsToItself() {
    // Given two platforms with a model of their own, one under the name of a listed one
    PriceBook book =
        LIST.withOwn(
            List.of(
                own("one", "house-model", "inhouse", "1"),
                own("two", "m", "inhouse", "2"),
                own("two", "other", "inhouse", "3")));

    assertThat(input(book.forPlatform("one").find("house-model", null, MAY))).isEqualTo("1");
    assertThat(book.find("house-model", null, MAY)).isEmpty();
    assertThat(book.forPlatform("two").find("house-model", null, MAY)).isEmpty();
    // and the name means the same model for everybody
    assertThat(input(book.forPlatform("two").find("m", null, MAY))).isEqualTo("9");
    assertThat(input(book.forPlatform("two").find("m", "inhouse", MAY))).isEqualTo("2");
    assertThat(input(book.forPlatform("one").find("m", null, MAY))).isEqualTo("9");
    assertThat(book.whyNotFound("house-model", null, MAY))
        .isEqualTo("No provider has a price of house-model");
  }

  @Test
  void shouldStayWhenListPricesAreAdded() {
    PriceBook book = BOOK.with(List.of(price(null, "m", JANUARY, "99")));

    assertThat(input(book.forPlatform("one").find("m", "acme", MAY))).isEqualTo("6");
    assertThat(input(book.find("m", "acme", JANUARY))).isEqualTo("99");
    assertThat(book.listPrice("m", "acme", MAY).map(p -> p.components().getFirst().getPrice()))
        .hasToString("Optional[9]");
    assertThat(book.prices()).hasSize(4); // the list's three and the service's
    assertThat(book.forPlatform("one").prices()).hasSize(6);
  }

  @Test
  void shouldLetTheLaterOfTwoOwnPricesOfAnInstantHold() {
    PriceBook book = BOOK.withOwn(List.of(price("one", "m", MAY, "6.5")));

    assertThat(input(book.forPlatform("one").find("m", "acme", MAY))).isEqualTo("6.5");
  }

  @Test
  void shouldSayFromWhenOnTheFirstOfAllPricesIs() {
    PriceBook book =
        PriceBook.of(List.of(price(null, "m", MAY, "1")))
            .withOwn(List.of(price("one", "m", MARCH, "2")));

    assertThat(book.forPlatform("one").whyNotFound("m", "acme", JANUARY))
        .isEqualTo("The first price of m is from " + MARCH + ", not of " + JANUARY);
    assertThat(book.whyNotFound("m", "acme", JANUARY)).contains(MAY.toString());
  }

  // Discounts

  @ParameterizedTest
  @CsvSource({
    // base, percent off, price
    "10, 20, 8",
    "10, 12.5, 8.75",
    "0.003625, 33.333, 0.00241667875", // × 0.66667
    "3, 0, 3",
    "3, 100, 0",
    "10, -15, 11.5", // a mark-up
    "0.1, -0.01, 0.10001",
  })
  void shouldDiscountExactly(String base, BigDecimal percent, String discounted) {
    ModelPrice price = price(null, "m", null, base).discounted(percent, "one", MARCH);

    assertThat(price.component("input"))
        .isNotNull()
        .extracting(component -> component.getPrice().text())
        .isEqualTo(discounted);
    assertThat(price.platformId()).isEqualTo("one");
    assertThat(price.effectiveFrom()).isEqualTo(MARCH);
  }

  @Test
  void shouldDiscountEveryComponentAndKeepWhatItIsAPriceOf() {
    ModelPrice base =
        PriceBook.of(PriceCatalogue.load()).find("gpt-5.4", null, MAY).orElseThrow().price();

    ModelPrice own = base.discounted(BigDecimal.TEN, null, MAY);

    assertThat(own.components())
        .extracting(PriceComponent::what)
        .containsExactlyElementsOf(base.components().stream().map(PriceComponent::what).toList());
    for (int i = 0; i < own.components().size(); i++) {
      assertThat(own.components().get(i).unitPrice())
          .isEqualByComparingTo(
              base.components().get(i).unitPrice().multiply(new BigDecimal("0.9")));
    }
    assertThat(own.source()).isEqualTo("10 % off: " + base.source());
    assertThat(base.discounted(BigDecimal.TEN.negate(), null, MAY).source())
        .startsWith("10 % above: ");
  }

  @Test
  void shouldNotPayCallers() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> price(null, "m", null, "1").discounted(new BigDecimal("100.01"), null, null))
        .withMessage("a discount of 100.01 % is more than all");
  }

  private static String input(Optional<PriceMatch> match) {
    return match
        .map(m -> m.price().component("input"))
        .map(component -> component.getPrice().text())
        .orElse("not found");
  }

  private static ModelPrice price(
      @Nullable String platform, String model, @Nullable Instant from, String input) {
    return own(platform, model, "acme", input).from(from);
  }

  private static ModelPrice own(
      @Nullable String platform, String model, String provider, String input) {
    return new ModelPrice(
        model,
        provider,
        null,
        "test",
        "USD",
        null,
        List.of(PriceComponent.ofTokens("input", new BigDecimal(input))),
        LongPrompts.WHOLE_REQUEST,
        platform);
  }
}
