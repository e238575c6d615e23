package dev.costgraph.pricing.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.costgraph.pricing.ModelPrice;
import dev.costgraph.pricing.PriceBook;
import dev.costgraph.pricing.PriceCatalogue.HostedModel;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each part of genai-prices' table becomes, and what is refused. */
class GenaiPricesTests {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // prices of a model | components
        "{'input_mtok': 2.5, 'output_mtok': 10} | input 2.5, output 10",
        "{'cache_read_mtok': 0.1, 'cache_write_mtok': 3.75} | cacheRead 0.1, cacheWrite5m 3.75",
        "{'input_audio_mtok': 1, 'output_audio_mtok': 2, 'input_image_mtok': 3, "
            + "'output_image_mtok': 4} | audioInput 1, audioOutput 2, imageInput 3, imageOutput 4",
        "{'requests_kcount': 12} | request 0.012",
        "{'input_mtok': {'base': 1.25, 'tiers': [{'start': 200000, 'price': 2.5}]}} | "
            + "input 1.25, input above 200000 2.5",
        "{'cache_read_mtok': 0.4, 'cache_audio_read_mtok': 0.4} | cacheRead 0.4",
      })
  void shouldBecomeComponents(String prices, String components) {
    PriceDocument document = read(model(prices));

    assertThat(document.skipped()).isEmpty();
    assertThat(document.leftOut()).isEmpty();
    assertThat(Shown.of(document.catalogue().prices().getFirst()))
        .containsExactlyInAnyOrder(components.split(", "));
  }

  @Test
  void shouldMakeAPriceOfEachDate() {
    PriceDocument document =
        read(
            model(
                "[{'prices': {'input_mtok': 2}}, {'constraint': {'start_date': '2026-09-01'},"
                    + " 'prices': {'input_mtok': 3}}]"));

    assertThat(document.catalogue().prices())
        .extracting(ModelPrice::effectiveFrom)
        .containsExactly(null, Instant.parse("2026-09-01T00:00:00Z"));
    assertThat(document.catalogue().prices())
        .flatExtracting(Shown::of)
        .containsExactly("input 2", "input 3");
  }

  @Test
  void shouldMakeHoursOfATimeOfTheDay() {
    PriceDocument document =
        read(
            model(
                "[{'prices': {'input_mtok': 0.135, 'output_mtok': 0.55}},"
                    + " {'constraint': {'start_time': '00:30:00Z', 'end_time': '16:30:00Z'},"
                    + " 'prices': {'input_mtok': 0.27, 'output_mtok': 1.1}}]"));

    assertThat(document.catalogue().prices()).hasSize(1);
    assertThat(Shown.of(document.catalogue().prices().getFirst()))
        .containsExactlyInAnyOrder(
            "input 0.135", "output 0.55", "input at 00:30-16:30 0.27", "output at 00:30-16:30 1.1");
  }

  @Test
  void shouldReadATimeOfAnotherZoneInUtc() {
    PriceDocument document =
        read(
            model(
                "[{'prices': {'input_mtok': 1}}, {'constraint': {'start_time': '08:30:00+08:00',"
                    + " 'end_time': '00:30:00+08:00'}, 'prices': {'input_mtok': 2}}]"));

    assertThat(Shown.of(document.catalogue().prices().getFirst()))
        .containsExactlyInAnyOrder("input 1", "input at 00:30-16:30 2");
  }

  @Test
  void shouldMakeAliasesOfEqualityAlone() {
    PriceDocument document =
        read(
            """
            [{'id': 'x-ai', 'models': [{'id': 'm', 'prices': {'input_mtok': 1}, 'match': {'or': [
               {'equals': 'm'}, {'equals': 'm-1'}, {'starts_with': 'm-2'},
               {'or': [{'equals': 'm-3'}]}]}}]}]
            """);

    assertThat(document.catalogue().models())
        .containsExactly(new HostedModel("m", "xai", true, List.of("m-1", "m-3")));
    assertThat(document.leftOut())
        .containsExactly(
            new LeftOut("xai/m", "match.starts_with m-2", "names that are not listed one by one"));
    PriceBook book = PriceBook.of(document.catalogue());
    assertThat(book.find("m-3", null, Instant.EPOCH)).isPresent();
    assertThat(book.find("m-2x", "xai", Instant.EPOCH)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // prices | reason
        "{} | has no price",
        "[] | has no price",
        "{'input_parsec': 1} | has the unknown cost field input_parsec",
        "{'input_text_mtok': 1} | has the unknown cost field input_text_mtok",
        "{'input_mtok': -1} | input_mtok is negative: -1",
        "{'input_mtok': 'x'} | input_mtok is not a number: x",
        "{'input_mtok': {'base': 1, 'tiers': [{'price': 2}]}} | input_mtok has a tier without"
            + " start",
        "{'input_mtok': {'base': 1, 'tiers': [{'start': 5, 'price': 2}, {'start': 5, "
            + "'price': 3}]}} | has two prices for input",
        "[{'prices': {'input_mtok': 1}}, {'constraint': {'weekday': 'Sunday'}, "
            + "'prices': {'input_mtok': 2}}] | has an unknown constraint: {\"weekday\":\"Sunday\"}",
        "[{'prices': {'input_mtok': 1}}, {'constraint': {'start_date': '2026-09-01', "
            + "'weekday': 'Sunday'}, 'prices': {'input_mtok': 2}}] | "
            + "has an unknown constraint: {\"start_date\":\"2026-09-01\",\"weekday\":\"Sunday\"}",
        "[{'prices': {'input_mtok': 1}}, {'constraint': {'start_time': '01:00:00Z'}, "
            + "'prices': {'input_mtok': 2}}] | "
            + "has an unknown constraint: {\"start_time\":\"01:00:00Z\"}",
        "[{'prices': {'input_mtok': 1}}, {'prices': {'input_mtok': 2}}] | "
            + "has dates that do not ascend",
        "[{'constraint': {'start_date': '2026-09-02'}, 'prices': {'input_mtok': 1}}, "
            + "{'constraint': {'start_date': '2026-09-01'}, 'prices': {'input_mtok': 2}}] | "
            + "has dates that do not ascend",
        "[{'prices': {'input_mtok': 1}}, {'constraint': {'start_date': '2026-09-01'}, "
            + "'prices': {'input_mtok': 2}}, {'constraint': {'start_time': '01:00:00Z', "
            + "'end_time': '02:00:00Z'}, 'prices': {'input_mtok': 3}}] | "
            + "has hours after a date, which hold before it too",
        "[{'prices': {'input_mtok': 1, 'output_mtok': 1}}, {'constraint': {'start_time':"
            + " '01:00:00Z', 'end_time': '02:00:00Z'}, 'prices': {'input_mtok': 2}}] | has hours"
            + " without a price for each of its components",
      })
  void shouldSkipWhatItDoesNotUnderstand(String prices, String reason) {
    PriceDocument document = read(model(prices));

    assertThat(document.catalogue().prices()).isEmpty();
    assertThat(document.catalogue().models()).isEmpty();
    assertThat(document.skipped()).containsExactly(new SkippedPrice("acme/m", reason));
  }

  @Test
  void shouldSayWhatIsLeftOut() {
    PriceDocument document =
        read(
            model(
                "{'input_mtok': 1, 'cache_read_mtok': 0.1, 'cache_audio_read_mtok': 0.3,"
                    + " 'output_video_mtok': 9}"));

    assertThat(Shown.of(document.catalogue().prices().getFirst())).containsExactly("input 1");
    assertThat(document.leftOut())
        .extracting(LeftOut::field)
        .containsExactly("output_video_mtok", "cache_audio_read_mtok");
  }

  @Test
  void shouldLeaveOutLongPromptsOfAKindThatHasNoPriceForThem() {
    PriceDocument document =
        read(
            model(
                "{'input_mtok': {'base': 1, 'tiers': [{'start': 200000, 'price': 2}]},"
                    + " 'output_mtok': 4}"));

    assertThat(document.leftOut())
        .containsExactly(new LeftOut("acme/m", "output above 200000", LeftOut.LONG_PROMPTS));
  }

  @ParameterizedTest
  @CsvSource({
    "aws, bedrock",
    "moonshotai, moonshot",
    "voyageai, voyage",
    "x-ai, xai",
    "zhipuai, zai",
    "groq, groq",
  })
  void shouldCallProvidersAsTheOthersDo(String theirs, String ours) {
    PriceDocument document = read(model("{'input_mtok': 1}").replace("acme", theirs));

    assertThat(document.catalogue().prices())
        .extracting(ModelPrice::provider)
        .containsExactly(ours);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[{'models': []}]", "[{'id': 'a', 'models': {}}]", "[", "null"})
  void shouldRefuseADocumentOfAnotherShape(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(InvalidDocument.class);
  }

  private static String model(String prices) {
    return "[{'id': 'acme', 'models': [{'id': 'm', 'match': {'equals': 'm'}, 'prices': %s}]}]"
        .formatted(prices);
  }

  private static PriceDocument read(String text) {
    return PriceFormat.GENAI_PRICES.read(text.replace('\'', '"'), "a table");
  }
}
