package dev.costgraph.reprice;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random own prices, each the input of {@code addPrice}. */
record RandomPrices(Random random, List<String> models, String provider, String currency) {

  /** Of quantities. */
  static final String UNIT = "page";

  /** When every model gets another price. */
  static final Instant CHANGE = Instant.parse("2025-04-01T09:30:00Z");

  /** Prompts above which a price may change. */
  static final List<Integer> THRESHOLDS = List.of(1_000, 128_000, 200_000);

  /** Every kind of tokens. */
  static final List<String> KINDS =
      List.of(
          "input",
          "cacheRead",
          "cacheWrite5m",
          "cacheWrite1h",
          "audioInput",
          "imageInput",
          "output",
          "reasoning",
          "audioOutput",
          "imageOutput");

  private static final List<String> TIERS = List.of("STANDARD", "BATCH");

  /** {@return what is known of everything that {@link RandomUsages} may have used, at any time} */
  List<Map<String, Object>> whole() {
    List<Map<String, Object>> prices = new ArrayList<>();
    for (String model : models) {
      prices.add(price(model, null));
      prices.add(price(model, CHANGE));
    }
    return prices;
  }

  /** {@return some of these prices, with gaps, other numbers or another currency} */
  List<Map<String, Object>> wrong(List<Map<String, Object>> right) {
    List<Map<String, Object>> prices = new ArrayList<>();
    for (Map<String, Object> price : right) {
      if (random.nextInt(6) > 0) {
        Map<String, Object> wrong = new HashMap<>(price);
        int gaps = random.nextInt(4);
        wrong.put("components", wrong(components(price), gaps));
        if (random.nextInt(10) == 0) {
          wrong.put("currency", "JPY");
        }
        prices.add(wrong);
      }
    }
    Collections.shuffle(prices, random);
    return prices;
  }

  private List<Map<String, Object>> wrong(List<Map<String, Object>> right, int gaps) {
    List<Map<String, Object>> components = new ArrayList<>(right);
    Collections.shuffle(components, random);
    List<Map<String, Object>> wrong = new ArrayList<>();
    for (Map<String, Object> component : components.subList(gaps, components.size())) {
      Map<String, Object> other = new HashMap<>(component);
      if (random.nextInt(3) > 0) {
        other.put("price", unitPrice());
      }
      wrong.add(other);
    }
    return wrong;
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> components(Map<String, Object> price) {
    return (List<Map<String, Object>>) Objects.requireNonNull(price.get("components"));
  }

  private Map<String, Object> price(String model, @Nullable Instant effectiveFrom) {
    List<Map<String, Object>> components = new ArrayList<>();
    int thresholds = random.nextInt(THRESHOLDS.size() + 1);
    for (String tier : TIERS) {
      components.add(component(UNIT, tier));
      for (String kind : KINDS) {
        components.add(component(kind, tier));
        for (Integer above : THRESHOLDS.subList(0, thresholds)) {
          Map<String, Object> longer = component(kind, tier);
          longer.put("aboveTokens", above);
          components.add(longer);
        }
      }
    }
    Map<String, Object> price = new HashMap<>();
    price.put("model", model);
    price.put("provider", provider);
    price.put("currency", currency);
    price.put("components", components);
    if (effectiveFrom != null) {
      price.put("effectiveFrom", effectiveFrom.toString());
    }
    return price;
  }

  private Map<String, Object> component(String name, String tier) {
    return new HashMap<>(Map.of("name", name, "tier", tier, "price", unitPrice()));
  }

  /** Some are free, some need rounding, some have more places than the currency. */
  private String unitPrice() {
    return random.nextInt(12) == 0
        ? "0"
        : BigDecimal.valueOf(random.nextInt(100_000), 3 + random.nextInt(6)).toPlainString();
  }
}
