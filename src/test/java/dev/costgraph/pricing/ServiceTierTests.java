package dev.costgraph.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.costgraph.pricing.Pricing.Cost;
import dev.costgraph.pricing.Pricing.Unpriced;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prices by service tier, length of prompt and hour of the day. */
class ServiceTierTests {

  private static final Instant NOON = Instant.parse("2026-08-01T12:00:00Z");
  private static final Instant NIGHT = Instant.parse("2026-08-01T20:00:00Z");

  /** Two thresholds; batch knows one of them, and cached reads none. */
  private static final ModelPrice TIERED =
      price(
          "input 1",
          "input 2 above 100",
          "input 3 above 1000",
          "output 10",
          "output 20 above 100",
          "output 30 above 1000",
          "cacheRead 0.5",
          "audioInput 5",
          "audioInput 5 above 100",
          "input 0.4 BATCH",
          "input 0.8 BATCH above 100",
          "output 4 BATCH",
          "reasoning 7 PRIORITY",
          "output 9 PRIORITY");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // tier | tokens | nanos: thousandths of tokens × price
        "STANDARD | input 100, output 1 | 110000", // 100×1 + 1×10
        "STANDARD | input 101, output 1 | 222000", // 101×2 + 1×20
        "STANDARD | input 1000, output 1 | 2020000", // 1000×2 + 1×20
        "STANDARD | input 1001, output 1 | 3033000", // 1001×3 + 1×30
        "STANDARD | input 60, cacheRead 40 | 80000", // 60×1 + 40×0.5
        "STANDARD | input 60, audioInput 41 | 325000", // 60×2 + 41×5: the same price above
        "STANDARD | output 1, reasoning 1 | 20000", // no prompt: 1×10 + 1×10
        "STANDARD | input 1001, reasoning 1 | 3033000", // reasoning as output: 1×30
        "BATCH | input 100, output 1 | 44000", // 100×0.4 + 1×4
        "BATCH | input 101 | 80800", // 101×0.8
        "BATCH | input 1000 | 800000",
        "PRIORITY | reasoning 1, output 1 | 16000", // 1×7 + 1×9
      })
  void shouldMoveTheWholeRequest(ServiceTier tier, String tokens, long nanos) {
    assertThat(cost(TIERED, tokens, tier, NOON).totalNanos()).isEqualTo(nanos);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "STANDARD | input 60, cacheRead 41 | aboveTokens | acme/m has no price for cacheRead in "
            + "prompts of more than 100 tokens",
        "STANDARD | input 960, audioInput 41 | aboveTokens | acme/m has no price for audioInput in "
            + "prompts of more than 1000 tokens",
        "BATCH | input 1001 | aboveTokens | acme/m has no price for input at service tier BATCH in "
            + "prompts of more than 1000 tokens",
        "BATCH | input 101, output 1 | aboveTokens | acme/m has no price for output at service tier"
            + " BATCH in prompts of more than 100 tokens",
        "PRIORITY | output 1, cacheRead 101 | cacheRead | acme/m has no price for cacheRead at "
            + "service tier PRIORITY",
        "PRIORITY | input 1 | input | acme/m has no price for input at service tier PRIORITY",
        "BATCH | cacheRead 1 | cacheRead | acme/m has no price for cacheRead at service tier BATCH",
        "FLEX | input 1 | serviceTier | acme/m has no price at service tier FLEX",
        "FLEX | | serviceTier | acme/m has no price at service tier FLEX",
        "STANDARD | imageInput 1 | imageInput | acme/m has no price for imageInput",
      })
  void shouldNotTakeThePriceOfAnotherTier(
      ServiceTier tier, @Nullable String tokens, String missing, String message) {
    assertThat(TIERED.price(Tokens.of(tokens == null ? "" : tokens), tier, NOON))
        .isEqualTo(new Unpriced(missing, message));
  }

  @Test
  void shouldRefuseCountsBeforeItLooksForAPrice() {
    TokenCounts negative = new TokenCounts(-1, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    TokenCounts wrapping = new TokenCounts(Long.MAX_VALUE, 0, 1, 0, 0, 0, 0, 0, 0, 0);

    for (ServiceTier tier : List.of(ServiceTier.STANDARD, ServiceTier.FLEX)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TIERED.price(negative, tier, NOON))
          .withMessage("input is -1");
      assertThatThrownBy(() -> TIERED.price(wrapping, tier, NOON))
          .isInstanceOf(ArithmeticException.class);
    }
  }

  @Test
  void shouldShowTierAndThresholdOfEachLine() {
    assertThat(cost(TIERED, "input 101, audioInput 1, output 1", ServiceTier.STANDARD, NOON))
        .extracting(Cost::components)
        .satisfies(
            lines ->
                assertThat(lines)
                    .extracting(
                        CostComponent::name, CostComponent::tier, CostComponent::aboveTokens)
                    .containsExactly(
                        tuple("input", ServiceTier.STANDARD, 100),
                        tuple("audioInput", ServiceTier.STANDARD, 100),
                        tuple("output", ServiceTier.STANDARD, 100)));
    assertThat(cost(TIERED, "input 1", ServiceTier.BATCH, NOON).components())
        .containsExactly(
            new CostComponent(
                "input",
                BigDecimal.ONE,
                "1000000 tokens",
                new BigDecimal("0.4"),
                400,
                ServiceTier.BATCH,
                null));
  }

  // Only the part above

  private static final ModelPrice PARTS =
      partAbove(
          "input 1",
          "input 2 above 100",
          "input 3 above 1000",
          "cacheRead 0.5",
          "cacheRead 0.7 above 100",
          "audioInput 9",
          "audioInput 9 above 100",
          "imageInput 9",
          "output 10");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // tokens | nanos | lines
        "input 100 | 100000 | input:100", // 100×1
        "input 101 | 102000 | input:100 input>100:1", // 100×1 + 1×2
        "input 1000 | 1900000 | input:100 input>100:900", // 100×1 + 900×2
        "input 1002 | 1906000 | input:100 input>100:900 input>1000:2", // + 2×3
        "cacheRead 100, input 1 | 52000 | input>100:1 cacheRead:100", // 100×0.5 + 1×2
        "cacheRead 99, input 1 | 50500 | input:1 cacheRead:99", // 99×0.5 + 1×1
        "cacheRead 150 | 85000 | cacheRead:100 cacheRead>100:50", // 100×0.5 + 50×0.7
        "input 101, audioInput 5 | 147000 | input:100 input>100:1 audioInput>100:5", // + 5×9
        "input 99, imageInput 1 | 108000 | input:99 imageInput:1", // 99×1 + 1×9
        "input 101, output 7 | 172000 | input:100 input>100:1 output:7", // + 7×10
      })
  void shouldMoveOnlyThePartAbove(String tokens, long nanos, String lines) {
    Cost cost = cost(PARTS, tokens, ServiceTier.STANDARD, NOON);

    assertThat(cost.totalNanos()).isEqualTo(nanos);
    assertThat(
            cost.components().stream()
                .map(
                    line ->
                        line.name()
                            + (line.aboveTokens() == null ? "" : ">" + line.aboveTokens())
                            + ":"
                            + line.count())
                .toList())
        .containsExactly(lines.split(" "));
  }

  @Test
  void shouldNotPriceAPartWithoutAPrice() {
    ModelPrice longOnly = partAbove("input 2 above 100");

    assertThat(longOnly.price(Tokens.of("input 101"), ServiceTier.STANDARD, NOON))
        .isEqualTo(new Unpriced("input", "acme/m has no price for input"));
    assertThat(PARTS.price(Tokens.of("input 100, imageInput 1"), ServiceTier.STANDARD, NOON))
        .isEqualTo(
            new Unpriced(
                "aboveTokens",
                "acme/m has no price for imageInput in prompts of more than 100 tokens"));
  }

  @Test
  void shouldRoundAKindOnceWhileItsPriceIsTheSame() {
    ModelPrice price = partAbove("input 0.0005", "input 0.001 above 101 at 16:30-00:30");

    assertThat(cost(price, "input 102", ServiceTier.STANDARD, NOON).components())
        .extracting(CostComponent::costNanos)
        .containsExactly(51L); // 102 × 0.5 nanos
    assertThat(cost(price, "input 102", ServiceTier.STANDARD, NIGHT).components())
        .extracting(CostComponent::costNanos)
        .containsExactly(50L, 1L); // 101 × 0.5 to the even one, 1 × 1
  }

  @Test
  void shouldRefuseAThresholdOfACompletionWhereOnlyAPartMoves() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> partAbove("output 1", "output 2 above 100"))
        .withMessage("output above 100: only a part of a prompt is above a threshold");
  }

  // By the hour

  private static final ModelPrice DAILY =
      price(
          "input 4",
          "input 1 at 16:30-00:30",
          "input 8 above 100",
          "input 2 above 100 at 16:30-00:30",
          "output 5",
          "page 3",
          "page 1 at 16:30-00:30");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-08-01T12:00:00Z | input 1, output 1 | 9000", // 4 + 5
        "2026-08-01T20:00:00Z | input 1, output 1 | 6000", // 1 + 5: output has no hours
        "2026-08-01T20:00:00Z | input 101 | 202000", // 101×2
        "2026-08-01T00:30:00Z | input 101 | 808000", // 101×8
      })
  void shouldPriceByTheHour(Instant at, String tokens, long nanos) {
    assertThat(cost(DAILY, tokens, ServiceTier.STANDARD, at).totalNanos()).isEqualTo(nanos);
  }

  @Test
  void shouldPriceQuantitiesByTheHour() {
    assertThat(DAILY.price(BigDecimal.TWO, "page", ServiceTier.STANDARD, NOON))
        .isInstanceOfSatisfying(
            Cost.class, cost -> assertThat(cost.totalNanos()).isEqualTo(6_000_000_000L));
    assertThat(DAILY.price(BigDecimal.TWO, "page", ServiceTier.STANDARD, NIGHT))
        .isInstanceOfSatisfying(
            Cost.class, cost -> assertThat(cost.totalNanos()).isEqualTo(2_000_000_000L));
    assertThat(DAILY.price(BigDecimal.TWO, "page", ServiceTier.BATCH, NIGHT))
        .isEqualTo(new Unpriced("serviceTier", "acme/m has no price at service tier BATCH"));
  }

  @Test
  void shouldRefuseTwoPricesOfTheSame() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> price("input 1 BATCH above 5", "input 2 BATCH above 5"))
        .withMessage("input BATCH above 5 has two prices");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> price("input 1 at 01:00-03:00", "input 2 at 02:00-04:00"))
        .withMessage("input at 01:00-03:00 and input at 02:00-04:00 overlap");
    assertThat(price("input 1 at 01:00-02:00", "input 2 at 02:00-04:00").components()).hasSize(2);
  }

  @Test
  void shouldRefuseAThresholdWithoutAPrompt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> price("page 1 above 5"))
        .withMessage("page cannot have aboveTokens 5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> price("input 1 above 0"))
        .withMessage("input cannot have aboveTokens 0");
  }

  @Test
  void shouldGiveEachFeatureAnotherId() {
    List<String> ids = new ArrayList<>();
    for (ModelPrice price :
        List.of(
            price("input 1"),
            price("input 1 BATCH"),
            price("input 1 above 5"),
            price("input 1 above 6"),
            price("input 1 at 01:00-02:00"),
            partAbove("input 1 above 5"),
            price("input 1").discounted(BigDecimal.ZERO, "acme", null),
            price("input 1").discounted(BigDecimal.ZERO, "other", null))) {
      ids.add(price.priceId());
    }

    assertThat(ids).doesNotHaveDuplicates();
    assertThat(price("input 1", "input 2 BATCH").priceId())
        .isEqualTo(price("input 2 BATCH", "input 1").priceId());
  }

  @Test
  void shouldShowTheHoursOfAComponent() {
    assertThat(DAILY.components())
        .extracting(PriceComponent::getHoursUtc)
        .containsExactly(null, "16:30-00:30", null, "16:30-00:30", null, null, "16:30-00:30");
  }

  private static Cost cost(ModelPrice price, String tokens, ServiceTier tier, Instant at) {
    return (Cost) price.price(Tokens.of(tokens), tier, at);
  }

  private static ModelPrice price(String... components) {
    return price(LongPrompts.WHOLE_REQUEST, components);
  }

  private static ModelPrice partAbove(String... components) {
    return price(LongPrompts.PART_ABOVE, components);
  }

  private static ModelPrice price(LongPrompts rule, String... components) {
    List<PriceComponent> parsed = new ArrayList<>();
    for (String component : components) {
      parsed.add(component(component));
    }
    return new ModelPrice("m", "acme", null, "test", "USD", null, parsed, rule, null);
  }

  /** Reads {@code input 2 BATCH above 100 at 01:00-02:00}. */
  private static PriceComponent component(String text) {
    List<String> words = List.of(text.split(" "));
    String name = words.get(0);
    int above = words.indexOf("above");
    int at = words.indexOf("at");
    return new PriceComponent(
        name,
        TokenKind.named(name) == null ? name : PriceComponent.MILLION_TOKENS,
        new BigDecimal(words.get(1)),
        words.contains("BATCH")
            ? ServiceTier.BATCH
            : words.contains("PRIORITY") ? ServiceTier.PRIORITY : ServiceTier.STANDARD,
        above < 0 ? null : Integer.valueOf(words.get(above + 1)),
        at < 0 ? null : DailyHours.parse(words.get(at + 1)));
  }
}
