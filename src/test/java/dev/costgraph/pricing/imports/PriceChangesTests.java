package dev.costgraph.pricing.imports;

import static dev.costgraph.pricing.imports.Documents.EMPTY;
import static dev.costgraph.pricing.imports.Documents.JULY;
import static dev.costgraph.pricing.imports.Documents.JUNE;
import static dev.costgraph.pricing.imports.Documents.MAY;
import static dev.costgraph.pricing.imports.Documents.found;
import static dev.costgraph.pricing.imports.Documents.genai;
import static dev.costgraph.pricing.imports.Documents.inputs;
import static dev.costgraph.pricing.imports.Documents.litellm;
import static dev.costgraph.pricing.imports.Documents.own;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.costgraph.pricing.ModelPrice;
import dev.costgraph.pricing.PriceBook;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What importing a document changes in a book. */
class PriceChangesTests {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // fields in May | fields in June | what June is
        "'input_cost_per_token': 3e-07 | 'input_cost_per_token': 0.00000030 | unchanged",
        "'input_cost_per_token': 3e-07 | 'input_cost_per_token': '3.0E-7' | unchanged",
        "'input_cost_per_token': 3e-07 | 'input_cost_per_token': 3.0000000001e-07 | changed",
        "'input_cost_per_token': 0 | 'input_cost_per_token': 0.0 | unchanged",
        // the order of fields
        "'input_cost_per_token': 1, 'output_cost_per_token': 2 | "
            + "'output_cost_per_token': 2, 'input_cost_per_token': 1 | unchanged",
        // more is known
        "'input_cost_per_token': 1 | 'input_cost_per_token': 1, 'output_cost_per_token': 2 |"
            + " changed",
        // what is not mentioned any more did not change
        "'input_cost_per_token': 1, 'output_cost_per_token': 2 | 'input_cost_per_token': 1 | "
            + "unchanged",
        // nor thresholds when there is none, nor a tier that is not mentioned
        "'input_cost_per_token': 1, 'input_cost_per_token_above_200k_tokens': 2 | "
            + "'input_cost_per_token': 1 | unchanged",
        "'input_cost_per_token': 1 | "
            + "'input_cost_per_token': 1, 'input_cost_per_token_above_200k_tokens': 2 | changed",
        "'input_cost_per_token': 1, 'input_cost_per_token_batches': 0.5 | "
            + "'input_cost_per_token': 1 | unchanged",
        // a threshold among others did, and a kind that is mentioned at a tier that is
        "'input_cost_per_token': 1, 'input_cost_per_token_above_200k_tokens': 2, "
            + "'output_cost_per_token': 1, 'output_cost_per_token_above_200k_tokens': 2 | "
            + "'input_cost_per_token': 1, 'input_cost_per_token_above_200k_tokens': 2, "
            + "'output_cost_per_token': 1 | changed",
        "'input_cost_per_token': 1, 'output_cost_per_token': 1, "
            + "'input_cost_per_token_batches': 0.5, 'output_cost_per_token_batches': 0.5 | "
            + "'input_cost_per_token': 1, 'output_cost_per_token': 1, "
            + "'input_cost_per_token_batches': 0.5 | changed",
        "'input_cost_per_token': 1, 'input_cost_per_token_above_200k_tokens': 2 | "
            + "'input_cost_per_token': 1, 'input_cost_per_token_above_272k_tokens': 2 | changed",
        "'input_cost_per_token': 1, 'mode': 'chat' | 'input_cost_per_token': 1, 'rpm': 7 |"
            + " unchanged",
      })
  void shouldTellAChangeFromAnotherWayOfWriting(String before, String after, String what) {
    PriceBook book = PriceChanges.of(litellm("m", before), EMPTY, MAY).appliedTo(EMPTY);

    PriceChanges changes = PriceChanges.of(litellm("m", after), book, JUNE);

    assertThat(changes.added()).isEmpty();
    assertThat(changes.changed()).hasSize(what.equals("changed") ? 1 : 0);
    assertThat(changes.unchanged()).isEqualTo(what.equals("changed") ? 0 : 1);
  }

  @Test
  void shouldBuildAHistoryOfDatedDocuments() {
    PriceBook book = EMPTY;
    for (Instant from : List.of(MAY, JUNE, JULY)) {
      String price = from.equals(JULY) ? "3" : "2"; // June says what May said
      book = PriceChanges.of(inputs("m", price), book, from).appliedTo(book);
    }

    assertThat(book.prices())
        .extracting(ModelPrice::effectiveFrom)
        .containsExactlyInAnyOrder(MAY, JULY);
    assertThat(found(book, "openai", JUNE)).containsExactly("input 2");
    assertThat(found(book, "openai", JULY)).containsExactly("input 3");
    assertThat(book.find("m", "openai", MAY.minusSeconds(1))).isEmpty();
  }

  @Test
  void shouldChangeNothingTheSecondTime() {
    PriceDocument document =
        litellm("m", "'input_cost_per_token': 1e-06, 'output_cost_per_token_flex': 2e-06");
    PriceBook book = PriceChanges.of(document, EMPTY, MAY).appliedTo(EMPTY);

    for (Instant from : List.of(MAY, JUNE)) {
      PriceChanges again = PriceChanges.of(document, book, from);
      assertThat(again.added()).isEmpty();
      assertThat(again.changed()).isEmpty();
      assertThat(again.models()).isEmpty();
      assertThat(again.unchanged()).isEqualTo(1);
    }
  }

  @Test
  void shouldInsertAnOlderDocumentIntoTheHistory() {
    PriceBook book = PriceChanges.of(inputs("m", "3"), EMPTY, JULY).appliedTo(EMPTY);

    PriceChanges older = PriceChanges.of(inputs("m", "2"), book, MAY);
    book = older.appliedTo(book);

    assertThat(older.added()).as("nothing was known of May").hasSize(1);
    assertThat(found(book, "openai", JUNE)).containsExactly("input 2");
    assertThat(found(book, "openai", JULY)).containsExactly("input 3");
  }

  @Test
  void shouldHoldSinceEverWithoutADate() {
    PriceChanges changes = PriceChanges.of(inputs("m", "2"), EMPTY, null);

    assertThat(changes.added()).extracting(ModelPrice::effectiveFrom).containsOnlyNulls();
    assertThat(found(changes.appliedTo(EMPTY), "openai", Instant.EPOCH)).containsExactly("input 2");
    PriceBook dated = PriceChanges.of(inputs("m", "3"), EMPTY, MAY).appliedTo(EMPTY);
    assertThat(PriceChanges.of(inputs("m", "2"), dated, null).added()).hasSize(1);
  }

  @Test
  void shouldCompareAnAliasWithItsModelAfterThatChanged() {
    // Given a model with an alias
    PriceBook book =
        PriceBook.of(
            genai(
                    """
                    [{'id': 'openai', 'models': [{'id': 'm', 'prices': {'input_mtok': 1},
                      'match': {'or': [{'equals': 'm'}, {'equals': 'm-1'}]}}]}]
                    """)
                .catalogue());

    // When both names change to the same, then only the model does
    PriceChanges both = PriceChanges.of(inputs("m-1", "2", "m", "2"), book, MAY);
    assertThat(both.changed()).extracting(ModelPrice::model).containsExactly("m");
    assertThat(both.added()).isEmpty();
    assertThat(both.unchanged()).isEqualTo(1);

    // When the alias says otherwise, then it is a model of its own from then on
    PriceChanges split = PriceChanges.of(inputs("m-1", "1", "m", "2"), book, MAY);
    PriceBook after = split.appliedTo(book);
    assertThat(split.changed()).extracting(ModelPrice::model).containsExactly("m");
    assertThat(split.added()).extracting(ModelPrice::model).containsExactly("m-1");
    assertThat(found(after, "openai", "m-1", JUNE)).containsExactly("input 1");
    assertThat(found(after, "openai", JUNE)).containsExactly("input 2");
    assertThat(found(after, "openai", "m-1", Instant.EPOCH))
        .as("an alias before")
        .containsExactly("input 1");
    assertThat(PriceChanges.of(inputs("m-1", "1", "m", "2"), after, MAY).unchanged()).isEqualTo(2);
  }

  @Test
  void shouldKeepDatesOfTheDocument() {
    PriceDocument document =
        genai(
            """
            [{'id': 'acme', 'models': [{'id': 'm', 'match': {'equals': 'm'}, 'prices': [
               {'prices': {'input_mtok': 2}},
               {'constraint': {'start_date': '2026-06-01'}, 'prices': {'input_mtok': 3}}]}]}]
            """);

    // Given a date before the document's own: both hold
    PriceChanges early = PriceChanges.of(document, EMPTY, MAY);
    assertThat(early.added()).extracting(ModelPrice::effectiveFrom).containsExactly(MAY, JUNE);
    assertThat(PriceChanges.of(document, early.appliedTo(EMPTY), MAY).unchanged()).isEqualTo(2);

    // Given one after it: what was over by then is not imported
    PriceChanges late = PriceChanges.of(document, EMPTY, JULY);
    assertThat(late.added()).extracting(ModelPrice::effectiveFrom).containsExactly(JUNE);

    // Given none: since ever
    assertThat(PriceChanges.of(document, EMPTY, null).added())
        .extracting(ModelPrice::effectiveFrom)
        .containsExactly(null, JUNE);
  }

  @Test
  void shouldWinOverWhatBeganAfterItsOwnDate() {
    // Given a price that another table knows since July, and a document with one since June
    PriceBook book = PriceChanges.of(inputs("m", "9"), EMPTY, JULY).appliedTo(EMPTY);
    PriceDocument document =
        genai(
            "openai",
            "[{'prices': {'input_mtok': 2}},"
                + " {'constraint': {'start_date': '2026-06-01'}, 'prices': {'input_mtok': 3}}]");
    Instant august = Instant.parse("2026-08-01T00:00:00Z");

    PriceChanges changes = PriceChanges.of(document, book, august);

    PriceBook after = changes.appliedTo(book);
    assertThat(found(after, "openai", JUNE)).containsExactly("input 3");
    assertThat(found(after, "openai", JULY)).containsExactly("input 9");
    assertThat(found(after, "openai", august)).containsExactly("input 3");
    assertThat(PriceChanges.of(document, after, august).unchanged()).isEqualTo(1);
  }

  @Test
  void shouldCompareADatedPriceWithTheOneBeforeItInTheDocument() {
    // Given a book whose price is the document's second, and a document that changes before
    PriceBook book =
        PriceChanges.of(genai("acme", "{'input_mtok': 3}"), EMPTY, null).appliedTo(EMPTY);
    PriceDocument document =
        genai(
            """
            [{'id': 'acme', 'models': [{'id': 'm', 'match': {'equals': 'm'}, 'prices': [
               {'prices': {'input_mtok': 2}},
               {'constraint': {'start_date': '2026-06-01'}, 'prices': {'input_mtok': 3}}]}]}]
            """);

    PriceChanges changes = PriceChanges.of(document, book, MAY);

    assertThat(changes.changed()).extracting(ModelPrice::effectiveFrom).containsExactly(MAY, JUNE);
    PriceBook after = changes.appliedTo(book);
    assertThat(after.find("m", "acme", JULY).map(m -> Shown.of(m.price())))
        .contains(List.of("input 3"));
  }

  @Test
  void shouldExtendAPriceThatAnEntrySaysMoreAbout() {
    // Given input, a tier and images, of which a document knows the first alone
    PriceBook book =
        PriceChanges.of(
                litellm(
                    "m",
                    "'input_cost_per_token': 1e-06, 'input_cost_per_token_flex': 5e-07,"
                        + " 'input_cost_per_image_token': 2e-06"),
                EMPTY,
                MAY)
            .appliedTo(EMPTY);

    // When it says the same and more, then what it is silent about stays
    PriceDocument more =
        genai(
            """
            [{'id': 'openai', 'models': [{'id': 'm', 'match': {'equals': 'm'},
              'prices': {'input_mtok': 1, 'output_mtok': 4}}]}]
            """);
    PriceBook extended = PriceChanges.of(more, book, JUNE).appliedTo(book);
    assertThat(found(extended, "openai", JUNE))
        .containsExactlyInAnyOrder("input 1", "input FLEX 0.5", "imageInput 2", "output 4");
    assertThat(PriceChanges.of(more, extended, JULY).unchanged()).isEqualTo(1);

    // When it says otherwise, then nothing else of the old price is known to hold
    PriceBook replaced =
        PriceChanges.of(genai("openai", "{'input_mtok': 3}"), extended, JULY).appliedTo(extended);
    assertThat(found(replaced, "openai", JULY)).containsExactly("input 3");
  }

  @Test
  void shouldReadDocumentsOfThisService() {
    PriceDocument document =
        own("{'input': '2', 'each': {'page': '0.1'}, 'batch': {'input': '1'}}");

    PriceChanges changes = PriceChanges.of(document, EMPTY, MAY);

    assertThat(changes.added())
        .flatExtracting(Shown::of)
        .containsExactly("input 2", "page 0.1", "input BATCH 1");
    assertThat(found(changes.appliedTo(EMPTY), "acme", "m-1", JUNE)).isNotEmpty();
    assertThat(found(changes.appliedTo(EMPTY), "acme-inc", "m", JUNE)).isNotEmpty();
    assertThatThrownBy(() -> own("{'input': 2}"))
        .isInstanceOf(InvalidDocument.class)
        .hasMessage("document, model m, field input: is not a text");
  }

  @Test
  void shouldReportWhatItSkipped() {
    PriceChanges changes = PriceChanges.of(litellm("m", "'mode': 'chat'"), EMPTY, MAY);

    assertThat(changes.skipped()).containsExactly(new SkippedPrice("m", "has no price"));
    assertThat(changes.added()).isEmpty();
  }
}
