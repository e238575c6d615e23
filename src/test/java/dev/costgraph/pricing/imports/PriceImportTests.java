package dev.costgraph.pricing.imports;

import static dev.costgraph.pricing.imports.Documents.EMPTY;
import static dev.costgraph.pricing.imports.Documents.JULY;
import static dev.costgraph.pricing.imports.Documents.JUNE;
import static dev.costgraph.pricing.imports.Documents.MAY;
import static dev.costgraph.pricing.imports.Documents.after;
import static dev.costgraph.pricing.imports.Documents.genai;
import static dev.costgraph.pricing.imports.Documents.inputs;
import static dev.costgraph.pricing.imports.Documents.litellm;
import static dev.costgraph.pricing.imports.Documents.own;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.money.Decimal;
import dev.costgraph.pricing.PriceBook;
import dev.costgraph.pricing.imports.PriceImport.PriceChange;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The report of an import, and the names that come with it. */
class PriceImportTests {

  @Test
  void shouldShowEveryComponentThatIsAddedOrChanged() {
    PriceBook book =
        after(
            own("{'input': '1', 'output': '4', 'upToPromptTokens': 200, 'batch': {'input': '1'}}"),
            EMPTY,
            MAY);

    PriceImport report =
        PriceChanges.of(
                litellm(
                    "{'acme/m': {'litellm_provider': 'acme', 'input_cost_per_token': 3e-6},"
                        + " 'acme/n': {'litellm_provider': 'acme', 'output_cost_per_token': 7e-6},"
                        + " 'acme/o': {'litellm_provider': 'acme'}}"),
                book,
                JUNE)
            .report();

    assertThat(report.changes())
        .containsExactly(
            change("m", "input", "1", "3"),
            change("m", "output", "4", null),
            change("m", "input BATCH", "1", null));
    assertThat(report.additions()).containsExactly(change("n", "output", null, "7"));
    assertThat(report.unchanged()).isZero();
    assertThat(report.skipped()).containsExactly(new SkippedPrice("acme/o", "has no price"));
  }

  @Test
  void shouldShowThatABoundIsLifted() {
    PriceBook book = after(own("{'input': '1', 'upToPromptTokens': 200}"), EMPTY, MAY);
    PriceDocument more =
        genai("acme", "{'input_mtok': {'base': 1, 'tiers': [{'start': 200, 'price': 2}]}}");

    assertThat(PriceChanges.of(more, book, JUNE).report().changes())
        .containsExactly(
            change("m", "input above 200", null, "2"),
            change("m", "upToPromptTokens", "200", null));
  }

  @Test
  void shouldShowWhatAnAliasCostBeforeItGotAPriceOfItsOwn() {
    PriceBook book = after(own("{'input': '1'}"), EMPTY, MAY);
    PriceDocument split =
        litellm("{'m-1': {'litellm_provider': 'acme', 'input_cost_per_token': 2e-6}}");

    PriceImport report = PriceChanges.of(split, book, JUNE).report();

    assertThat(report.additions()).containsExactly(change("m-1", "input", "1", "2"));
    assertThat(report.changes()).isEmpty();
  }

  @Test
  void shouldSayWhatWasOverBeforeTheImport() {
    PriceDocument document =
        genai(
            "acme",
            "[{'prices': {'input_mtok': 2}},"
                + " {'constraint': {'start_date': '2026-06-01'}, 'prices': {'input_mtok': 3}}]");

    assertThat(PriceChanges.of(document, EMPTY, JULY).report().skipped())
        .containsExactly(
            new SkippedPrice("acme/m", "has a price that ends before 2026-07-01T00:00:00Z"));
    assertThat(PriceChanges.of(document, EMPTY, MAY).report().skipped()).isEmpty();
  }

  @Test
  void shouldSkipWhatCannotBeOnePriceWithTheKnown() {
    StringBuilder units = new StringBuilder("{'input': '1', 'each': {'u0': '1'");
    for (int i = 1; i < 499; i++) {
      units.append(", 'u%d': '1'".formatted(i));
    }
    PriceBook book = after(own(units + "}}"), EMPTY, MAY);

    PriceChanges changes =
        PriceChanges.of(own("{'input': '1', 'each': {'more': '1', 'most': '1'}}"), book, JUNE);

    assertThat(changes.changed()).isEmpty();
    assertThat(changes.report().skipped())
        .containsExactly(
            new SkippedPrice(
                "acme/m", "does not fit what is known: 502 components are more than 500"));
  }

  @Test
  void shouldSayWhichNamesOfAKnownModelItLeavesOut() {
    PriceBook book = after(inputs("m", "1", "m-2", "2"), EMPTY, MAY);
    PriceDocument document =
        genai(
            """
            [{'id': 'openai', 'models': [{'id': 'm', 'prices': {'input_mtok': 1},
              'match': {'or': [{'equals': 'm'}, {'equals': 'm-1'}, {'equals': 'm-2'}]}}]}]
            """);

    PriceChanges changes = PriceChanges.of(document, book, JUNE);

    assertThat(changes.models()).isEmpty();
    assertThat(changes.report().leftOut())
        .containsExactly(
            new LeftOut("openai/m", "alias m-1", "another name of a model that is known already"));
  }

  @Test
  void shouldNotMakeAnIdTheAliasOfAnotherForTheTimeBeforeItsPrices() {
    // Given a model with a price since May, which a document has as an alias of another
    PriceBook book = after(inputs("m-1", "1"), EMPTY, MAY);
    PriceDocument document =
        genai(
            """
            [{'id': 'openai', 'models': [{'id': 'm', 'prices': {'input_mtok': 2},
              'match': {'or': [{'equals': 'm'}, {'equals': 'm-1'}]}}]}]
            """);

    PriceBook next = PriceChanges.of(document, book, null).appliedTo(book);

    assertThat(next.find("m", "openai", Instant.EPOCH)).isPresent();
    assertThat(next.find("m-1", "openai", Instant.EPOCH)).isEmpty();
    assertThat(next.find("m-1", "openai", MAY)).isPresent();
  }

  @Test
  void shouldLeaveTheHomeOfAModelWhereItIs() {
    PriceBook book = after(own("{'input': '1'}"), EMPTY, MAY);
    PriceDocument elsewhere =
        litellm("{'m': {'litellm_provider': 'openai', 'input_cost_per_token': 9e-6}}");

    PriceBook next = after(elsewhere, book, JUNE);

    assertThat(next.find("m", null, JULY))
        .hasValueSatisfying(
            match -> {
              assertThat(match.price().provider()).isEqualTo("acme");
              assertThat(match.matchedBy()).isEqualTo("exact id, home provider");
            });
    // openai is the home of what nobody else made
    PriceBook empty = after(elsewhere, EMPTY, JUNE);
    assertThat(after(own("{'input': '1'}"), empty, JUNE).find("m", null, JULY))
        .hasValueSatisfying(match -> assertThat(match.price().provider()).isEqualTo("openai"));
  }

  private static PriceChange change(
      String model, String component, @Nullable String before, @Nullable String after) {
    return new PriceChange(model, "acme", JUNE, component, decimal(before), decimal(after));
  }

  private static @Nullable Decimal decimal(@Nullable String text) {
    return text == null ? null : new Decimal(text);
  }

  @Test
  void shouldBeEmptyForAnEmptyDocument() {
    assertThat(PriceChanges.of(litellm("{}"), EMPTY, MAY).report())
        .isEqualTo(new PriceImport(0, 0, 0, List.of(), List.of(), List.of(), List.of()));
  }
}
