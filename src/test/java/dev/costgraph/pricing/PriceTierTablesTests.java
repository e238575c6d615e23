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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Thresholds, service tiers and hours of the catalogue against the two tables. A threshold is there
 * when both have it. Service tiers are in LiteLLM's table alone: one is there when both tables
 * agree on the standard price and the tier follows the rule that its provider publishes, half of
 * the standard price for batch and flex, one multiple of it for priority.
 */
class PriceTierTablesTests {

  private static final LocalDate CHECKED = LocalDate.parse("2026-08-21");
  private static final String NEWEST = "2026-08-01";
  private static final PriceCatalogue CATALOGUE = PriceCatalogue.load();

  private static final Map<ServiceTier, String> SUFFIXES =
      Map.of(
          ServiceTier.BATCH, "_batches",
          ServiceTier.FLEX, "_flex",
          ServiceTier.PRIORITY, "_priority");

  private static final String NOT_IN_PROPORTION = "not in proportion to the others of the tier";

  /** What LiteLLM's table has for a tier and the catalogue leaves out → why. */
  private static final Map<String, String> LEFT_OUT =
      Map.of(
          "google/gemini-2.5-pro input PRIORITY",
          "the same as the standard price",
          "google/gemini-2.5-pro output PRIORITY",
          "the same as the standard price",
          "google/gemini-3.5-flash-lite cacheRead FLEX",
          NOT_IN_PROPORTION,
          "google/gemini-3.5-flash-lite cacheRead PRIORITY",
          NOT_IN_PROPORTION,
          "openai/gpt-4o-2024-05-13 input BATCH",
          "the tables disagree on the standard price",
          "openai/gpt-4o-2024-05-13 output BATCH",
          "the tables disagree on the standard price",
          "openai/gpt-4o-2024-05-13 input PRIORITY",
          "the tables disagree on the standard price",
          "openai/gpt-4o-2024-05-13 output PRIORITY",
          "the tables disagree on the standard price",
          "openai/gpt-5-nano input PRIORITY",
          "fifty times the standard price, and none for output",
          "openai/gpt-5.4 cacheRead FLEX",
          NOT_IN_PROPORTION);

  private static @Nullable PriceTables tables;

  @BeforeAll
  static void readTables() {
    Path folder = SharedData.folder("prices");
    tables = new PriceTables(folder);
  }

  @Test
  void shouldCountTheModelsThatHaveThem() {
    Map<String, Set<String>> models = new TreeMap<>();
    for (ModelPrice price : CATALOGUE.prices()) {
      for (PriceComponent component : price.components()) {
        String feature =
            component.tier() != ServiceTier.STANDARD
                ? component.tier().name()
                : component.hours() != null
                    ? "by the hour"
                    : component.aboveTokens() != null ? "above a threshold" : "";
        models.computeIfAbsent(feature, f -> new TreeSet<>()).add(name(price));
      }
      if (price.upToPromptTokens() != null) {
        models.computeIfAbsent("up to a bound", f -> new TreeSet<>()).add(name(price));
      }
    }

    assertThat(models.entrySet().stream().map(e -> e.getKey() + ": " + e.getValue().size()))
        .containsExactly(
            ": 270",
            "BATCH: 32",
            "FLEX: 15",
            "PRIORITY: 29",
            "above a threshold: 9",
            "by the hour: 2",
            "up to a bound: 24");
  }

  @Test
  void shouldHaveTheThresholdsThatBothTablesHave() {
    List<String> checked = new ArrayList<>();
    for (HostedModel model : CATALOGUE.models()) {
      List<ModelPrice> prices = prices(model);
      for (int i = 0; i < prices.size(); i++) {
        LocalDate last = i + 1 < prices.size() ? day(prices.get(i + 1)).minusDays(1) : CHECKED;
        for (PriceComponent component : prices.get(i).components()) {
          if (component.aboveTokens() != null && component.tier() == ServiceTier.STANDARD) {
            checkThreshold(model, prices.get(i), component, last);
            checked.add(model.model() + " " + component.what());
          }
        }
      }
    }
    assertThat(checked).hasSizeGreaterThan(30);
  }

  private static void checkThreshold(
      HostedModel model, ModelPrice price, PriceComponent component, LocalDate last) {
    String what = name(price) + " " + component.what();
    int threshold = component.aboveTokens() == null ? 0 : component.aboveTokens();
    BigDecimal input = above(price, "input", component);
    if (component.name().equals("cacheWrite1h")) {
      assertThat(component.unitPrice())
          .as(what + ": an hour costs twice the input")
          .isEqualByComparingTo(input.add(input));
      return;
    }
    if (component.name().matches("imageInput|audioInput")) {
      assertThat(component.unitPrice()).as(what + ": as input").isEqualByComparingTo(input);
      return;
    }
    String suffix = "_above_" + threshold / 1000 + "k_tokens";
    Set<BigDecimal> litellm = new TreeSet<>();
    for (String date : PriceTables.DATES) {
      BigDecimal their =
          tables().litellm(date, model.provider(), ids(model), component.name(), suffix);
      if (their != null && !LocalDate.parse(date).isAfter(last.plusDays(1))) {
        litellm.add(their);
      }
    }
    assertThat(litellm).as(what).anyMatch(t -> t.compareTo(component.unitPrice()) == 0);
    assertThat(tables().genaiAbove(model.provider(), ids(model), last, component.name(), threshold))
        .as(what)
        .isEqualByComparingTo(component.unitPrice());
  }

  @Test
  void shouldHaveTheTiersOfTheNewestTable() {
    int checked = 0;
    for (HostedModel model : CATALOGUE.models()) {
      for (ModelPrice price : prices(model)) {
        for (PriceComponent component : price.components()) {
          if (component.tier() != ServiceTier.STANDARD) {
            checkTier(model, price, component);
            checked++;
          }
        }
      }
    }
    assertThat(checked).isGreaterThan(200);
  }

  private static void checkTier(HostedModel model, ModelPrice price, PriceComponent component) {
    String what = name(price) + " " + component.what();
    BigDecimal standard = standard(price, component);
    BigDecimal input = tier(price, "input", component);
    if (component.name().equals("imageInput")
        || (component.name().equals("audioInput")
            && standard.compareTo(standard(price, "input", component)) == 0)) {
      assertThat(component.unitPrice()).as(what + ": as input").isEqualByComparingTo(input);
      return;
    }
    // a / b = c / d without dividing
    assertThat(component.unitPrice().multiply(standard(price, "input", component)))
        .as(what + ": one multiple of the standard price")
        .isEqualByComparingTo(input.multiply(standard));
    if (component.tier() == ServiceTier.PRIORITY) {
      assertThat(component.unitPrice()).as(what).isGreaterThan(standard);
    } else {
      assertThat(component.unitPrice().add(component.unitPrice()))
          .as(what + ": half")
          .isEqualByComparingTo(standard);
    }
    String suffix =
        (component.aboveTokens() == null
                ? ""
                : "_above_" + component.aboveTokens() / 1000 + "k_tokens")
            + SUFFIXES.get(component.tier());
    assertThat(tables().litellm(NEWEST, model.provider(), ids(model), component.name(), suffix))
        .as(what)
        .isEqualByComparingTo(component.unitPrice());
    Map<String, BigDecimal> genai = tables().genai(model.provider(), ids(model), CHECKED);
    assertThat(genai == null ? null : genai.get("input"))
        .as(what + ": both tables on the standard price")
        .isEqualByComparingTo(standard(price, "input"));
  }

  @Test
  void shouldNameEveryTierThatItLeavesOut() {
    Set<String> leftOut = new TreeSet<>();
    for (HostedModel model : CATALOGUE.models()) {
      ModelPrice price = prices(model).getLast();
      for (Map.Entry<ServiceTier, String> tier : SUFFIXES.entrySet()) {
        for (PriceComponent component : price.components()) {
          String suffix = tier.getValue();
          boolean known =
              price.components().stream()
                  .anyMatch(c -> c.tier() == tier.getKey() && c.name().equals(component.name()));
          if (component.what().equals(component.name())
              && !known
              && tables().litellm(NEWEST, model.provider(), ids(model), component.name(), suffix)
                  != null) {
            leftOut.add(name(price) + " " + component.name() + " " + tier.getKey());
          }
        }
      }
    }

    assertThat(leftOut).containsExactlyInAnyOrderElementsOf(LEFT_OUT.keySet());
  }

  @Test
  void shouldHaveTheHoursOfGenaiPrices() {
    for (String id : List.of("deepseek-chat", "deepseek-reasoner")) {
      ModelPrice price =
          CATALOGUE.prices().stream()
              .filter(p -> p.model().equals(id))
              .filter(p -> p.components().stream().anyMatch(c -> c.hours() != null))
              .findFirst()
              .orElseThrow();

      // The table calls off-peak usual and the rest hours; LiteLLM of that time has the rest alone.
      Map<String, BigDecimal> peak = table(tables().genai("deepseek", List.of(id), CHECKED));
      Map<String, BigDecimal> litellm =
          table(tables().litellm("2025-08-23", "deepseek", List.of(id)));
      Map<String, BigDecimal> offPeak = tables().genaiFirst("deepseek", id);
      assertThat(price.components()).hasSize(6);
      for (PriceComponent component : price.components()) {
        String what = id + " " + component.what();
        if (component.hours() == null) {
          assertThat(peak.get(component.name()))
              .as(what)
              .isEqualByComparingTo(component.unitPrice());
          assertThat(litellm.get(component.name()))
              .as(what)
              .isEqualByComparingTo(component.unitPrice());
        } else {
          assertThat(component.hours()).isEqualTo(DailyHours.parse("16:30-00:30"));
          assertThat(offPeak.get(component.name()))
              .as(what)
              .isEqualByComparingTo(component.unitPrice());
        }
      }
    }
  }

  @Test
  void shouldPriceEveryKindAboveEachThreshold() {
    Set<String> flatTiers = new TreeSet<>();
    for (ModelPrice price : CATALOGUE.prices()) {
      for (PriceComponent threshold : price.components()) {
        if (threshold.aboveTokens() != null) {
          for (PriceComponent component : price.components()) {
            boolean known =
                price.components().stream()
                    .filter(c -> c.name().equals(component.name()) && c.tier() == component.tier())
                    .anyMatch(c -> threshold.aboveTokens().equals(c.aboveTokens()));
            if (!known && component.kind() != null) {
              flatTiers.add(name(price) + " " + component.tier());
            }
          }
        }
      }
    }

    // What the other tiers cost above is in one table alone: unpriced there
    assertThat(flatTiers)
        .containsExactly(
            "google/gemini-3-pro-preview BATCH",
            "google/gemini-3.1-pro-preview BATCH",
            "openai/gpt-5.4 BATCH",
            "openai/gpt-5.4 FLEX",
            "openai/gpt-5.4 PRIORITY",
            "openai/gpt-5.4-pro BATCH",
            "openai/gpt-5.4-pro FLEX",
            "openai/gpt-5.6-sol BATCH",
            "openai/gpt-5.6-sol PRIORITY");
  }

  private static Map<String, BigDecimal> table(@Nullable Map<String, BigDecimal> prices) {
    assertThat(prices).isNotNull();
    return prices == null ? Map.of() : prices;
  }

  private static List<ModelPrice> prices(HostedModel model) {
    return CATALOGUE.prices().stream()
        .filter(price -> price.model().equals(model.model()))
        .filter(price -> price.provider().equals(model.provider()))
        .collect(Collectors.toList());
  }

  private static LocalDate day(ModelPrice price) {
    Instant from = price.effectiveFrom() == null ? Instant.EPOCH : price.effectiveFrom();
    return from.atZone(ZoneOffset.UTC).toLocalDate();
  }

  /** {@return the price of another name at the same threshold, tier STANDARD} */
  private static BigDecimal above(ModelPrice price, String name, PriceComponent like) {
    return find(price, name, ServiceTier.STANDARD, like.aboveTokens());
  }

  private static BigDecimal tier(ModelPrice price, String name, PriceComponent like) {
    return find(price, name, like.tier(), like.aboveTokens());
  }

  private static BigDecimal standard(ModelPrice price, PriceComponent like) {
    return find(price, like.name(), ServiceTier.STANDARD, like.aboveTokens());
  }

  private static BigDecimal standard(ModelPrice price, String name, PriceComponent like) {
    return find(price, name, ServiceTier.STANDARD, like.aboveTokens());
  }

  private static BigDecimal standard(ModelPrice price, String name) {
    return find(price, name, ServiceTier.STANDARD, null);
  }

  private static BigDecimal find(
      ModelPrice price, String name, ServiceTier tier, @Nullable Integer above) {
    return price.components().stream()
        .filter(c -> c.name().equals(name) && c.tier() == tier && c.hours() == null)
        .filter(c -> String.valueOf(c.aboveTokens()).equals(String.valueOf(above)))
        .findFirst()
        .map(PriceComponent::unitPrice)
        .orElseThrow(() -> new AssertionError(name(price) + " has no " + name + " at " + tier));
  }

  private static List<String> ids(HostedModel model) {
    List<String> ids = new ArrayList<>(List.of(model.model()));
    ids.addAll(model.aliases());
    return ids;
  }

  private static String name(ModelPrice price) {
    return price.provider() + "/" + price.model();
  }

  private static PriceTables tables() {
    if (tables == null) {
      throw new IllegalStateException("readTables comes first");
    }
    return tables;
  }
}
