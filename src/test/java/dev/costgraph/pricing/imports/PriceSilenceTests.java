package dev.costgraph.pricing.imports;

import static dev.costgraph.pricing.imports.Documents.EMPTY;
import static dev.costgraph.pricing.imports.Documents.JULY;
import static dev.costgraph.pricing.imports.Documents.JUNE;
import static dev.costgraph.pricing.imports.Documents.MAY;
import static dev.costgraph.pricing.imports.Documents.after;
import static dev.costgraph.pricing.imports.Documents.found;
import static dev.costgraph.pricing.imports.Documents.genai;
import static dev.costgraph.pricing.imports.Documents.inputs;
import static dev.costgraph.pricing.imports.Documents.litellm;
import static dev.costgraph.pricing.imports.Documents.own;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.pricing.ModelPrice;
import dev.costgraph.pricing.PriceBook;
import dev.costgraph.pricing.PriceMatch;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a document that does not mention something leaves as it is. */
class PriceSilenceTests {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // a price of this service | one of genai-prices after it | what holds then
        // flat and the same: nothing is said about longer prompts
        "'input': '1', 'upToPromptTokens': 200 | 'input_mtok': 1 | input 1, up to 200",
        "'input': '1', 'above': [{'tokens': 200, 'input': '2'}] | 'input_mtok': 1 | "
            + "input 1, input above 200 2",
        "'input': '1', 'upToPromptTokens': 200 | 'input_mtok': 1, 'output_mtok': 4 | "
            + "input 1, output 4, up to 200",
        // flat and another: what a longer prompt costs is not known any more
        "'input': '1', 'upToPromptTokens': 200 | 'input_mtok': 3 | input 3, up to 200",
        "'input': '1', 'above': [{'tokens': 200, 'input': '2'}, {'tokens': 300, 'input': '4'}], "
            + "'upToPromptTokens': 400 | 'input_mtok': 3 | input 3, up to 200",
        "'input': '1' | 'input_mtok': 3 | input 3",
        // a threshold says more than a bound, unless it is below
        "'input': '1', 'upToPromptTokens': 200 | "
            + "'input_mtok': {'base': 1, 'tiers': [{'start': 200, 'price': 2}]} | "
            + "input 1, input above 200 2",
        "'input': '1', 'output': '4', 'upToPromptTokens': 200 | "
            + "'input_mtok': {'base': 1, 'tiers': [{'start': 100, 'price': 2}]} | "
            + "input 1, input above 100 2",
        "'input': '1', 'output': '4' | "
            + "'input_mtok': {'base': 1, 'tiers': [{'start': 200, 'price': 2}]} | "
            + "input 1, output 4, input above 200 2",
        // a table without the tier
        "'input': '1', 'batch': {'input': '0.5'} | 'input_mtok': 1 | input 1, input BATCH 0.5",
        "'input': '1', 'batch': {'input': '0.5'} | 'input_mtok': 2 | input 2",
        // hours, which the format has a place for
        "'input': '1', 'hours': [{'utc': '01:00-02:00', 'input': '0.5'}] | 'input_mtok': 1 | "
            + "input 1",
      })
  void shouldKeepWhatATableIsSilentAbout(String own, String genai, String holds) {
    PriceBook book = after(own("{" + own + "}"), EMPTY, MAY);
    PriceDocument document = genai("acme", "{" + genai + "}");

    PriceBook next = after(document, book, JUNE);

    assertThat(found(next, "acme", JUNE)).containsExactlyInAnyOrder(holds.split(", "));
    assertThat(PriceChanges.of(document, next, JUNE).unchanged()).isEqualTo(1);
  }

  @Test
  void shouldKeepTheUsualPriceOfAKindThatATableHasForLongPromptsAlone() {
    PriceBook book = after(litellm("m", "'cache_read_input_token_cost': 1e-6"), EMPTY, MAY);
    PriceDocument longOnly = litellm("m", "'cache_read_input_token_cost_above_200k_tokens': 2e-6");

    PriceBook next = after(longOnly, book, JUNE);

    assertThat(found(next, "openai", JUNE))
        .containsExactly("cacheRead 1", "cacheRead above 200000 2");
    assertThat(PriceChanges.of(longOnly, next, JULY).unchanged()).isEqualTo(1);
  }

  @Test
  void shouldKeepHoursThatAFormatHasNoPlaceFor() {
    String hours = "'hours': [{'utc': '01:00-02:00', 'input': '0.5'}]";
    PriceBook book = after(own("{'input': '1', " + hours + "}"), EMPTY, MAY);
    PriceDocument same =
        litellm("{'acme/m': {'litellm_provider': 'acme', 'input_cost_per_token': 1e-6}}");

    assertThat(PriceChanges.of(same, book, JUNE).unchanged()).isEqualTo(1);
  }

  @Test
  void shouldKeepABoundThatATableOfRangesEndsBefore() {
    String ranges =
        "{'acme/m': {'litellm_provider': 'acme', 'tiered_pricing': ["
            + "{'range': [0, 200], 'input_cost_per_token': 1e-6},"
            + " {'range': [200, %d], 'input_cost_per_token': 2e-6}]}}";
    PriceBook unbounded =
        after(own("{'input': '1', 'above': [{'tokens': 200, 'input': '2'}]}"), EMPTY, MAY);

    assertThat(PriceChanges.of(litellm(ranges.formatted(400)), unbounded, JUNE).unchanged())
        .isEqualTo(1);
    PriceBook bounded = after(litellm(ranges.formatted(400)), EMPTY, MAY);
    assertThat(found(after(litellm(ranges.formatted(500)), bounded, JUNE), "acme", JUNE))
        .containsExactly("input 1", "input above 200 2", "up to 500");
    PriceBook flat = after(own("{'input': '1'}"), EMPTY, MAY);
    assertThat(found(after(litellm(ranges.formatted(400)), flat, JUNE), "acme", JUNE))
        .containsExactly("input 1", "input above 200 2", "up to 400");
  }

  @Test
  void shouldBelieveADocumentThatItsOwnThresholdEnds() {
    // Given a model that cost more above a threshold until June
    PriceDocument document =
        genai(
            "acme",
            "[{'prices': {'input_mtok': {'base': 1, 'tiers': [{'start': 200, 'price': 2}]}}},"
                + " {'constraint': {'start_date': '2026-06-01'}, 'prices': {'input_mtok': 1}}]");

    PriceBook book = after(document, EMPTY, MAY);

    assertThat(found(book, "acme", MAY)).containsExactly("input 1", "input above 200 2");
    assertThat(found(book, "acme", JUNE)).containsExactly("input 1");
    assertThat(PriceChanges.of(document, book, MAY).unchanged()).isEqualTo(2);
  }

  @Test
  void shouldTakeTheRuleOfLongPromptsFromTheOneThatHasThresholds() {
    PriceBook book = after(own("{'input': '1'}"), EMPTY, MAY);
    PriceDocument parts =
        own("{'input': '1', 'longPrompts': 'PART_ABOVE', 'above': [{'tokens': 9, 'input': '2'}]}");

    PriceBook next = after(parts, book, JUNE);

    assertThat(next.find("m", "acme", JUNE).map(PriceMatch::price))
        .hasValueSatisfying(
            price -> assertThat(price.longPrompts().name()).isEqualTo("PART_ABOVE"));
  }

  @Test
  void shouldKeepTiersAndBoundsOfAModelForItsAlias() {
    // Given a model with a tier and a bound, and an alias
    PriceBook book =
        after(
            own("{'input': '1', 'upToPromptTokens': 200, 'batch': {'input': '0.5'}}"), EMPTY, MAY);
    String entry = "{'m-1': {'litellm_provider': 'acme', 'input_cost_per_token': 1e-6%s}}";

    // When a table says less about the alias, then nothing changes
    assertThat(PriceChanges.of(litellm(entry.formatted("")), book, JUNE).unchanged()).isEqualTo(1);

    // When it says more, then the alias has a price of its own, with all that is known
    PriceDocument more = litellm(entry.formatted(", 'output_cost_per_token': 4e-6"));
    PriceBook next = after(more, book, JUNE);
    assertThat(found(next, "acme", "m-1", JUNE))
        .containsExactly("input 1", "input BATCH 0.5", "output 4", "up to 200");
    assertThat(next.find("m-1", "acme", JUNE).map(PriceMatch::matchedBy)).contains("exact id");
    assertThat(found(next, "acme", "m", JUNE))
        .containsExactly("input 1", "input BATCH 0.5", "up to 200");
    assertThat(PriceChanges.of(more, next, JUNE).unchanged()).isEqualTo(1);
  }

  @Test
  void shouldKeepTheNewestTwoSources() {
    PriceBook book = after(inputs("m", "1"), EMPTY, MAY);
    for (String kind : List.of("output", "cache_read", "cache_write")) {
      PriceDocument more = genai("openai", "{'input_mtok': 1, '%s_mtok': 4}".formatted(kind));
      book = after(more, book, JUNE);
    }

    assertThat(book.find("m", "openai", JULY).map(PriceMatch::price).map(ModelPrice::source))
        .contains("genai-prices; besides: LiteLLM");
    assertThat(found(book, "openai", JULY)).hasSize(4);
  }

  @Test
  void shouldComeToRestWhenTwoTablesAlternate() {
    // Given two tables that know different parts, and disagree on the output
    PriceDocument one =
        litellm(
            "m",
            "'input_cost_per_token': 1e-6, 'input_cost_per_token_above_200k_tokens': 2e-6,"
                + " 'output_cost_per_token': 4e-6, 'output_cost_per_token_above_200k_tokens': 8e-6,"
                + " 'input_cost_per_token_batches': 5e-7");
    PriceDocument agreeing = genai("openai", "{'input_mtok': 1, 'cache_read_mtok': 0.1}");
    PriceDocument disagreeing = genai("openai", "{'input_mtok': 1, 'output_mtok': 5}");

    PriceBook book = after(agreeing, after(one, EMPTY, MAY), MAY);
    assertThat(PriceChanges.of(one, book, JUNE).unchanged()).isEqualTo(1);
    assertThat(PriceChanges.of(agreeing, book, JUNE).unchanged()).isEqualTo(1);

    // When they disagree, then each says what it says, and nothing of it leaks
    for (int round = 0; round < 3; round++) {
      book = after(disagreeing, book, JUNE);
      assertThat(found(book, "openai", JULY))
          .containsExactlyInAnyOrder("input 1", "output 5", "up to 200000");
      book = after(one, book, JUNE);
      assertThat(found(book, "openai", JULY))
          .containsExactlyInAnyOrder(
              "input 1",
              "input above 200000 2",
              "output 4",
              "output above 200000 8",
              "input BATCH 0.5");
    }
  }
}
