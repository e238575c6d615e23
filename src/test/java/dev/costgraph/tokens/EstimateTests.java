package dev.costgraph.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.costgraph.BadRequest;
import dev.costgraph.money.Decimal;
import dev.costgraph.pricing.ModelAlias;
import dev.costgraph.pricing.ModelPrice;
import dev.costgraph.pricing.PriceBook;
import dev.costgraph.pricing.PriceComponent;
import dev.costgraph.pricing.ServiceTier;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Estimates at made-up prices: input 2, read from the cache 0.5, output 8 per million tokens. */
class EstimateTests {

  private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
  private static final String QUESTION = "What is the capital of France?";

  private static final ModelPrice USUAL =
      price(
          "gpt-4o",
          "openai",
          null,
          null,
          of("input", "2"),
          of("cacheRead", "0.5"),
          of("output", "8"),
          batch("input", "1"),
          batch("output", "4"));

  /** Twice above 200,000 tokens, as of Anthropic and Google. */
  private static final ModelPrice LONG =
      price(
          "gpt-4.1",
          "openai",
          null,
          null,
          of("input", "2"),
          of("cacheRead", "0.5"),
          of("output", "8"),
          above("input", "4"),
          above("cacheRead", "1"),
          above("output", "16"));

  private static final ModelPrice BOUNDED =
      price("o3", "openai", null, 1_000L, of("input", "2"), of("output", "8"));

  private static final ModelPrice EMBEDDING =
      price("text-embedding-3-small", "openai", null, null, of("input", "0.02"));

  private static final ModelPrice OLD =
      price("o1", "openai", "2025-01-01T00:00:00Z", null, of("input", "15"), of("output", "60"));

  private static final ModelPrice CHEAPER =
      price("o1", "openai", "2026-10-31T00:00:00Z", null, of("input", "10"), of("output", "40"));

  private static final ModelPrice LATER =
      price("o4-mini", "openai", "2026-11-01T00:00:01Z", null, of("input", "1"), of("output", "4"));

  private static final ModelPrice DEAR =
      price("gpt-5", "openai", null, null, of("input", "9000000000"), of("output", "1"));

  private final TokenApi api = api(USUAL, LONG, BOUNDED, EMBEDDING, OLD, CHEAPER, LATER, DEAR);

  @Test
  void shouldPriceWhatItCounts() {
    // 7 tokens × 2 + 10 × 8, and 7 × 2 + 100 × 8 per million
    assertThat(api.estimateCost(call("gpt-4o").text(QUESTION).output(10, 100).input()))
        .isEqualTo(estimate(7, "0.000094", "0.000814", true));
    // 14 tokens as a chat
    List<MessageInput> chat = List.of(new MessageInput("user", QUESTION, null));
    assertThat(api.estimateCost(call("gpt-4o").messages(chat).output(10, 100).input()))
        .isEqualTo(estimate(14, "0.000108", "0.000828", true));
    assertThat(api.estimateCost(call("gpt-4o").tokens(1_000).output(10, 100).input()))
        .isEqualTo(estimate(1_000, "0.00208", "0.0028", true));
  }

  @Test
  void shouldTakeOneOutputForBoth() {
    assertThat(api.estimateCost(call("gpt-4o").tokens(1_000).output(10, null).input()))
        .isEqualTo(estimate(1_000, "0.00208", "0.00208", true));
    assertThat(api.estimateCost(call("gpt-4o").tokens(1_000).output(null, 100).input()))
        .isEqualTo(estimate(1_000, "0.0028", "0.0028", true));
    assertThat(
            api.estimateCost(call("text-embedding-3-small").tokens(1_000).output(0, null).input()))
        .isEqualTo(estimate(1_000, "0.00002", "0.00002", true));
  }

  @Test
  void shouldReadAShareFromTheCacheUnlessItGoesBadly() {
    // 750 × 2 + 250 × 0.5, at worst 1000 × 2
    assertThat(
            api.estimateCost(call("gpt-4o").tokens(1_000).output(0, null).cached("0.25").input()))
        .isEqualTo(estimate(1_000, "0.001625", "0.002", true));
    // a third of 1,000 is 333 whole tokens
    assertThat(
            api.estimateCost(
                call("gpt-4o").tokens(1_000).output(0, null).cached("0.333999").input()))
        .isEqualTo(estimate(1_000, "0.0015005", "0.002", true));
    assertThat(api.estimateCost(call("gpt-4o").tokens(1_000).output(0, null).cached("1").input()))
        .isEqualTo(estimate(1_000, "0.0005", "0.002", true));
  }

  @Test
  void shouldPriceAtTheTierThatThePromptReaches() {
    assertThat(api.estimateCost(call("gpt-4.1").tokens(200_000).output(1_000, null).input()))
        .isEqualTo(estimate(200_000, "0.408", "0.408", true));
    // tokens from the cache count to the prompt: 100,001 × 4 + 100,000 × 1 + 1,000 × 16
    assertThat(
            api.estimateCost(
                call("gpt-4.1").tokens(200_001).output(1_000, null).cached("0.5").input()))
        .isEqualTo(estimate(200_001, "0.516004", "0.816004", true));
  }

  @Test
  void shouldPriceAtTheServiceTier() {
    assertThat(
            api.estimateCost(
                call("gpt-4o").tokens(1_000).output(100, null).tier(ServiceTier.BATCH).input()))
        .isEqualTo(estimate(1_000, "0.0014", "0.0014", true));
  }

  @Test
  void shouldPriceAtTheTimeOfTheQuestion() {
    assertThat(api.estimateCost(call("o1").tokens(1_000_000).output(0, null).input()).expected())
        .isEqualTo(new Decimal("10"));
  }

  @Test
  void shouldSayThatAnApproximationIsOne() {
    TokenApi house =
        api(price("house-1", "house", null, null, of("input", "2"), of("output", "8")));

    assertThat(house.estimateCost(call("house-1").text(QUESTION).output(10, null).input()))
        .isEqualTo(estimate(7, "0.000094", "0.000094", false));
    assertThat(house.estimateCost(call("house-1").tokens(7).output(10, null).input()).exact())
        .isTrue();
  }

  /** The model that a deployment's name stands for decides, whatever the name is like. */
  @Test
  void shouldCountAsTheModelThatANameStandsFor() {
    PriceBook book =
        PriceBook.of(
                List.of(price("gpt-4o", "azure", null, null, of("input", "2"), of("output", "8"))))
            .withAliases(List.of(new ModelAlias("azure", "gpt-4", "gpt-4o")));
    TokenApi named = new TokenApi(() -> book, Clock.fixed(NOW, ZoneOffset.UTC));

    assertThat(named.countTokens("gpt-4", "お誕生日おめでとう", null).encoding()).isEqualTo("o200k_base");
    assertThat(api.countTokens("gpt-4", "お誕生日おめでとう", null).encoding()).isEqualTo("cl100k_base");
    assertThat(
            named
                .estimateCost(
                    call("gpt-4").provider("azure").text("お誕生日おめでとう").output(0, null).input())
                .inputTokens())
        .isEqualTo(8);
  }

  /** The worst case of a count that may be off by a tenth, over a threshold on the way. */
  @Test
  void shouldAddTheErrorToTheWorstCase() {
    Call call =
        new Call.Plan(ServiceTier.STANDARD, BigDecimal.ZERO, 0, 0)
            .with(190_000, new BigDecimal("10"));

    assertThat(call.inputAtMost()).isEqualTo(209_000);
    assertThat(call.expectedNanos(LONG, NOW)).isEqualTo(380_000_000);
    assertThat(call.worstNanos(LONG, NOW)).isEqualTo(836_000_000);
    // 101 × 1.1 = 111.1
    assertThat(
            new Call.Plan(ServiceTier.STANDARD, BigDecimal.ZERO, 0, 0)
                .with(101, new BigDecimal("10"))
                .inputAtMost())
        .isEqualTo(112);
    // a price that falls above the threshold is at its worst just below
    ModelPrice falling =
        price(
            "m",
            "p",
            null,
            null,
            of("input", "4"),
            PriceComponent.ofTokens(
                "input", new BigDecimal("1"), ServiceTier.STANDARD, 200_000, null));
    assertThat(call.worstNanos(falling, NOW)).isEqualTo(800_000_000);
  }

  @Test
  void shouldNeverExpectMoreThanTheWorst() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      // Given any price, in which nothing need make sense
      List<PriceComponent> components = new ArrayList<>();
      for (String name : List.of("input", "cacheRead", "output")) {
        components.add(of(name, Integer.toString(random.nextInt(100))));
        components.add(
            PriceComponent.ofTokens(
                name, BigDecimal.valueOf(random.nextInt(100)), ServiceTier.STANDARD, 1_000, null));
      }
      TokenApi any =
          api(price("house-1", "h", null, null, components.toArray(PriceComponent[]::new)));
      int output = random.nextInt(2_000);

      // When
      CostEstimate estimate =
          any.estimateCost(
              call("house-1")
                  .tokens(random.nextInt(2_000))
                  .output(output, output + random.nextInt(100))
                  .cached("0." + random.nextInt(1_000))
                  .input());

      // Then
      assertThat(estimate.worstCase().toNanos())
          .as("seed %d, %s", seed, components)
          .isGreaterThanOrEqualTo(estimate.expected().toNanos());
    }
  }

  @Test
  void shouldRefuseWhatNothingIsKnownOf() {
    assertThat(refusal(call("gpt-9").tokens(1).output(1, 1)))
        .isEqualTo("UNPRICED model: No provider has a price of gpt-9");
    assertThat(refusal(call("gpt-4o").provider("acme").tokens(1).output(1, 1)))
        .isEqualTo("UNPRICED model: No price of provider acme is known");
    assertThat(refusal(call("o4-mini").tokens(1).output(1, 1)))
        .isEqualTo(
            "UNPRICED model: The first price of o4-mini is from 2026-11-01T00:00:01Z, not of"
                + " 2026-11-01T00:00:00Z");
    assertThat(refusal(call("gpt-4o").tokens(1).output(1, 1).tier(ServiceTier.PRIORITY)))
        .isEqualTo("UNPRICED serviceTier: openai/gpt-4o has no price at service tier PRIORITY");
    assertThat(refusal(call("o3").tokens(10).output(1, 1).cached("0.5")))
        .isEqualTo("UNPRICED cachedShare: openai/o3 has no price for cacheRead");
    assertThat(refusal(call("text-embedding-3-small").tokens(10).output(0, 1)))
        .isEqualTo("UNPRICED model: openai/text-embedding-3-small has no price for output");
    assertThat(refusal(call("o3").tokens(1_001).output(1, 1)))
        .isEqualTo(
            "UNPRICED model: The price of openai/o3 holds for prompts of up to 1000 tokens, not for"
                + " 1001");
    assertThat(refusal(call("gpt-5").tokens(2_000_000).output(1, 1)))
        .isEqualTo(
            "OUT_OF_RANGE null: 2000001 tokens of gpt-5 cost more than 9223372036 USD: estimate"
                + " fewer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          - | -  | 1  | -  | INVALID_VALUE text: give exactly one of text, messages and inputTokens
          a | 1  | 1  | -  | INVALID_VALUE inputTokens: give exactly one of text, messages and
          - | -1 | 1  | -  | OUT_OF_RANGE inputTokens: inputTokens is -1, below 0
          a | -  | -  | -  | INVALID_VALUE expectedOutputTokens: give expectedOutputTokens,
          a | -  | -1 | -  | OUT_OF_RANGE expectedOutputTokens: expectedOutputTokens is -1, below
          a | -  | -  | -1 | OUT_OF_RANGE maxOutputTokens: maxOutputTokens is -1, below 0
          a | -  | 3  | 2  | INVALID_VALUE maxOutputTokens: maxOutputTokens is 2, below expected
          """)
  void shouldRefuseNumbersThatDoNotFit(
      @Nullable String text,
      @Nullable Integer tokens,
      @Nullable Integer expected,
      @Nullable Integer max,
      String refusal) {
    assertThat(refusal(call("gpt-4o").text(text).tokens(tokens).output(expected, max)))
        .startsWith(refusal);
  }

  @ParameterizedTest
  @CsvSource({
    "1.1, OUT_OF_RANGE, 'cachedShare is 1.1, not 0 to 1'",
    "-0.1, OUT_OF_RANGE, 'cachedShare is -0.1, not 0 to 1'",
    "half, INVALID_VALUE, 'cachedShare ''half'' is not a decimal in plain notation'",
    "1e-1, INVALID_VALUE, 'cachedShare ''1e-1'' is not a decimal in plain notation'",
  })
  void shouldRefuseAShareThatIsNone(String share, String code, String message) {
    assertThat(refusal(call("gpt-4o").tokens(1).output(1, 1).cached(share)))
        .startsWith(code + " cachedShare: " + message);
  }

  @Test
  void shouldRefuseAModelWithoutAName() {
    assertThat(refusal(call(" ").tokens(1).output(1, 1)))
        .isEqualTo(
            "INVALID_VALUE model: model ' ' is not 1 to 256 characters without control characters");
    assertThatThrownBy(() -> api.countTokens("x".repeat(257), "a", null))
        .isInstanceOf(BadRequest.class)
        .hasMessageStartingWith("model 'xxxx");
  }

  private String refusal(CallBuilder call) {
    String[] refusal = {""};
    assertThatThrownBy(() -> api.estimateCost(call.input()))
        .isInstanceOfSatisfying(
            BadRequest.class, e -> refusal[0] = e.code() + " " + e.field() + ": " + e.getMessage());
    return refusal[0];
  }

  private static CallBuilder call(String model) {
    return new CallBuilder(model);
  }

  private static CostEstimate estimate(
      int inputTokens, String expected, String worst, boolean exact) {
    return new CostEstimate(inputTokens, new Decimal(expected), new Decimal(worst), "USD", exact);
  }

  private static TokenApi api(ModelPrice... prices) {
    PriceBook book = PriceBook.of(List.of(prices));
    return new TokenApi(() -> book, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static PriceComponent of(String name, String price) {
    return PriceComponent.ofTokens(name, new BigDecimal(price));
  }

  private static PriceComponent above(String name, String price) {
    return PriceComponent.ofTokens(
        name, new BigDecimal(price), ServiceTier.STANDARD, 200_000, null);
  }

  private static PriceComponent batch(String name, String price) {
    return PriceComponent.ofTokens(name, new BigDecimal(price), ServiceTier.BATCH, null, null);
  }

  private static ModelPrice price(
      String model,
      String provider,
      @Nullable String from,
      @Nullable Long upTo,
      PriceComponent... components) {
    return new ModelPrice(
        model,
        provider,
        from == null ? null : Instant.parse(from),
        "test",
        "USD",
        upTo,
        List.of(components));
  }
}
