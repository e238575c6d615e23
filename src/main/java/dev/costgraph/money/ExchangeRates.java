package dev.costgraph.money;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Every known exchange rate, found by two currencies and an instant; immutable. Of the rates of two
 * currencies, stated either way, the latest at or before the instant holds; of two from the same
 * instant, the one appended later. There is none before the first, and none by way of a third
 * currency.
 */
public final class ExchangeRates {

  public static final ExchangeRates NONE = new ExchangeRates(Map.of());

  private final Map<String, NavigableMap<Instant, ExchangeRate>> byCurrencies;

  private ExchangeRates(Map<String, NavigableMap<Instant, ExchangeRate>> byCurrencies) {
    this.byCurrencies = byCurrencies;
  }

  /** {@return these and more, appended in order} */
  public ExchangeRates with(List<ExchangeRate> added) {
    Map<String, NavigableMap<Instant, ExchangeRate>> all = new HashMap<>();
    byCurrencies.forEach((key, rates) -> all.put(key, new TreeMap<>(rates)));
    for (ExchangeRate rate : added) {
      all.computeIfAbsent(key(rate.base(), rate.quote()), key -> new TreeMap<>())
          .put(rate.effectiveFrom(), rate);
    }
    return new ExchangeRates(all);
  }

  /** {@return the rate that holds between two currencies; null when none is known} */
  public @Nullable ExchangeRate find(String one, String other, Instant at) {
    NavigableMap<Instant, ExchangeRate> rates = byCurrencies.get(key(one, other));
    Map.Entry<Instant, ExchangeRate> holding = rates == null ? null : rates.floorEntry(at);
    return holding == null ? null : holding.getValue();
  }

  /** {@return whether exactly this rate holds from its instant on} */
  public boolean holds(ExchangeRate rate) {
    return rate.equals(find(rate.base(), rate.quote(), rate.effectiveFrom()));
  }

  /** {@return for people, why {@link #find} finds nothing, and what to do} */
  public static String whyNotFound(String from, String to) {
    return "no exchange rate of %s to %s is known for its time: addExchangeRates"
        .formatted(from, to);
  }

  private static String key(String one, String other) {
    return one.compareTo(other) < 0 ? one + other : other + one;
  }
}
