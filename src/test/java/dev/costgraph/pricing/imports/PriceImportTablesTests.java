package dev.costgraph.pricing.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.SharedData;
import dev.costgraph.money.Decimal;
import dev.costgraph.pricing.ModelPrice;
import dev.costgraph.pricing.PriceBook;
import dev.costgraph.pricing.PriceCatalogue;
import dev.costgraph.pricing.PriceMatch;
import dev.costgraph.pricing.imports.PriceImport.PriceChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real tables, imported: how much of them, what not and why, and what then costs what. */
class PriceImportTablesTests {

  private static final List<String> DATES =
      List.of("2025-02-06", "2025-08-23", "2026-02-24", "2026-08-01");

  private static final String NEWEST = "2026-08-01";
  private static final String CHECKED = "2026-08-21";
  private static final PriceBook EMPTY = PriceBook.of(List.of());
  private static final PriceBook CATALOGUE = PriceBook.of(PriceCatalogue.load());

  private static final Map<String, PriceDocument> LITELLM = new TreeMap<>();
  private static PriceDocument genai =
      new PriceDocument(
          new PriceCatalogue(List.of(), List.of(), Map.of()), true, List.of(), List.of());

  @BeforeAll
  static void readTables() throws IOException {
    Path folder = SharedData.folder("prices");
    for (String date : DATES) {
      String text = Files.readString(folder.resolve("litellm/" + date + ".json"));
      LITELLM.put(date, PriceFormat.LITELLM.read(text, "LiteLLM " + date));
    }
    String text = Files.readString(folder.resolve("genai-prices/data.json"));
    genai = PriceFormat.GENAI_PRICES.read(text, "genai-prices " + CHECKED);
  }

  @Test
  void shouldBuildAHistoryFromDatedTables() {
    List<String> imports = new ArrayList<>();
    PriceBook book = history(EMPTY, imports);

    assertThat(imports)
        .containsExactly(
            "2025-02-06: added 756, changed 0, unchanged 0, skipped 20, left out 161",
            "2025-08-23: added 608, changed 37, unchanged 698, skipped 85, left out 203",
            "2026-02-24: added 1222, changed 126, unchanged 1090, skipped 162, left out 313",
            "2026-08-01: added 513, changed 147, unchanged 2150, skipped 176, left out 321",
            "2026-08-21: added 900, changed 129, unchanged 261, skipped 160, left out 458");
    assertThat(input(book, "deepseek-chat", "deepseek", "2025-02-06")).isEqualTo("0.14");
    assertThat(input(book, "deepseek-chat", "deepseek", "2025-09-01")).isEqualTo("0.27");
    assertThat(input(book, "deepseek-chat", "deepseek", "2026-08-01")).isEqualTo("0.28");
    assertThat(input(book, "gpt-4o", "openai", "2026-08-01")).isEqualTo("2.5");
    assertThat(input(book, "gemini-1.5-pro", "google", "2026-08-01"))
        .as("retired models keep their last price")
        .isEqualTo("3.5");
  }

  @Test
  void shouldImportTheTablesOverTheCatalogue() {
    List<String> imports = new ArrayList<>();
    history(CATALOGUE, imports);
    imports.add("alone");
    add(litellm(NEWEST), CATALOGUE, NEWEST, imports);
    add(genai, CATALOGUE, CHECKED, imports);

    assertThat(imports)
        .containsExactly(
            "2025-02-06: added 621, changed 11, unchanged 124, skipped 20, left out 161",
            "2025-08-23: added 504, changed 37, unchanged 802, skipped 85, left out 203",
            "2026-02-24: added 1133, changed 97, unchanged 1208, skipped 162, left out 313",
            "2026-08-01: added 445, changed 148, unchanged 2217, skipped 176, left out 321",
            "2026-08-21: added 893, changed 119, unchanged 277, skipped 160, left out 460",
            "alone",
            "2026-08-01: added 2448, changed 60, unchanged 302, skipped 176, left out 321",
            "2026-08-21: added 1132, changed 5, unchanged 152, skipped 160, left out 395");
  }

  @Test
  void shouldComeToRestWhenTheTablesAlternate() {
    PriceBook book = CATALOGUE;
    List<String> imports = new ArrayList<>();
    List<String> moving = new ArrayList<>();
    Map<String, List<String>> afterLiteLlm = Map.of();
    Map<String, List<String>> afterGenai = Map.of();
    for (int round = 1; round <= 4; round++) {
      String date = "2026-09-0" + round;
      book = add(litellm(NEWEST), book, date, imports);
      Map<String, List<String>> holding = holding(book, date);
      addDifferences(round > 2 ? "LiteLLM" : "", afterLiteLlm, holding, moving);
      afterLiteLlm = holding;
      book = add(genai, book, date, imports);
      holding = holding(book, date);
      addDifferences(round > 1 ? "genai" : "", afterGenai, holding, moving);
      afterGenai = holding;
    }

    // After each has said what it says otherwise, every import says the same of the other again
    assertThat(moving).isEmpty();
    assertThat(imports)
        .containsExactly(
            "2026-09-01: added 2448, changed 61, unchanged 301, skipped 176, left out 321",
            "2026-09-01: added 914, changed 108, unchanged 263, skipped 164, left out 452",
            "2026-09-02: added 0, changed 88, unchanged 2722, skipped 176, left out 321",
            "2026-09-02: added 0, changed 88, unchanged 1197, skipped 164, left out 452",
            "2026-09-03: added 0, changed 88, unchanged 2722, skipped 176, left out 321",
            "2026-09-03: added 0, changed 88, unchanged 1197, skipped 164, left out 452",
            "2026-09-04: added 0, changed 88, unchanged 2722, skipped 176, left out 321",
            "2026-09-04: added 0, changed 88, unchanged 1197, skipped 164, left out 452");
    assertThat(swinging(PriceChanges.of(litellm(NEWEST), book, day("2026-09-05")))).isEmpty();
  }

  /** {@return the models that an import changes although no price of theirs is another} */
  private static Set<String> swinging(PriceChanges changes) {
    Set<String> swinging = new TreeSet<>();
    Set<String> other = new TreeSet<>();
    for (PriceChange change : changes.report().changes()) {
      boolean both = change.oldPrice() != null && change.newPrice() != null;
      (both ? other : swinging).add(change.provider() + "/" + change.model());
    }
    swinging.removeAll(other);
    return swinging;
  }

  private static void addDifferences(
      String what,
      Map<String, List<String>> before,
      Map<String, List<String>> after,
      List<String> differences) {
    for (String model : before.keySet()) {
      if (!what.isEmpty() && !Objects.equals(before.get(model), after.get(model))) {
        differences.add(what + " " + model + ": " + before.get(model) + ", " + after.get(model));
      }
    }
  }

  @Test
  void shouldReplaceOrDropOnlyWhatATableSaysOtherwise() {
    assertThat(otherwise(litellm(NEWEST), NEWEST))
        .containsExactly(
            "claude-3-haiku-20240307 cacheWrite1h 6, not 0.5",
            "claude-3-opus-20240229 cacheWrite1h 6, not 30",
            "deepseek-chat cacheRead 0.028, not 0.0028",
            "deepseek-chat input 0.28, not 0.14",
            "deepseek-chat output 0.42, not 0.28",
            "deepseek-reasoner cacheRead 0.028, not 0.0028",
            "deepseek-reasoner input 0.28, not 0.14",
            "deepseek-reasoner output 0.42, not 0.28",
            "mistral-large-2407 input 3, not 2",
            "mistral-large-2407 output 9, not 6",
            "open-mistral-nemo input 0.3, not 0.15",
            "open-mistral-nemo output 0.3, not 0.15");
    assertThat(otherwise(genai, CHECKED))
        .containsExactly(
            "deepseek-chat input 0.135, not 0.14",
            "deepseek-chat cacheRead 0.035, not 0.0028",
            "deepseek-chat output 0.55, not 0.28",
            "deepseek-reasoner input 0.135, not 0.14",
            "deepseek-reasoner cacheRead 0.035, not 0.0028",
            "deepseek-reasoner output 0.55, not 0.28");
  }

  /** {@return what cost something before and costs otherwise or nothing any more} */
  private static List<String> otherwise(PriceDocument document, String date) {
    return PriceChanges.of(document, CATALOGUE, day(date)).report().changes().stream()
        .filter(change -> change.oldPrice() != null)
        .filter(change -> !change.component().equals("upToPromptTokens"))
        .map(
            change ->
                "%s %s %s, not %s"
                    .formatted(
                        change.model(),
                        change.component(),
                        text(change.newPrice()),
                        text(change.oldPrice())))
        .toList();
  }

  private static String text(@Nullable Decimal price) {
    return price == null ? "unknown" : price.text();
  }

  @ParameterizedTest
  @CsvSource({
    "claude-3-5-haiku, anthropic/claude-3-5-haiku-20241022, 0.8",
    "claude-3-7-sonnet, anthropic/claude-3-7-sonnet-20250219, 3",
    "claude-opus-5, anthropic/claude-opus-5, 5",
    "xai/grok-4, xai/grok-4-0709, 3",
    "gpt-4.1-2025-04-14, openai/gpt-4.1, 2",
    "veo-3.1-generate-001, google/veo-3.1-generate-001, not found",
    "eu.amazon.nova-pro-v1:0, bedrock/eu.amazon.nova-pro-v1:0, 1.05",
  })
  void shouldStillMeanTheSameModels(String name, String model, String input) {
    PriceBook book = add(litellm(NEWEST), CATALOGUE, NEWEST, new ArrayList<>());
    book = add(genai, book, CHECKED, new ArrayList<>());

    assertThat(book.find(name, null, day(CHECKED)).map(PriceMatch::price).map(Object::toString))
        .as(book.whyNotFound(name, null, day(CHECKED)))
        .isPresent();
    assertThat(
            book.find(name, null, day(CHECKED))
                .map(match -> match.price().provider() + "/" + match.price().model()))
        .contains(model);
    assertThat(input(book, name, null, CHECKED)).isEqualTo(input);
  }

  /** Imports the dated tables and then genai-prices, each twice. */
  private static PriceBook history(PriceBook first, List<String> imports) {
    PriceBook book = first;
    for (String date : DATES) {
      book = add(litellm(date), book, date, imports);
    }
    return add(genai, book, CHECKED, imports);
  }

  private static PriceBook add(
      PriceDocument document, PriceBook book, String date, List<String> imports) {
    PriceChanges changes = PriceChanges.of(document, book, day(date));
    PriceBook next = changes.appliedTo(book);
    imports.add(date + ": " + counts(changes));

    PriceChanges again = PriceChanges.of(document, next, day(date));
    assertThat(again.added()).as("%s again", date).isEmpty();
    assertThat(again.changed()).as("%s again", date).isEmpty();
    assertThat(again.models()).as("%s again", date).isEmpty();
    assertThat(again.report().changes()).as("%s again", date).isEmpty();
    return next;
  }

  private static Map<String, List<String>> holding(PriceBook book, String date) {
    Map<String, List<String>> holding = new TreeMap<>();
    for (ModelPrice price : book.prices()) {
      book.listPrice(price.model(), price.provider(), day(date))
          .map(Shown::of)
          .ifPresent(
              shown ->
                  holding.put(
                      price.provider() + "/" + price.model(), shown.stream().sorted().toList()));
    }
    return holding;
  }

  private static PriceDocument litellm(String date) {
    return Objects.requireNonNull(LITELLM.get(date));
  }

  private static String counts(PriceChanges changes) {
    return "added %d, changed %d, unchanged %d, skipped %d, left out %d"
        .formatted(
            changes.added().size(),
            changes.changed().size(),
            changes.unchanged(),
            changes.skipped().size(),
            changes.report().leftOut().size());
  }

  private static String input(
      PriceBook book, String model, @Nullable String provider, String date) {
    return book.find(model, provider, day(date))
        .map(PriceMatch::price)
        .map(price -> price.component("input"))
        .map(component -> component.getPrice().text())
        .orElse("not found");
  }

  private static Instant day(String date) {
    return Instant.parse(date + "T00:00:00Z");
  }
}
