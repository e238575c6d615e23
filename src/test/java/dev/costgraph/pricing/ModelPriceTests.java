package dev.costgraph.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.costgraph.money.Decimal;
import dev.costgraph.pricing.Pricing.Cost;
import dev.costgraph.pricing.Pricing.Unpriced;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ModelPriceTests {

  private static final ServiceTier STANDARD = ServiceTier.STANDARD;
  private static final Instant AT = Instant.parse("2026-08-01T12:00:00Z");

  /** claude-sonnet-4-5 below 200,000 tokens. */
  private static final ModelPrice SONNET =
      price(
          "input",
          "3",
          "output",
          "15",
          "cacheRead",
          "0.3",
          "cacheWrite5m",
          "3.75",
          "cacheWrite1h",
          "6");

  @Test
  void shouldPriceEachKindOnceAndAddThemUp() {
    // Given 1,234 input, 567 output, 89,000 read, 2,000 written for 5 minutes, 100 for an hour
    TokenCounts tokens = new TokenCounts(1_234, 567, 89_000, 2_000, 100, 0, 0, 0, 0, 0);

    // When
    Cost cost = cost(SONNET, tokens);

    // Then
    assertThat(cost.components())
        .extracting(
            CostComponent::name,
            CostComponent::getQuantity,
            CostComponent::unit,
            CostComponent::getUnitPrice,
            CostComponent::getCost)
        .containsExactly(
            line("input", "1234", "3", "0.003702"), // 1234 × 3e-6
            line("cacheRead", "89000", "0.3", "0.0267"), // 89000 × 0.3e-6
            line("cacheWrite5m", "2000", "3.75", "0.0075"), // 2000 × 3.75e-6
            line("cacheWrite1h", "100", "6", "0.0006"), // 100 × 6e-6
            line("output", "567", "15", "0.008505")); // 567 × 15e-6
    assertThat(cost.promptNanos()).isEqualTo(38_502_000); // 3702 + 26700 + 7500 + 600 µ
    assertThat(cost.completionNanos()).isEqualTo(8_505_000);
    assertThat(cost.totalNanos()).isEqualTo(47_007_000);
  }

  @Test
  void shouldPriceAudioAndImages() {
    ModelPrice price =
        price(
            "input",
            "4",
            "output",
            "16",
            "audioInput",
            "32",
            "audioOutput",
            "64",
            "imageInput",
            "5",
            "imageOutput",
            "30");

    Cost cost = cost(price, new TokenCounts(10, 20, 0, 0, 0, 0, 30, 40, 50, 60));

    // 10 × 4 + 30 × 32 + 50 × 5 = 40 + 960 + 250 = 1250 µ
    assertThat(cost.promptNanos()).isEqualTo(1_250_000);
    // 20 × 16 + 40 × 64 + 60 × 30 = 320 + 2560 + 1800 = 4680 µ
    assertThat(cost.completionNanos()).isEqualTo(4_680_000);
  }

  @ParameterizedTest
  @CsvSource({
    // price per million, tokens, nanos: half a nano goes to the even one
    "0.0005, 1, 0", // 0.5 → 0
    "0.0015, 1, 2", // 1.5 → 2
    "0.0025, 1, 2", // 2.5 → 2
    "0.0035, 1, 4", // 3.5 → 4
    "0.0005, 3, 2", // 1.5 → 2
    "0.00049, 1, 0",
    "0.00051, 1, 1",
    "0.003625, 1, 4", // deepseek-v4-pro, one cached token: 3.625 → 4
    "0.003625, 4, 14", // 14.5 → 14
    "0.00875, 2, 18", // amazon.nova-micro, 17.5 → 18
    "0.01875, 2, 38", // gemini-1.5-flash, 37.5 → 38
    "0.000000000000000001, 1000000, 0",
    "600, 2147483647, 1288490188200000", // o1-pro: 2147483647 × 600e-6 = 1288490.1882
  })
  void shouldRoundOnceHalfEvenToTheNano(String unitPrice, long tokens, long nanos) {
    Cost cost = cost(price("input", unitPrice), input(tokens));

    assertThat(cost.totalNanos()).isEqualTo(nanos);
  }

  @Test
  void shouldAddRoundedComponentsAndNotRoundTheSum() {
    // 0.5 nano each: rounded to 0 and 0, while their sum would be 1
    Cost cost =
        cost(
            price("input", "0.0005", "output", "0.0005"),
            new TokenCounts(1, 1, 0, 0, 0, 0, 0, 0, 0, 0));

    assertThat(cost.totalNanos()).isZero();
  }

  @Test
  void shouldPriceReasoningAsOutputWhenItHasNoPriceOfItsOwn() {
    Cost cost = cost(price("input", "1", "output", "8"), reasoning(125));

    assertThat(cost.components())
        .containsExactly(
            new CostComponent(
                "reasoning",
                BigDecimal.valueOf(125),
                "1000000 tokens",
                new BigDecimal("8"),
                1_000_000)); // 125 × 8e-6 = 0.001
    assertThat(cost.completionNanos()).isEqualTo(1_000_000);
    assertThat(cost.promptNanos()).isZero();
  }

  @Test
  void shouldPriceReasoningAtItsOwnPriceWhenItHasOne() {
    assertThat(cost(price("output", "8", "reasoning", "40"), reasoning(1)).totalNanos())
        .isEqualTo(40_000);
  }

  @Test
  void shouldNotPriceReasoningWithoutAPriceOfOutput() {
    assertThat(price("input", "1").price(reasoning(1), STANDARD, AT))
        .isEqualTo(new Unpriced("reasoning", "acme/m has no price for reasoning"));
  }

  @ParameterizedTest
  @CsvSource({
    "cacheRead, 0 0 1 0 0 0 0 0 0 0",
    "cacheWrite5m, 0 0 0 1 0 0 0 0 0 0",
    "cacheWrite1h, 0 0 0 0 1 0 0 0 0 0",
    "audioInput, 0 0 0 0 0 0 1 0 0 0",
    "audioOutput, 0 0 0 0 0 0 0 1 0 0",
    "imageInput, 0 0 0 0 0 0 0 0 1 0",
    "imageOutput, 0 0 0 0 0 0 0 0 0 1",
  })
  void shouldNotGuessAPriceThatIsNotKnown(String missing, String counts) {
    // Given a price of text alone, and text beside the unknown
    ModelPrice price = price("input", "1", "output", "2");
    TokenCounts tokens = counts(counts).plus(new TokenCounts(9, 9, 0, 0, 0, 0, 0, 0, 0, 0));

    // Then nothing of it is priced
    assertThat(price.price(tokens, STANDARD, AT))
        .isEqualTo(new Unpriced(missing, "acme/m has no price for " + missing));
  }

  @Test
  void shouldNotPriceOutputOfAModelThatHasNone() {
    assertThat(price("input", "0.02").price(counts("5 1 0 0 0 0 0 0 0 0"), STANDARD, AT))
        .isEqualTo(new Unpriced("output", "acme/m has no price for output"));
  }

  @Test
  void shouldTakeAPriceOfZeroForFree() {
    Cost cost = cost(price("input", "0", "output", "0"), counts("5 5 0 0 0 0 0 0 0 0"));

    assertThat(cost.totalNanos()).isZero();
    assertThat(cost.components()).extracting(CostComponent::getUnitPrice).contains(Decimal.ZERO);
  }

  @Test
  void shouldCostNothingToUseNothing() {
    assertThat(SONNET.price(TokenCounts.NONE, STANDARD, AT)).isEqualTo(new Cost(0, 0, List.of()));
  }

  @Test
  void shouldPriceNothingWhileNoComponentIsKnown() {
    ModelPrice gap = new ModelPrice("m", "acme", null, "a change", "USD", null, List.of());

    assertThat(gap.price(input(1), STANDARD, AT))
        .isEqualTo(new Unpriced("input", "acme/m has no price for input"));
    assertThat(gap.price(BigDecimal.ONE, "page", STANDARD, AT))
        .isEqualTo(new Unpriced("page", "acme/m has no price for page"));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STANDARD")
  void shouldNotPriceAnotherServiceTierAtTheStandardRate(ServiceTier tier) {
    Unpriced unpriced = new Unpriced("serviceTier", "acme/m has no price at service tier " + tier);

    assertThat(SONNET.price(input(1), tier, AT)).isEqualTo(unpriced);
    assertThat(
            price(PriceComponent.ofQuantity("page", BigDecimal.ONE))
                .price(BigDecimal.ONE, "page", tier, AT))
        .isEqualTo(unpriced);
  }

  @ParameterizedTest
  @CsvSource({
    "200000 0 0 0 0 0 0 0 0 0, true",
    "200001 0 0 0 0 0 0 0 0 0, false",
    "100000 0 60000 30000 10000 0 0 0 0 0, true", // cached tokens are part of the prompt
    "100000 0 60000 30000 10001 0 0 0 0 0, false",
    "0 900000 0 0 0 900000 0 0 0 0, true", // the completion is not
  })
  void shouldPricePromptsUpToItsBoundOnly(String counts, boolean priced) {
    ModelPrice bounded =
        new ModelPrice("m", "acme", null, "test", "USD", 200_000L, SONNET.components());

    assertThat(bounded.price(counts(counts), STANDARD, AT) instanceof Cost).isEqualTo(priced);
  }

  @Test
  void shouldNameTheBoundThatAPromptPasses() {
    ModelPrice bounded = new ModelPrice("m", "acme", null, "test", "USD", 10L, SONNET.components());

    assertThat(bounded.price(input(11), STANDARD, AT))
        .isEqualTo(
            new Unpriced(
                "upToPromptTokens",
                "The price of acme/m holds for prompts of up to 10 tokens, not for 11"));
  }

  @ParameterizedTest
  @CsvSource({
    "page, 0.0015, 3, 4500000", // 3 × 0.0015
    "second, 0.0001, 12.5, 1250000", // 12.5 × 0.0001
    "character, 0.000015, 1000, 15000000",
    "request, 0.01, 1, 10000000",
    "image, 0.0000000005, 1, 0", // half a nano → 0
    "image, 0.0000000015, 1, 2",
    "image, 0.04, 0, 0",
  })
  void shouldPriceAQuantityPerOne(String unit, String unitPrice, String quantity, long nanos) {
    ModelPrice price = price(PriceComponent.ofQuantity(unit, new BigDecimal(unitPrice)));

    Cost cost = (Cost) price.price(new BigDecimal(quantity), unit, STANDARD, AT);

    assertThat(cost.totalNanos()).isEqualTo(nanos);
    assertThat(cost.promptNanos()).isZero();
    assertThat(cost.completionNanos()).isZero();
    assertThat(cost.components())
        .extracting(CostComponent::name, CostComponent::unit, CostComponent::getQuantity)
        .containsExactly(tuple(unit, unit, Decimal.of(new BigDecimal(quantity))));
  }

  @Test
  void shouldNotPriceAQuantityOfAnotherUnit() {
    ModelPrice price =
        price(
            PriceComponent.ofQuantity("page", BigDecimal.ONE),
            PriceComponent.ofTokens("input", BigDecimal.ONE));

    assertThat(price.price(BigDecimal.ONE, "image", STANDARD, AT))
        .isEqualTo(new Unpriced("image", "acme/m has no price for image"));
    assertThat(price.price(BigDecimal.ONE, "input", STANDARD, AT))
        .as("tokens are not a quantity")
        .isEqualTo(new Unpriced("input", "acme/m has no price for input"));
  }

  @Test
  void shouldRefuseNegativeCounts() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SONNET.price(input(-1), STANDARD, AT))
        .withMessage("input is -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SONNET.price(new BigDecimal("-0.5"), "page", STANDARD, AT))
        .withMessage("quantity is -0.5");
  }

  @Test
  void shouldThrowWhenAComponentDoesNotFit63Bits() {
    // 9,223,372,036.854775807 is the most: 1e6 per million is 1 per token
    ModelPrice price = price("input", "1000000", "output", "1000000");

    assertThat(cost(price, input(9_223_372_036L)).totalNanos())
        .isEqualTo(9_223_372_036_000_000_000L);
    assertThatThrownBy(() -> price.price(input(9_223_372_037L), STANDARD, AT))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> price.price(counts("9223372036 1 0 0 0 0 0 0 0 0"), STANDARD, AT))
        .as("prompt and completion fit, their sum does not")
        .isInstanceOf(ArithmeticException.class);
    ModelPrice page = price(PriceComponent.ofQuantity("page", new BigDecimal("1e12")));
    assertThatThrownBy(() -> page.price(BigDecimal.ONE, "page", STANDARD, AT))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void shouldGiveTheSameContentTheSameId() {
    ModelPrice one = price("input", "2.50", "output", "10");
    ModelPrice other = price("output", "10.0", "input", "2.5");

    assertThat(one.priceId()).isEqualTo(other.priceId()).matches("acme/m@#[0-9a-f]{12}");
    assertThat(new ModelPrice("m", "acme", null, "elsewhere", "USD", null, one.components()))
        .extracting(ModelPrice::priceId)
        .isEqualTo(one.priceId());
  }

  @Test
  void shouldGiveACorrectedPriceAnotherId() {
    Instant day = Instant.parse("2025-06-10T00:00:00Z");
    List<PriceComponent> components = price("input", "2").components();
    List<String> ids =
        List.of(
            price("input", "2").priceId(),
            price("input", "2.000000001").priceId(),
            price("output", "2").priceId(),
            price("input", "2", "output", "0").priceId(),
            new ModelPrice("m", "acme", day, "test", "USD", null, components).priceId(),
            new ModelPrice("m", "acme", null, "test", "EUR", null, components).priceId(),
            new ModelPrice("m", "acme", null, "test", "USD", 5L, components).priceId(),
            new ModelPrice("m2", "acme", null, "test", "USD", null, components).priceId(),
            new ModelPrice("m", "acme2", null, "test", "USD", null, components).priceId());

    assertThat(ids).doesNotHaveDuplicates();
    assertThat(ids.get(4)).startsWith("acme/m@2025-06-10T00:00:00Z#");
  }

  @Test
  void shouldKeepItsIdFromReleaseToRelease() {
    // SHA-256 of "acme/m@\nUSD\nnull\ninput=2": stored ids must not change
    assertThat(price("input", "2").priceId()).isEqualTo("acme/m@#ca226949dff5");
  }

  @Test
  void shouldRefuseWhatIsNotAPrice() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> price("input", "-0.1"))
        .withMessage("input has the negative price -0.1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> price("input", "1", "input", "2"))
        .withMessage("input has two prices");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PriceComponent("inputs", "1000000 tokens", BigDecimal.ONE))
        .withMessageContaining("inputs");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PriceComponent("input", "input", BigDecimal.ONE))
        .withMessageContaining("its unit is 1000000 tokens");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PriceComponent(" ", " ", BigDecimal.ONE));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ModelPrice("m", "acme", null, "test", "USD", 0L, List.of()))
        .withMessage("upToPromptTokens 0 is below 1");
  }

  private static Tuple line(String name, String quantity, String unitPrice, String cost) {
    return tuple(
        name, new Decimal(quantity), "1000000 tokens", new Decimal(unitPrice), new Decimal(cost));
  }

  private static Cost cost(ModelPrice price, TokenCounts tokens) {
    return (Cost) price.price(tokens, STANDARD, AT);
  }

  private static TokenCounts input(long tokens) {
    return new TokenCounts(tokens, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  private static TokenCounts reasoning(long tokens) {
    return new TokenCounts(0, 0, 0, 0, 0, tokens, 0, 0, 0, 0);
  }

  /** In the order of the record. */
  private static TokenCounts counts(String text) {
    long[] c = Arrays.stream(text.split(" ")).mapToLong(Long::parseLong).toArray();
    return new TokenCounts(c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8], c[9]);
  }

  private static ModelPrice price(String... namesAndPrices) {
    PriceComponent[] components = new PriceComponent[namesAndPrices.length / 2];
    for (int i = 0; i < components.length; i++) {
      components[i] =
          PriceComponent.ofTokens(namesAndPrices[2 * i], new BigDecimal(namesAndPrices[2 * i + 1]));
    }
    return price(components);
  }

  private static ModelPrice price(PriceComponent... components) {
    return new ModelPrice("m", "acme", null, "test", "USD", null, List.of(components));
  }
}
