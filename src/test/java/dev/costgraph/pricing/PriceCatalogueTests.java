package dev.costgraph.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceCatalogueTests {

  private static final PriceCatalogue CATALOGUE = PriceCatalogue.load();
  private static final PriceBook BOOK = PriceBook.of(CATALOGUE);
  private static final Instant AUGUST_2026 = Instant.parse("2026-08-21T00:00:00Z");

  @Test
  void shouldHaveAtLeast120Models() {
    assertThat(CATALOGUE.models()).hasSizeGreaterThanOrEqualTo(250);
    assertThat(CATALOGUE.prices()).hasSizeGreaterThan(CATALOGUE.models().size());
  }

  @Test
  void shouldReadEveryFileOfItsFolder() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/prices"))) {
      Set<String> providers =
          files
              .map(file -> file.getFileName().toString().replace(".json", ""))
              .collect(Collectors.toSet());

      assertThat(CATALOGUE.prices()).extracting(ModelPrice::provider).containsAll(providers);
      assertThat(providers)
          .isEqualTo(
              CATALOGUE.prices().stream().map(ModelPrice::provider).collect(Collectors.toSet()));
    }
  }

  @ParameterizedTest
  @CsvSource({
    // vendor, a chat model of it, its provider
    "OpenAI, gpt-4o, openai",
    "Anthropic, claude-sonnet-4-5, anthropic",
    "Google, gemini-2.5-pro, google",
    "Mistral, mistral-large-2411, mistral",
    "DeepSeek, deepseek-chat, deepseek",
    "xAI, grok-4, xai",
    "Meta, llama-3.3-70b-versatile, groq",
    "Meta, meta.llama3-3-70b-instruct-v1:0, bedrock",
    "Meta, meta-llama/Llama-3.3-70B-Instruct-Turbo, together",
    "Meta, accounts/fireworks/models/llama4-maverick-instruct-basic, fireworks",
    "Amazon, amazon.nova-lite-v1:0, bedrock",
    "Amazon, amazon.titan-text-premier-v1:0, bedrock",
    "Cohere, command-a-03-2025, cohere",
    "Qwen, qwen-max, alibaba",
  })
  void shouldPriceChatOfEveryVendor(String vendor, String model, String provider) {
    PriceMatch match = BOOK.find(model, null, AUGUST_2026).orElseThrow();

    assertThat(match.price().provider()).as(vendor).isEqualTo(provider);
    assertThat(match.price().component("input")).isNotNull();
    assertThat(match.price().component("output")).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "text-embedding-3-small, openai",
    "gemini-embedding-001, google",
    "mistral-embed, mistral",
    "amazon.titan-embed-text-v2:0, bedrock",
    "embed-v4.0, cohere",
    "BAAI/bge-base-en-v1.5, together",
  })
  void shouldPriceEmbeddingsByInputAlone(String model, String provider) {
    ModelPrice price = BOOK.find(model, null, AUGUST_2026).orElseThrow().price();

    assertThat(price.provider()).isEqualTo(provider);
    assertThat(price.components()).extracting(PriceComponent::name).containsOnly("input");
  }

  @ParameterizedTest
  @CsvSource({
    // model, time, input and output per million: the changes that users remember
    "gpt-4o, 2024-05-13T00:00:00Z, 5, 15",
    "gpt-4o, 2024-10-01T23:59:59Z, 5, 15",
    "gpt-4o, 2024-10-02T00:00:00Z, 2.5, 10",
    "gpt-4o-2024-05-13, 2026-01-01T00:00:00Z, 5, 15",
    "gpt-4o-2024-08-06, 2024-08-06T00:00:00Z, 2.5, 10",
    "o3, 2025-06-09T23:59:59Z, 10, 40",
    "o3-2025-04-16, 2025-06-10T00:00:00Z, 2, 8",
    "o1-mini, 2025-01-01T00:00:00Z, 3, 12",
    "o1-mini, 2025-03-01T00:00:00Z, 1.1, 4.4",
    "gpt-3.5-turbo, 2023-12-01T00:00:00Z, 1.5, 2",
    "gpt-3.5-turbo, 2024-03-01T00:00:00Z, 0.5, 1.5",
    "claude-3-5-haiku-20241022, 2024-11-30T00:00:00Z, 1, 5",
    "claude-3-5-haiku-20241022, 2025-01-01T00:00:00Z, 0.8, 4",
    "claude-sonnet-5, 2026-08-31T23:59:59Z, 2, 10",
    "claude-sonnet-5, 2026-09-01T00:00:00Z, 3, 15",
    "gemini-1.5-pro, 2024-06-01T00:00:00Z, 3.5, 10.5",
    "gemini-1.5-pro, 2025-01-01T00:00:00Z, 1.25, 5",
    "deepseek-chat, 2025-02-08T15:59:59Z, 0.14, 0.28",
    "deepseek-chat, 2025-02-08T16:00:00Z, 0.27, 1.1",
    "deepseek-chat, 2025-09-29T00:00:00Z, 0.28, 0.42",
    "deepseek-chat, 2026-04-23T23:59:59Z, 0.28, 0.42",
    "deepseek-chat, 2026-04-26T12:15:00Z, 0.14, 0.28",
    "deepseek-reasoner, 2026-04-26T12:15:00Z, 0.14, 0.28",
    "open-mistral-nemo, 2024-08-01T00:00:00Z, 0.3, 0.3",
    "open-mistral-nemo, 2024-10-01T00:00:00Z, 0.15, 0.15",
  })
  void shouldKnowThePriceOfTheTime(String model, Instant at, String input, String output) {
    ModelPrice price = BOOK.find(model, null, at).orElseThrow().price();

    assertThat(price.components())
        .extracting(PriceComponent::name, component -> component.getPrice().text())
        .contains(tuple("input", input), tuple("output", output));
  }

  @ParameterizedTest
  @CsvSource({
    "deepseek-chat, 2025-09-15T00:00:00Z", // between a change and the next table
    "deepseek-reasoner, 2025-09-15T00:00:00Z",
    "deepseek-chat, 2026-04-24T00:00:00Z", // between a change and the next table
    "deepseek-reasoner, 2026-04-26T12:14:59Z",
    "openai/gpt-oss-120b, 2025-12-01T00:00:00Z", // at groq, between two tables
  })
  void shouldNotGuessAPriceOfATimeInWhichItChanged(String model, Instant at) {
    String provider = model.startsWith("openai/") ? "groq" : null;
    ModelPrice price = BOOK.find(model, provider, at).orElseThrow().price();

    assertThat(price.price(new TokenCounts(1, 1, 0, 0, 0, 0, 0, 0, 0, 0), ServiceTier.STANDARD, at))
        .isInstanceOf(Pricing.Unpriced.class);
  }

  @ParameterizedTest
  @CsvSource({
    "gemini-2.5-pro, 2026-08-01T00:00:00Z,", // its price above the threshold is known
    "gemini-2.5-pro, 2025-08-23T00:00:00Z, 200000", // but for that of cached tokens then
    "gemini-1.5-flash, 2025-01-01T00:00:00Z, 128000",
    "claude-sonnet-4-5, 2026-08-01T00:00:00Z,",
    "claude-sonnet-4-20250514, 2026-08-01T00:00:00Z, 200000",
    "gpt-5.4, 2026-08-01T00:00:00Z,",
    "gpt-5.5, 2026-08-01T00:00:00Z, 272000",
    "grok-4, 2026-08-01T00:00:00Z, 127999", // xAI: at 128,000 already
    "qwen3-max, 2026-08-01T00:00:00Z, 32000",
    "gpt-4o, 2026-08-01T00:00:00Z,",
  })
  void shouldBoundPricesWhoseLongPromptsOneTableAloneKnows(String model, Instant at, Long bound) {
    assertThat(BOOK.find(model, null, at).orElseThrow().price().upToPromptTokens())
        .isEqualTo(bound);
  }

  @Test
  void shouldFindEveryModelByEachOfItsNames() {
    for (PriceCatalogue.HostedModel model : CATALOGUE.models()) {
      ModelPrice expected =
          BOOK.find(model.model(), model.provider(), AUGUST_2026).orElseThrow().price();
      for (String alias : model.aliases()) {
        assertThat(BOOK.find(alias, model.provider(), AUGUST_2026))
            .as(alias)
            .get()
            .extracting(PriceMatch::price)
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void shouldGiveEveryPriceAnIdOfItsOwn() {
    assertThat(CATALOGUE.prices()).extracting(ModelPrice::priceId).doesNotHaveDuplicates();
  }

  @Test
  void shouldSayWhereEachPriceIsFromAndWhenItWasChecked() {
    assertThat(CATALOGUE.prices())
        .extracting(ModelPrice::source)
        .allMatch(source -> source.matches(".*[a-z]+\\.[a-z]+/.*; checked 2026-08-21"));
    assertThat(CATALOGUE.prices()).extracting(ModelPrice::currency).containsOnly("USD");
  }

  @Test
  void shouldHaveOnlyPlausiblePrices() {
    Set<String> cheaperRead = new HashSet<>();
    for (ModelPrice price : CATALOGUE.prices()) {
      for (PriceComponent component : price.components()) {
        // 600 per million is o1-pro; nothing in the catalogue is free
        assertThat(component.unitPrice())
            .as(price.priceId() + " " + component.name())
            .isGreaterThan(BigDecimal.ZERO)
            .isLessThanOrEqualTo(new BigDecimal("600"));
      }
      PriceComponent read = price.component("cacheRead");
      PriceComponent input = price.component("input");
      if (read != null && input != null) {
        assertThat(read.unitPrice()).as(price.priceId()).isLessThan(input.unitPrice());
        cheaperRead.add(price.provider());
      }
    }
    assertThat(cheaperRead).hasSizeGreaterThan(7);
  }

  @Test
  void shouldKnowTheMultiplesThatAnthropicChargesForItsCache() {
    for (ModelPrice price : CATALOGUE.prices()) {
      PriceComponent hour = price.component("cacheWrite1h");
      if (hour == null) {
        continue;
      }
      BigDecimal input = unitPrice(price, "input");
      // one hour costs twice the input, everywhere
      assertThat(hour.unitPrice()).as(price.priceId()).isEqualByComparingTo(input.add(input));
      if (!price.model().equals("claude-3-haiku-20240307")) { // 0.30 and 0.03, rounded by them
        assertThat(unitPrice(price, "cacheWrite5m"))
            .as(price.priceId())
            .isEqualByComparingTo(input.multiply(new BigDecimal("1.25")));
        assertThat(unitPrice(price, "cacheRead"))
            .as(price.priceId())
            .isEqualByComparingTo(input.multiply(new BigDecimal("0.1")));
      }
    }
  }

  private static BigDecimal unitPrice(ModelPrice price, String name) {
    PriceComponent component = price.component(name);
    assertThat(component).as(price.priceId() + " " + name).isNotNull();
    return component == null ? BigDecimal.ZERO : component.unitPrice();
  }
}
