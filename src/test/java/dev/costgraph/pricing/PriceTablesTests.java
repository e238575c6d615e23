package dev.costgraph.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.SharedData;
import dev.costgraph.pricing.PriceCatalogue.HostedModel;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The catalogue against two independent tables, component by component and both ways: what a table
 * says otherwise, and what a table knows and the catalogue leaves out. Every difference is named
 * here with its reason; a name without a difference fails too.
 */
class PriceTablesTests {

  private static final LocalDate CHECKED = LocalDate.parse("2026-08-21");
  private static final PriceCatalogue CATALOGUE = PriceCatalogue.load();
  private static final PriceBook BOOK = PriceBook.of(CATALOGUE);

  private static final String ONE_HOUR =
      "an hour costs twice the input; the table has 6 for every model of that time";
  private static final String NO_CACHE = "the model has no prompt caching";
  private static final String PRO =
      "only one table knows a discount, and the pro models have had none";
  private static final String OLD = "the table kept the price of before the change";
  private static final String LUMPED = "the table has one price for all models of that name";

  /** Difference → why the catalogue does not follow the table. */
  private static final Map<String, String> DIFFERENCES =
      Map.ofEntries(
          Map.entry(
              "anthropic/claude-3-5-haiku-20241022 cacheWrite1h litellm: 6, not 1.6", ONE_HOUR),
          Map.entry("anthropic/claude-3-haiku-20240307 cacheWrite1h litellm: 6, not 0.5", ONE_HOUR),
          Map.entry("anthropic/claude-3-opus-20240229 cacheWrite1h litellm: 6, not 30", ONE_HOUR),
          Map.entry("anthropic/claude-3-sonnet-20240229 cacheRead genai: 0.3, left out", NO_CACHE),
          Map.entry(
              "anthropic/claude-3-sonnet-20240229 cacheWrite5m genai: 3.75, left out", NO_CACHE),
          Map.entry("bedrock/amazon.titan-embed-text-v2:0 input genai: 0.1, not 0.02", LUMPED),
          Map.entry(
              "bedrock/anthropic.claude-3-haiku-20240307-v1:0 cacheRead litellm: 0.025, left out",
              NO_CACHE),
          Map.entry(
              "bedrock/anthropic.claude-3-haiku-20240307-v1:0 cacheWrite5m litellm: 0.3125, "
                  + "left out",
              NO_CACHE),
          Map.entry(
              "bedrock/anthropic.claude-3-opus-20240229-v1:0 cacheRead litellm: 1.5, left out",
              NO_CACHE),
          Map.entry(
              "bedrock/anthropic.claude-3-opus-20240229-v1:0 cacheWrite5m litellm: 18.75, left out",
              NO_CACHE),
          Map.entry(
              "google/gemini-1.5-flash output litellm: 0, not 0.3",
              "the table turned the retired model into an embedding"),
          Map.entry("google/gemini-1.5-pro input litellm: 3.5, not 1.25", OLD),
          Map.entry("google/gemini-1.5-pro output litellm: 10.5, not 5", OLD),
          Map.entry(
              "google/gemini-3.5-flash audioInput litellm: 1, left out",
              "less than its text costs, and the other table knows none"),
          Map.entry(
              "mistral/mistral-embed output genai: 0.1, left out", "an embedding has no output"),
          Map.entry("mistral/mistral-large-2407 input litellm: 3, not 2", OLD),
          Map.entry("mistral/mistral-large-2407 output litellm: 9, not 6", OLD),
          Map.entry("mistral/mistral-medium-2604 input genai: 0.4, not 1.5", LUMPED),
          Map.entry("mistral/mistral-medium-2604 output genai: 2, not 7.5", LUMPED),
          Map.entry("mistral/open-mistral-nemo input litellm: 0.3, not 0.15", OLD),
          Map.entry("mistral/open-mistral-nemo output litellm: 0.3, not 0.15", OLD),
          Map.entry("openai/gpt-4o-2024-05-13 cacheRead genai: 1.25, left out", NO_CACHE),
          Map.entry("openai/gpt-4o-2024-05-13 input genai: 2.5, not 5", LUMPED),
          Map.entry("openai/gpt-4o-2024-05-13 output genai: 10, not 15", LUMPED),
          Map.entry(
              "openai/gpt-4o-search-preview cacheRead litellm: 1.25, left out",
              "only one table knows a discount"),
          Map.entry("openai/gpt-5.4-pro cacheRead litellm: 3, left out", PRO),
          Map.entry("openai/gpt-5.5-pro cacheRead litellm: 3, left out", PRO));

  /** Model; genai-prices' price of its base in any region and ours, of input, output, cacheRead. */
  private static final String OTHER_REGIONS =
      """
      eu.amazon.nova-pro-v1:0 0.8:1.05 3.2:4.2 0.2:-
      apac.amazon.nova-pro-v1:0 0.8:0.84 3.2:3.36 0.2:-
      eu.amazon.nova-lite-v1:0 0.06:0.078 0.24:0.312 0.015:-
      apac.amazon.nova-lite-v1:0 0.06:0.063 0.24:0.252 0.015:-
      eu.amazon.nova-micro-v1:0 0.035:0.046 0.14:0.184 0.00875:-
      apac.amazon.nova-micro-v1:0 0.035:0.037 0.14:0.148 0.00875:-
      eu.meta.llama3-2-3b-instruct-v1:0 0.15:0.19 0.15:0.19
      eu.meta.llama3-2-1b-instruct-v1:0 0.1:0.13 0.1:0.13
      """;

  /** A price of the past that no table has under that name → the name under which one has it. */
  private static final Map<String, String> PAST =
      Map.of("openai/gpt-4o from null", "gpt-4o-2024-05-13"); // what gpt-4o then was

  /**
   * A name → the model that answers to it today and whose price is meant, as the provider says; the
   * tables kept older prices under the name.
   */
  private static final Map<String, String> ANSWERED_BY =
      Map.of(
          "deepseek/deepseek-chat", "deepseek-v4-flash",
          "deepseek/deepseek-reasoner", "deepseek-v4-flash");

  /** The tables have the search of every other Claude that has one, at Anthropic's one price. */
  private static final String HAIKU_SEARCHES = "anthropic/claude-haiku-4-5 web_search_request";

  private static @Nullable PriceTables tables;

  @BeforeAll
  static void readTables() {
    Path folder = SharedData.folder("prices");
    tables = new PriceTables(folder);
  }

  @Test
  void shouldAgreeWithBothTablesButForNamedDifferences() {
    Set<String> differences = new TreeSet<>();
    for (HostedModel model : CATALOGUE.models()) {
      differences.addAll(differences(model, current(model)));
    }

    Set<String> named = new TreeSet<>(DIFFERENCES.keySet());
    named.addAll(otherRegions());
    assertThat(differences).containsExactlyElementsOf(named);
  }

  @Test
  void shouldBeConfirmedByATableAndMostlyByBoth() {
    Map<Integer, List<String>> byTables = new TreeMap<>();
    for (HostedModel model : CATALOGUE.models()) {
      ModelPrice price = current(model);
      int confirming = 0;
      for (Map<String, BigDecimal> table : evidence(model).values()) {
        PriceComponent input = price.component("input");
        BigDecimal their = table.get("input");
        if (input != null && their != null && their.compareTo(input.unitPrice()) == 0) {
          confirming++;
        }
      }
      byTables.computeIfAbsent(confirming, n -> new ArrayList<>()).add(name(model));
    }

    assertThat(byTables.keySet()).as("a model that no table confirms").containsExactly(1, 2);
    assertThat(byTables.get(1)).as("one table confirms").hasSize(49);
    assertThat(byTables.get(2)).as("both confirm").hasSizeGreaterThanOrEqualTo(200);
  }

  @Test
  void shouldNameEveryComponentThatNoTableKnows() {
    Set<String> unknown = new TreeSet<>();
    for (HostedModel model : CATALOGUE.models()) {
      unknown.addAll(unknownToTables(model, current(model)));
    }

    // Gemini bills images, and with some models audio, as text: neither table has a field for it
    assertThat(unknown)
        .allMatch(
            name ->
                name.matches("google/gemini-[^ ]+ (imageInput|audioInput) as input")
                    || name.equals(HAIKU_SEARCHES));
    assertThat(unknown).hasSizeLessThan(25);
  }

  @Test
  void shouldFailWhenOneDigitOfOnePriceIsChanged() {
    int changed = 0;
    for (HostedModel model : CATALOGUE.models()) {
      ModelPrice price = current(model);
      List<String> unknown = unknownToTables(model, price);
      for (PriceComponent component : usual(price)) {
        String what = name(model) + " " + component.name();
        if (unknown.contains(what + " as input") || what.equals(HAIKU_SEARCHES)) {
          continue;
        }
        assertThat(differences(model, withLastDigitChanged(price, component.name())))
            .as(what)
            .isNotEqualTo(differences(model, price));
        changed++;
      }
    }
    assertThat(changed).isGreaterThan(600);
  }

  @Test
  void shouldHaveHadThePricesOfThePast() {
    Set<String> unconfirmed = new TreeSet<>();
    for (HostedModel model : CATALOGUE.models()) {
      List<ModelPrice> prices =
          CATALOGUE.prices().stream()
              .filter(price -> price.model().equals(model.model()))
              .filter(price -> price.provider().equals(model.provider()))
              .toList();
      for (int i = 0; i + 1 < prices.size(); i++) {
        ModelPrice price = prices.get(i);
        if (price.components().isEmpty()) {
          continue;
        }
        String past = name(model) + " from " + price.effectiveFrom();
        if (!wasConfirmed(ids(model), price, prices.get(i + 1))) {
          unconfirmed.add(past);
          assertThat(wasConfirmed(List.of(PAST.getOrDefault(past, "")), price, prices.get(i + 1)))
              .as(past)
              .isTrue();
        }
      }
    }

    assertThat(unconfirmed).containsExactlyInAnyOrderElementsOf(PAST.keySet());
  }

  @Test
  void shouldBoundOrKnowEveryPriceOfAModelThatChargesLongPromptsMore() {
    Set<String> unbounded = new TreeSet<>();
    for (HostedModel model : CATALOGUE.models()) {
      if (tables().isTiered("2026-08-01", model.provider(), ids(model))
          && current(model).upToPromptTokens() == null
          && current(model).components().stream().allMatch(c -> c.aboveTokens() == null)) {
        unbounded.add(name(model));
      }
    }

    assertThat(unbounded).isEmpty();
  }

  private static List<String> otherRegions() {
    List<String> differences = new ArrayList<>();
    for (String line : OTHER_REGIONS.lines().toList()) {
      String[] words = line.split(" ");
      for (int i = 1; i < words.length; i++) {
        String[] prices = words[i].split(":");
        String component = List.of("input", "output", "cacheRead").get(i - 1);
        String ours = prices[1].equals("-") ? "left out" : "not " + prices[1];
        differences.add(
            "bedrock/%s %s genai: %s, %s".formatted(words[0], component, prices[0], ours));
      }
    }
    return differences;
  }

  /** Whether some table had this price, genai-prices on the last day before the next one. */
  private static boolean wasConfirmed(List<String> ids, ModelPrice price, ModelPrice next) {
    Instant until = next.effectiveFrom() == null ? Instant.MAX : next.effectiveFrom();
    LocalDate lastDay = until.atZone(ZoneOffset.UTC).toLocalDate().minusDays(1);
    List<@Nullable Map<String, BigDecimal>> past = new ArrayList<>();
    for (String id : ids) {
      for (String date : PriceTables.DATES) {
        past.add(tables().litellm(date, price.provider(), List.of(id)));
      }
      past.add(tables().genai(price.provider(), List.of(id), lastDay));
    }
    return past.stream().anyMatch(prices -> prices != null && isConfirmed(price, prices));
  }

  /** Every component is in the table, but for what is billed as input and writes for an hour. */
  private static boolean isConfirmed(ModelPrice price, Map<String, BigDecimal> prices) {
    BigDecimal input = prices.get("input");
    if (input == null) {
      return false;
    }
    for (PriceComponent component : usual(price)) {
      BigDecimal their =
          switch (component.name()) {
            case "imageInput", "audioInput" -> prices.getOrDefault(component.name(), input);
            case "cacheWrite1h" ->
                prices.getOrDefault(component.name(), input.add(input)); // twice the input
            default -> prices.get(component.name());
          };
      if (their == null || their.compareTo(component.unitPrice()) != 0) {
        return false;
      }
    }
    return true;
  }

  private static Set<String> differences(HostedModel model, ModelPrice price) {
    Set<String> differences = new TreeSet<>();
    evidence(model)
        .forEach((table, prices) -> addDifferences(name(model), price, table, prices, differences));
    return differences;
  }

  private static void addDifferences(
      String name,
      ModelPrice price,
      String table,
      Map<String, BigDecimal> prices,
      Set<String> differences) {
    Map<String, BigDecimal> theirs = new HashMap<>(prices);
    for (PriceComponent component : usual(price)) {
      BigDecimal their = theirs.remove(component.name());
      if (their != null && their.compareTo(component.unitPrice()) != 0) {
        differences.add(
            "%s %s %s: %s, not %s"
                .formatted(
                    name, component.name(), table, plain(their), plain(component.unitPrice())));
      }
    }
    BigDecimal output = prices.get("output");
    theirs.forEach(
        (component, their) -> {
          boolean asOutput =
              component.equals("reasoning") && output != null && their.compareTo(output) == 0;
          if (!asOutput && their.signum() != 0) { // what is free of charge is not billed
            differences.add(
                "%s %s %s: %s, left out".formatted(name, component, table, plain(their)));
          }
        });
  }

  private static List<String> unknownToTables(HostedModel model, ModelPrice price) {
    List<String> unknown = new ArrayList<>();
    PriceComponent input = price.component("input");
    for (PriceComponent component : usual(price)) {
      if (evidence(model).values().stream().noneMatch(t -> t.containsKey(component.name()))) {
        boolean asInput = input != null && component.unitPrice().compareTo(input.unitPrice()) == 0;
        unknown.add(name(model) + " " + component.name() + (asInput ? " as input" : ""));
      }
    }
    return unknown;
  }

  /** Table → what it has under the model's id or else an alias; of LiteLLM the newest that does. */
  private static Map<String, Map<String, BigDecimal>> evidence(HostedModel model) {
    Map<String, Map<String, BigDecimal>> evidence = new LinkedHashMap<>();
    String answering = ANSWERED_BY.get(name(model));
    List<String> ids = answering == null ? ids(model) : List.of(answering);
    Map<String, BigDecimal> newest = tables().newestLitellm(model.provider(), ids);
    if (newest != null) {
      evidence.put("litellm", newest);
    }
    Map<String, BigDecimal> prices = tables().genai(model.provider(), ids, CHECKED);
    if (prices != null) {
      evidence.put("genai", prices);
    }
    return evidence;
  }

  private static List<String> ids(HostedModel model) {
    List<String> ids = new ArrayList<>(List.of(model.model()));
    ids.addAll(model.aliases());
    return ids;
  }

  private static ModelPrice withLastDigitChanged(ModelPrice price, String name) {
    return new ModelPrice(
        price.model(),
        price.provider(),
        price.effectiveFrom(),
        price.source(),
        price.currency(),
        price.upToPromptTokens(),
        price.components().stream()
            .map(
                component ->
                    component.what().equals(name)
                        ? component.at(component.unitPrice().add(component.unitPrice().ulp()))
                        : component)
            .toList());
  }

  /** {@return those at STANDARD for short prompts at any other hour: what both tables have} */
  private static List<PriceComponent> usual(ModelPrice price) {
    return price.components().stream().filter(c -> c.what().equals(c.name())).toList();
  }

  private static ModelPrice current(HostedModel model) {
    Instant at = CHECKED.atStartOfDay(ZoneOffset.UTC).toInstant();
    return BOOK.find(model.model(), model.provider(), at).orElseThrow().price();
  }

  private static String name(HostedModel model) {
    return model.provider() + "/" + model.model();
  }

  private static String plain(BigDecimal price) {
    return price.stripTrailingZeros().toPlainString();
  }

  private static PriceTables tables() {
    if (tables == null) {
      throw new IllegalStateException("readTables comes first");
    }
    return tables;
  }
}
