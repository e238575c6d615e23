package dev.costgraph.export;

import static dev.costgraph.export.FocusSample.CHEAPER;
import static dev.costgraph.export.FocusSample.CROWNS;
import static dev.costgraph.export.FocusSample.DOLLARS;
import static dev.costgraph.export.FocusSample.amount;
import static dev.costgraph.export.FocusSample.charges;
import static dev.costgraph.export.FocusSample.converted;
import static dev.costgraph.export.FocusSample.entry;
import static dev.costgraph.export.FocusSample.quantity;
import static dev.costgraph.export.FocusSample.recorded;
import static dev.costgraph.export.FocusSample.tokens;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a usage comes to in FOCUS. */
class FocusChargesTests {

  private static final String OCTOBER = "2026-10-20T09:00:00Z";
  private static final String LATER_IN_OCTOBER = "2026-10-31T23:59:59Z";
  private static final String NOVEMBER = "2026-11-01T00:00:00Z";
  private static final String DECEMBER = "2026-12-24T00:00:00Z";

  /** One text per charge: month, C of a correction, meter, consumed, priced, billed, in price's. */
  private static List<String> shown(ExportedUsage usage) {
    return charges(usage).stream()
        .map(
            c ->
                "%s%s %s: %s %s %d %d %s"
                    .formatted(
                        c.key().billingMonth().toString().substring(0, 7),
                        c.key().correction() ? " C" : "",
                        c.key().sku().meter(),
                        c.consumed(),
                        c.priced().stripTrailingZeros().toPlainString(),
                        c.billedNanos(),
                        c.pricingNanos(),
                        c.key().sku().pricingCurrency()))
        .toList();
  }

  @Test
  void shouldChargeEveryKindOfTokensAtItsPrice() {
    assertThat(
            shown(
                tokens(
                    OCTOBER,
                    1000,
                    100,
                    List.of(entry("CHARGE", OCTOBER, 28_000_000, CROWNS.priceId())))))
        .containsExactly(
            "2026-10 input: 1000 0.001 20000000 20000000 DKK",
            "2026-10 output: 100 0.0001 8000000 8000000 DKK");
  }

  @Test
  void shouldChargeQuantitiesAmountsAndNothingThatIsUnpriced() {
    assertThat(
            shown(
                quantity(
                    OCTOBER,
                    "2.5",
                    List.of(entry("CHARGE", OCTOBER, 25_000_000, CROWNS.priceId())))))
        .containsExactly("2026-10 webSearch: 2.5 2.5 25000000 25000000 DKK");
    assertThat(
            shown(
                amount(
                    OCTOBER,
                    "2",
                    List.of(
                        converted(
                            entry("CHARGE", OCTOBER, 14_000_000_000L, ""), 2_000_000_000, "7")))))
        .containsExactly("2026-10 amount: 1 2 14000000000 2000000000 USD");
    assertThat(shown(tokens(OCTOBER, 5, 5, List.of()))).isEmpty();
  }

  /** What a month corrects of itself was never billed otherwise. */
  @Test
  void shouldChargeTheCorrectedPriceWithinTheMonth() {
    assertThat(
            shown(
                tokens(
                    OCTOBER,
                    1000,
                    100,
                    List.of(
                        converted(
                            entry("CHARGE", OCTOBER, 24_500_000, DOLLARS.priceId()),
                            3_500_000,
                            "7"),
                        entry("ADJUSTMENT", LATER_IN_OCTOBER, 3_500_000, CROWNS.priceId())))))
        .containsExactly(
            "2026-10 input: 1000 0.001 20000000 20000000 DKK",
            "2026-10 output: 100 0.0001 8000000 8000000 DKK");
  }

  @Test
  void shouldBillCorrectionsInTheMonthThatTheyCome() {
    assertThat(
            shown(
                tokens(
                    OCTOBER,
                    1000,
                    100,
                    List.of(
                        converted(
                            entry("CHARGE", OCTOBER, 24_500_000, DOLLARS.priceId()),
                            3_500_000,
                            "7"),
                        converted(
                            entry("ADJUSTMENT", NOVEMBER, -4_900_000, CHEAPER.priceId()),
                            2_800_000,
                            "7"),
                        entry("ADJUSTMENT", DECEMBER, 8_400_000, CROWNS.priceId())))))
        .containsExactly(
            "2026-10 input: 1000 0.001 17500000 2500000 USD",
            "2026-10 output: 100 0.0001 7000000 1000000 USD",
            "2026-11 C input: 0 0 -3500000 -500000 USD",
            "2026-11 C output: 0 0 -1400000 -200000 USD",
            "2026-12 C input: 0 0 6000000 6000000 DKK",
            "2026-12 C output: 0 0 2400000 2400000 DKK");
  }

  /** When October closed nothing of it was there; what November made of it is what it costs. */
  @Test
  void shouldTakeACorrectionInTheMonthOfALateRecordingForNone() {
    assertThat(
            shown(
                recorded(
                    OCTOBER,
                    NOVEMBER,
                    1000,
                    List.of(
                        entry("CHARGE", NOVEMBER, 20_000_000, CROWNS.priceId()),
                        entry("ADJUSTMENT", "2026-11-02T00:00:00Z", 1_000_000, CROWNS.priceId()),
                        entry("ADJUSTMENT", DECEMBER, 500_000, CROWNS.priceId())))))
        .containsExactly(
            "2026-10 input: 1000 0.001 21000000 21000000 DKK",
            "2026-12 C input: 0 0 500000 500000 DKK");
    assertThat(
            shown(
                recorded(
                    OCTOBER,
                    NOVEMBER,
                    1000,
                    List.of(entry("ADJUSTMENT", NOVEMBER, 20_000_000, CROWNS.priceId())))))
        .containsExactly("2026-10 input: 1000 0.001 20000000 20000000 DKK");
  }

  /** What had no price when its month was billed is billed whole when the price comes. */
  @Test
  void shouldBillWhatWasUnpricedWhenItsPriceComes() {
    assertThat(
            shown(
                tokens(
                    OCTOBER,
                    1000,
                    0,
                    List.of(entry("ADJUSTMENT", NOVEMBER, 20_000_000, CROWNS.priceId())))))
        .containsExactly("2026-11 C input: 1000 0.001 20000000 20000000 DKK");
    assertThat(
            shown(
                tokens(
                    OCTOBER,
                    1000,
                    0,
                    List.of(entry("ADJUSTMENT", LATER_IN_OCTOBER, 20_000_000, CROWNS.priceId())))))
        .containsExactly("2026-10 input: 1000 0.001 20000000 20000000 DKK");
  }

  /** What was booked decides, also where the price says something else, or is not known. */
  @Test
  void shouldComeToWhatWasBookedAlways() {
    assertThat(
            shown(
                tokens(
                    OCTOBER,
                    1000,
                    100,
                    List.of(entry("CHARGE", OCTOBER, 28_000_003, CROWNS.priceId())))))
        .containsExactly(
            "2026-10 input: 1000 0.001 20000000 20000000 DKK",
            "2026-10 output: 100 0.0001 8000003 8000003 DKK");
    assertThat(
            shown(tokens(OCTOBER, 1000, 100, List.of(entry("CHARGE", OCTOBER, 77, "forgotten")))))
        .containsExactly("2026-10 amount: 1 0.000000077 77 77 DKK");

    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      long nanos = random.nextLong(1_000_000_000);
      long original = random.nextLong(1_000_000_000);
      long correction = random.nextLong(-1_000_000, 1_000_000);
      ExportedUsage usage =
          tokens(
              OCTOBER,
              random.nextLong(100_000),
              1 + random.nextLong(100_000),
              List.of(
                  converted(
                      entry("CHARGE", OCTOBER, nanos, DOLLARS.priceId()),
                      original,
                      "0." + (1 + random.nextInt(999_999))),
                  entry(
                      "ADJUSTMENT",
                      random.nextBoolean() ? NOVEMBER : LATER_IN_OCTOBER,
                      correction,
                      CROWNS.priceId())));
      assertThat(charges(usage).stream().mapToLong(FocusCharge::billedNanos).sum())
          .as("seed %d, usage %d", seed, i)
          .isEqualTo(nanos + correction);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-4o, openai",
    "GPT-4o, openai",
    "us.anthropic.claude-opus-5, anthropic",
    "anthropic/claude-opus-5, anthropic",
    "amazon.nova, bedrock",
    "x, ",
    "house, ",
    "., "
  })
  void shouldKnowWhoMadeAModel(String model, String maker) {
    assertThat(FocusSample.MAKERS.of(model)).isEqualTo(maker);
  }

  /** Another name of the platform changes no id. */
  @Test
  void shouldNameTheBillerByIdInIds() {
    FocusSku sku =
        charges(amount(OCTOBER, "1", List.of(entry("CHARGE", OCTOBER, 1, ""))))
            .getFirst()
            .key()
            .sku();

    assertThat(sku.skuId("p")).isEqualTo("p/search/amount").isEqualTo(sku.skuPriceId("p"));
    assertThat(sku.serviceName("The platform")).isEqualTo("The platform tools");
  }

  @ParameterizedTest
  @CsvSource({
    "page, Pages",
    "search, Searches",
    "webSearch, Web Searches",
    "query, Queries",
    "day, Days",
    "GB, GB",
    "gb, GB",
    "mib, MiB",
    "credits, Credits",
    "per_1k_chars, per_1k_chars",
    "box, Boxes",
    "web_search, Web Searches",
    "x-ray, X Rays"
  })
  void shouldWriteUnitsAsFocusDoes(String unit, String written) {
    assertThat(FocusSku.plural(unit)).isEqualTo(written);
  }
}
