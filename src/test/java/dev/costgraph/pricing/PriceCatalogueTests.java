package dev.costgraph.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.costgraph.pricing.PriceCatalogue.InvalidCatalogue;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
    assertThat(price.components()).extracting(PriceComponent::name).containsExactly("input");
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
    "deepseek-chat, 2025-06-01T00:00:00Z", // half price by the time of day
    "deepseek-reasoner, 2025-06-01T00:00:00Z",
    "openai/gpt-oss-120b, 2025-12-01T00:00:00Z", // at groq, between two tables
  })
  void shouldNotGuessAPriceOfATimeInWhichItChanged(String model, Instant at) {
    String provider = model.startsWith("openai/") ? "groq" : null;
    ModelPrice price = BOOK.find(model, provider, at).orElseThrow().price();

    assertThat(price.price(new TokenCounts(1, 1, 0, 0, 0, 0, 0, 0, 0, 0), ServiceTier.STANDARD))
        .isInstanceOf(Pricing.Unpriced.class);
  }

  @ParameterizedTest
  @CsvSource({
    "gemini-2.5-pro, 2026-08-01T00:00:00Z, 200000",
    "gemini-1.5-flash, 2025-01-01T00:00:00Z, 128000",
    "claude-sonnet-4-5, 2026-08-01T00:00:00Z, 200000",
    "claude-sonnet-4-20250514, 2026-08-01T00:00:00Z, 200000",
    "claude-opus-4-6, 2026-03-12T00:00:00Z, 200000",
    "claude-opus-4-6, 2026-03-13T00:00:00Z,", // one price for any length since then
    "gpt-5.4, 2026-08-01T00:00:00Z, 272000",
    "grok-4, 2026-08-01T00:00:00Z, 127999", // xAI: at 128,000 already
    "qwen3-max, 2026-08-01T00:00:00Z, 32000",
    "gpt-4o, 2026-08-01T00:00:00Z,",
  })
  void shouldBoundPricesOfModelsThatChargeLongPromptsMore(String model, Instant at, Long bound) {
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

  // The format

  @Test
  void shouldReadAFile() {
    PriceCatalogue catalogue =
        read(
            file(
                """
                {"model": "m", "aliases": ["m-1"], "prices": [
                  {"input": "0.10", "output": "2", "asInput": ["imageInput"]},
                  {"from": "2025-01-02", "upToPromptTokens": 7, "input": "0.000000001"},
                  {"from": "2025-01-02T00:00:01Z", "unpriced": "by the hour"}]}
                """));

    assertThat(catalogue.models())
        .containsExactly(new PriceCatalogue.HostedModel("m", "acme", true, List.of("m-1")));
    assertThat(catalogue.providerAliases()).isEqualTo(Map.of("acme-inc", "acme"));
    assertThat(catalogue.prices())
        .containsExactly(
            new ModelPrice(
                "m",
                "acme",
                null,
                "acme.example; checked 2025-01-01",
                "USD",
                null,
                List.of(
                    PriceComponent.ofTokens("input", new BigDecimal("0.10")),
                    PriceComponent.ofTokens("output", new BigDecimal("2")),
                    PriceComponent.ofTokens("imageInput", new BigDecimal("0.10")))),
            new ModelPrice(
                "m",
                "acme",
                Instant.parse("2025-01-02T00:00:00Z"),
                "acme.example; checked 2025-01-01",
                "USD",
                7L,
                List.of(PriceComponent.ofTokens("input", new BigDecimal("0.000000001")))),
            new ModelPrice(
                "m",
                "acme",
                Instant.parse("2025-01-02T00:00:01Z"),
                "by the hour; acme.example; checked 2025-01-01",
                "USD",
                null,
                List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // the prices of model m | the field and the problem
        "{'input': '-1'} | input: is negative: -1",
        "{'input': '1,5'} | input: is not a decimal: 1,5",
        "{'input': 1.5} | input: is not a text",
        "{'input': ''} | input: is not a text",
        "{'inputs': '1'} | inputs: is not known",
        "{'page': '1'} | page: is not known",
        "{'input': '1', 'from': 'May'} | from: is not a day: May",
        "{'input': '1', 'from': '2025-02-30'} | from: is not a day: 2025-02-30",
        "{'input': '1', 'from': '2025-01-01T25:00:00Z'} | "
            + "from: is not an instant: 2025-01-01T25:00:00Z",
        "{'input': '1'}, {'input': '2'} | from: is not after the one before: null",
        "{'input': '1', 'from': '2025-01-02'}, {'input': '2', 'from': '2025-01-01'} | "
            + "from: is not after the one before: 2025-01-01T00:00:00Z",
        "{'input': '1', 'from': '2025-01-02'}, {'input': '2', 'from': '2025-01-02'} | "
            + "from: is not after the one before: 2025-01-02T00:00:00Z",
        "{} | prices: has neither or both of components and unpriced",
        "{'input': '1', 'unpriced': 'why'} | "
            + "prices: has neither or both of components and unpriced",
        "{'input': '1', 'asInput': ['image']} | asInput: cannot have image",
        "{'input': '1', 'imageInput': '2', 'asInput': ['imageInput']} | "
            + "asInput: cannot have imageInput",
        "{'output': '1', 'asInput': ['imageInput']} | asInput: cannot have imageInput",
        "{'input': '1', 'asInput': ['imageInput', 'imageInput']} | "
            + "prices: imageInput has two prices",
        "{'input': '1', 'asInput': [1]} | asInput: has something other than a text: 1",
        "{'input': '1', 'upToPromptTokens': 0} | prices: upToPromptTokens 0 is below 1",
        "{'input': '1', 'upToPromptTokens': '5'} | upToPromptTokens: is not a whole number: \"5\"",
        "{'input': '1', 'upToPromptTokens': 1.5} | upToPromptTokens: is not a whole number: 1.5",
        "1 | x",
      })
  void shouldNameFileModelAndFieldOfAWrongPrice(String prices, String problem) {
    String json = "{'model': 'm', 'prices': [" + prices + "]}";
    String expected = problem.equals("x") ? ": is not an object: 1" : ", field " + problem;

    assertThatThrownBy(() -> read(file(json.replace('\'', '"'))))
        .isInstanceOf(InvalidCatalogue.class)
        .hasMessage("prices/acme.json, model m" + expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'acme' | 7 | field provider: is not a text",
        "true | 'yes' | field home: is not true or false",
        "'2025-01-01' | 'today' | field checked: is not a day: today",
        "1000000 tokens | 1000 tokens | field unit: is not 1000000 tokens",
        "'source' | 'sources' | field sources: is not known",
        "'acme-inc' | 'ACME' | field alsoKnownAs: is there twice: ACME",
        "'m' | '' | field model: is not a text",
        "'m', | 'm', 'name': 'M', | field name: is not known",
      })
  void shouldNameFileAndFieldOfAWrongFile(String text, String wrong, String problem) {
    String good = file("{\"model\": \"m\", \"prices\": [{\"input\": \"1\"}]}");
    String bad = good.replace(text.replace('\'', '"'), wrong.replace('\'', '"'));

    assertThat(bad).isNotEqualTo(good);
    assertThatThrownBy(() -> read(bad))
        .isInstanceOf(InvalidCatalogue.class)
        .hasMessage("prices/acme.json, " + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a | b | A | model: is there twice: A",
        "a | A | c | aliases: is there twice: A",
        "a | b | B | model: is there twice: B",
      })
  void shouldRefuseAnIdTwice(String first, String alias, String second, String problem) {
    String models =
        "{\"model\": \"%s\", \"aliases\": [\"%s\"], \"prices\": [{\"input\": \"1\"}]},"
                .formatted(first, alias)
            + "{\"model\": \"%s\", \"prices\": [{\"input\": \"1\"}]}".formatted(second);

    assertThatThrownBy(() -> read(file(models)))
        .isInstanceOf(InvalidCatalogue.class)
        .hasMessageEndingWith("field " + problem);
  }

  @Test
  void shouldRefuseTextThatIsNotJsonAndFieldsThatAreThereTwice() {
    assertThatThrownBy(() -> read("{"))
        .isInstanceOf(InvalidCatalogue.class)
        .hasMessageStartingWith("prices/acme.json: is not JSON");
    assertThatThrownBy(
            () ->
                read(
                    file("{\"model\": \"m\", \"prices\": [{\"input\": \"1\", \"input\": \"2\"}]}")))
        .isInstanceOf(InvalidCatalogue.class)
        .hasMessageContaining("Duplicate field 'input'");
    assertThatThrownBy(() -> read(file("")))
        .isInstanceOf(InvalidCatalogue.class)
        .hasMessageEndingWith("field models: is not a list with something in it");
  }

  @Test
  void shouldRefuseAProviderInTwoFiles() {
    String file = file("{\"model\": \"m\", \"prices\": [{\"input\": \"1\"}]}");

    assertThatThrownBy(
            () -> PriceCatalogue.of(Map.of("prices/a.json", file, "prices/b.json", file)))
        .isInstanceOf(InvalidCatalogue.class)
        .hasMessage("prices/b.json, field provider: is there twice: acme");
  }

  private static BigDecimal unitPrice(ModelPrice price, String name) {
    PriceComponent component = price.component(name);
    assertThat(component).as(price.priceId() + " " + name).isNotNull();
    return component == null ? BigDecimal.ZERO : component.unitPrice();
  }

  private static PriceCatalogue read(String text) {
    return PriceCatalogue.of(Map.of("prices/acme.json", text));
  }

  private static String file(String models) {
    return """
        {"provider": "acme", "alsoKnownAs": ["acme-inc"], "home": true, "source": "acme.example",
         "checked": "2025-01-01", "currency": "USD", "unit": "1000000 tokens", "models": [%s]}
        """
        .formatted(models);
  }
}
