package dev.costgraph.pricing;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The prices of one model at one provider by instant. */
final class PriceHistory {

  private final Instant[] from;
  private final ModelPrice[] prices;

  /** Computed once: an id is a hash. */
  private final String[] ids;

  private PriceHistory(NavigableMap<Instant, ModelPrice> dated) {
    this.from = dated.keySet().toArray(Instant[]::new);
    this.prices = dated.values().toArray(ModelPrice[]::new);
    this.ids = dated.values().stream().map(ModelPrice::priceId).toArray(String[]::new);
  }

  /**
   * {@return provider → model → its prices, keys in lower case}. Of two from the same instant the
   * later in the list holds: a correction is appended.
   */
  static Map<String, Map<String, PriceHistory>> byProvider(List<ModelPrice> prices) {
    Map<String, Map<String, TreeMap<Instant, ModelPrice>>> dated = new HashMap<>();
    for (ModelPrice price : prices) {
      Instant from = price.effectiveFrom();
      dated
          .computeIfAbsent(key(price.provider()), p -> new HashMap<>())
          .computeIfAbsent(key(price.model()), m -> new TreeMap<>())
          .put(from == null ? Instant.MIN : from, price);
    }
    Map<String, Map<String, PriceHistory>> byProvider = new HashMap<>();
    dated.forEach(
        (provider, models) -> {
          Map<String, PriceHistory> histories = new HashMap<>();
          models.forEach((model, history) -> histories.put(model, new PriceHistory(history)));
          byProvider.put(provider, histories);
        });
    return byProvider;
  }

  /** {@return a name as the maps of prices have it} */
  static String key(@Nullable String name) {
    return name == null ? "" : name.toLowerCase(Locale.ROOT);
  }

  /** {@return the price that holds, or null before the first} */
  @Nullable PriceMatch at(Instant instant, String matchedBy) {
    int found = Arrays.binarySearch(from, instant);
    int floor = found >= 0 ? found : -found - 2;
    return floor < 0 ? null : new PriceMatch(prices[floor], ids[floor], matchedBy);
  }

  Instant first() {
    return from[0];
  }

  List<ModelPrice> prices() {
    return List.of(prices);
  }
}
