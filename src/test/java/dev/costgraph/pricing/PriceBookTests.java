package dev.costgraph.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.pricing.PriceCatalogue.HostedModel;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceBookTests {

  private static final Instant NOON = Instant.parse("2025-06-10T12:00:00Z");

  // By event time

  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00Z, 10",
    "2025-06-09T23:59:59.999999999Z, 10",
    "2025-06-10T00:00:00Z, 2", // effectiveFrom is inclusive
    "2025-06-10T00:00:00.000000001Z, 2",
    "2025-12-31T23:59:59Z, 2",
    "2026-01-01T00:00:00Z, 1",
    "9999-12-31T00:00:00Z, 1",
  })
  void shouldFindThePriceOfTheTime(Instant at, String input) {
    PriceBook book =
        PriceBook.of(
            List.of(
                price("o3", "openai", "2026-01-01T00:00:00Z", "1"),
                price("o3", "openai", null, "10"),
                price("o3", "openai", "2025-06-10T00:00:00Z", "2")));

    assertThat(inputPrice(book.find("o3", "openai", at))).isEqualTo(input);
  }

  @Test
  void shouldFindNoPriceBeforeTheFirstDatedOne() {
    PriceBook book = PriceBook.of(List.of(price("o3", "openai", "2025-06-10T12:00:00Z", "2")));

    assertThat(book.find("o3", "openai", NOON.minusNanos(1))).isEmpty();
    assertThat(book.find("o3", null, NOON.minusNanos(1))).isEmpty();
    assertThat(book.whyNotFound("o3", null, NOON.minusSeconds(1)))
        .isEqualTo(
            "The first price of o3 is from 2025-06-10T12:00:00Z, not of 2025-06-10T11:59:59Z");
    assertThat(inputPrice(book.find("o3", "openai", NOON))).isEqualTo("2");
  }

  @Test
  void shouldLetTheLaterOfTwoFromTheSameInstantHold() {
    ModelPrice wrong = price("m", "acme", "2025-01-01T00:00:00Z", "1");
    ModelPrice right = price("m", "acme", "2025-01-01T00:00:00Z", "2");

    assertThat(inputPrice(PriceBook.of(List.of(wrong, right)).find("m", null, NOON)))
        .isEqualTo("2");
    assertThat(inputPrice(PriceBook.of(List.of(right, wrong)).find("m", null, NOON)))
        .isEqualTo("1");
    assertThat(inputPrice(PriceBook.of(List.of(wrong)).with(List.of(right)).find("m", null, NOON)))
        .isEqualTo("2");
  }

  // By name

  @ParameterizedTest
  @CsvSource({
    "gpt-4o-mini, openai, exact id",
    "GPT-4o-Mini, OpenAI, exact id",
    "gpt-4o-mini-2024-07-18, openai, alias of gpt-4o-mini",
    "gpt-4o-mini, oai, exact id", // alias of the provider
    "gpt-4o-mini,, 'exact id, only provider'",
    "gpt-4o-mini,'', 'exact id, only provider'",
    "gpt-4o-mini,' ', 'exact id, only provider'",
    "gpt-4o-mini-2024-07-18,, 'alias of gpt-4o-mini, only provider'",
    "openai/gpt-4o-mini,, 'exact id, provider prefix'",
    "OPENAI/GPT-4O-MINI,, 'exact id, provider prefix'",
    "oai/gpt-4o-mini,, 'exact id, provider prefix'",
    "openai/gpt-4o-mini-2024-07-18,, 'alias of gpt-4o-mini, provider prefix'",
    "openai/gpt-4o-mini, openai, 'exact id, provider prefix'",
    "oai/gpt-4o-mini, OpenAI, 'exact id, provider prefix'",
  })
  void shouldFindAModelByItsNames(String model, @Nullable String provider, String matchedBy) {
    assertThat(mini().find(model, provider, NOON))
        .get()
        .extracting(match -> match.price().model(), PriceMatch::matchedBy)
        .containsExactly("gpt-4o-mini", matchedBy);
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-4o,, No provider has a price of gpt-4o",
    "gpt-4o, openai, Provider openai has no price of gpt-4o",
    "gpt-4o-mini, azure, No price of provider azure is known",
    "gpt-4o-mini-2024, openai, Provider openai has no price of gpt-4o-mini-2024",
    "azure/gpt-4o-mini,, No provider has a price of azure/gpt-4o-mini",
    "openai/openai/gpt-4o-mini,, No provider has a price of openai/openai/gpt-4o-mini",
    "azure/gpt-4o-mini, openai, Provider openai has no price of azure/gpt-4o-mini",
    "/,, No provider has a price of /",
    "'',, 'No provider has a price of '",
  })
  void shouldSayWhyNothingIsFound(String model, @Nullable String provider, String why) {
    assertThat(mini().find(model, provider, NOON)).isEmpty();
    assertThat(mini().whyNotFound(model, provider, NOON)).isEqualTo(why);
  }

  @Test
  void shouldNotDependOnTheLanguageOfTheMachine() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr"));
      assertThat(mini().find("GPT-4O-MINI", "OPENAI", NOON)).isPresent();
    } finally {
      Locale.setDefault(before);
    }
  }

  // Several providers

  @Test
  void shouldMeanTheHomeProviderWhenNoneIsNamed() {
    PriceBook book =
        book(
            List.of(price("m", "azure", null, "3"), price("m", "openai", null, "2")),
            new HostedModel("m", "openai", true, List.of("m-1")),
            new HostedModel("m", "azure", false, List.of("m-1")));

    assertThat(book.find("m", null, NOON))
        .get()
        .extracting(match -> match.price().provider(), PriceMatch::matchedBy)
        .containsExactly("openai", "exact id, home provider");
    assertThat(book.find("m-1", null, NOON))
        .get()
        .extracting(match -> match.price().provider(), PriceMatch::matchedBy)
        .containsExactly("openai", "alias of m, home provider");
    assertThat(inputPrice(book.find("m", "azure", NOON))).isEqualTo("3");
    assertThat(inputPrice(book.find("azure/m", null, NOON))).isEqualTo("3");
  }

  @Test
  void shouldFindNothingWhenSeveralHaveItAndNoneMadeIt() {
    PriceBook book =
        PriceBook.of(
            List.of(price("llama", "groq", null, "1"), price("llama", "fireworks", null, "2")));

    assertThat(book.find("llama", null, NOON)).isEmpty();
    assertThat(book.whyNotFound("llama", null, NOON))
        .isEqualTo("Name the provider of llama: fireworks, groq");
    assertThat(inputPrice(book.find("llama", "groq", NOON))).isEqualTo("1");
  }

  @Test
  void shouldFindNothingWhenSeveralSayTheyMadeIt() {
    PriceBook book =
        book(
            List.of(price("m", "a", null, "1"), price("m", "b", null, "2")),
            new HostedModel("m", "a", true, List.of()),
            new HostedModel("m", "b", true, List.of()));

    assertThat(book.find("m", null, NOON)).isEmpty();
    assertThat(book.whyNotFound("m", null, NOON)).isEqualTo("Name the provider of m: a, b");
  }

  @Test
  void shouldNotMeanAHomeThatHasNoPrice() {
    PriceBook book =
        book(
            List.of(price("m", "b", null, "1"), price("m", "c", null, "2")),
            new HostedModel("m", "a", true, List.of()));

    assertThat(book.find("m", null, NOON)).isEmpty();
  }

  @Test
  void shouldPreferAnIdWithASlashToAProviderPrefix() {
    // Groq's id of OpenAI's open model
    PriceBook book =
        PriceBook.of(
            List.of(
                price("openai/gpt-oss-120b", "groq", null, "1"),
                price("gpt-oss-120b", "openai", null, "2")));

    assertThat(book.find("openai/gpt-oss-120b", null, NOON))
        .get()
        .extracting(match -> match.price().provider())
        .isEqualTo("groq");
    assertThat(inputPrice(book.find("groq/openai/gpt-oss-120b", null, NOON))).isEqualTo("1");
  }

  @Test
  void shouldPreferAnIdToAnAlias() {
    PriceBook book =
        book(
            List.of(price("a", "acme", null, "1"), price("b", "acme", null, "2")),
            new HostedModel("a", "acme", true, List.of("b")));

    assertThat(inputPrice(book.find("b", "acme", NOON))).isEqualTo("2");
  }

  // The book itself

  @Test
  void shouldKeepAliasesAndHomesForPricesThatAreAdded() {
    PriceBook book =
        book(
                List.of(price("m", "acme", null, "1")),
                new HostedModel("m", "acme", true, List.of("m-latest")))
            .with(
                List.of(
                    price("m", "acme", "2025-06-10T00:00:00Z", "2"),
                    price("m", "reseller", null, "9")));

    assertThat(inputPrice(book.find("m-latest", null, NOON))).isEqualTo("2");
    assertThat(inputPrice(book.find("m", null, NOON))).isEqualTo("2");
    assertThat(inputPrice(book.find("m", "reseller", NOON))).isEqualTo("9");
  }

  @Test
  void shouldNotChangeWhenPricesAreAdded() {
    PriceBook book = PriceBook.of(List.of(price("m", "acme", null, "1")));

    PriceBook unused = book.with(List.of(price("m", "acme", "2025-01-01T00:00:00Z", "2")));

    assertThat(unused.prices()).hasSize(2);
    assertThat(inputPrice(book.find("m", null, NOON))).isEqualTo("1");
    assertThat(book.prices()).hasSize(1);
  }

  @Test
  void shouldListEachPriceOnceWithoutThoseThatACorrectionReplaced() {
    ModelPrice wrong = price("m", "acme", null, "1");
    ModelPrice right = price("m", "acme", null, "2");
    PriceBook book =
        PriceBook.of(
            new PriceCatalogue(
                List.of(wrong, right),
                List.of(new HostedModel("m", "acme", true, List.of("x", "y"))),
                Map.of("acme-inc", "acme")));

    assertThat(book.prices()).containsExactly(right);
  }

  @Test
  void shouldCarryTheIdOfThePrice() {
    for (String model : List.of("gpt-4o-mini", "gpt-4o-mini-2024-07-18", "openai/gpt-4o-mini")) {
      PriceMatch match = mini().find(model, null, NOON).orElseThrow();
      assertThat(match.priceId()).isEqualTo(match.price().priceId());
    }
  }

  @Test
  void shouldFindNothingInAnEmptyBook() {
    PriceBook book = PriceBook.of(List.of());

    assertThat(book.find("m", null, NOON)).isEmpty();
    assertThat(book.prices()).isEmpty();
  }

  @Test
  void shouldFindWhatASearchThroughTheListFinds() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      // Given prices of 3 models at 3 providers, some undated, some from the same instant
      List<ModelPrice> prices = new ArrayList<>();
      for (int i = 0; i < random.nextInt(40); i++) {
        String from =
            random.nextInt(4) == 0 ? null : NOON.plusSeconds(random.nextInt(10)).toString();
        prices.add(price("m" + random.nextInt(3), "p" + random.nextInt(3), from, "" + (i + 1)));
      }
      PriceBook book = PriceBook.of(prices);

      for (int i = 0; i < 50; i++) {
        String model = "m" + random.nextInt(4);
        String provider = random.nextBoolean() ? null : "P" + random.nextInt(4);
        Instant at = NOON.plusSeconds(random.nextInt(-2, 12));

        // Then the book answers as the list does, also by provider/model
        Optional<ModelPrice> expected = search(prices, model, provider, at);
        assertThat(book.find(model, provider, at).map(PriceMatch::price))
            .as("seed %d: %s %s %s in %s", seed, model, provider, at, prices)
            .isEqualTo(expected);
        if (provider != null) {
          assertThat(book.find(provider + "/" + model, null, at).map(PriceMatch::price))
              .as("seed %d", seed)
              .isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void shouldFindTheSameWhateverTheOrderOfTheFiles() {
    long seed = new Random().nextLong();
    PriceCatalogue catalogue = PriceCatalogue.load();
    List<ModelPrice> shuffled = new ArrayList<>(catalogue.prices());
    Collections.shuffle(shuffled, new Random(seed));
    PriceBook one = PriceBook.of(catalogue);
    PriceBook other =
        PriceBook.of(new PriceCatalogue(shuffled, catalogue.models(), catalogue.providerAliases()));

    for (ModelPrice price : shuffled) {
      for (String provider : new String[] {null, price.provider()}) {
        assertThat(other.find(price.model(), provider, NOON))
            .as("seed %d", seed)
            .isEqualTo(one.find(price.model(), provider, NOON));
      }
    }
  }

  /** The rule, written down a second time. */
  private static Optional<ModelPrice> search(
      List<ModelPrice> prices, String model, @Nullable String provider, Instant at) {
    List<String> hosts =
        prices.stream()
            .filter(price -> price.model().equals(model))
            .map(ModelPrice::provider)
            .distinct()
            .toList();
    String host =
        provider != null
            ? provider.toLowerCase(Locale.ROOT)
            : hosts.size() == 1 ? hosts.getFirst() : "none";
    return prices.stream()
        .filter(price -> price.model().equals(model) && price.provider().equals(host))
        .filter(price -> !from(price).isAfter(at))
        .sorted(Comparator.comparing(PriceBookTests::from))
        .reduce((first, second) -> second);
  }

  private static Instant from(ModelPrice price) {
    return price.effectiveFrom() == null ? Instant.MIN : price.effectiveFrom();
  }

  private static PriceBook mini() {
    return PriceBook.of(
        new PriceCatalogue(
            List.of(price("gpt-4o-mini", "openai", null, "0.15")),
            List.of(
                new HostedModel("gpt-4o-mini", "openai", true, List.of("gpt-4o-mini-2024-07-18"))),
            Map.of("oai", "openai", "nobody", "no-prices")));
  }

  private static PriceBook book(List<ModelPrice> prices, HostedModel... models) {
    return PriceBook.of(new PriceCatalogue(prices, List.of(models), Map.of()));
  }

  private static ModelPrice price(
      String model, String provider, @Nullable String from, String input) {
    return new ModelPrice(
        model,
        provider,
        from == null ? null : Instant.parse(from),
        "test",
        "USD",
        null,
        List.of(PriceComponent.ofTokens("input", new BigDecimal(input))));
  }

  private static String inputPrice(Optional<PriceMatch> match) {
    return match
        .map(found -> found.price().component("input"))
        .map(component -> component.getPrice().text())
        .orElse("not found");
  }
}
