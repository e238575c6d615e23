package dev.costgraph.reprice;

import dev.costgraph.BadRequest;
import dev.costgraph.BadRequest.Code;
import dev.costgraph.money.Decimal;
import dev.costgraph.pricing.Consumption;
import dev.costgraph.pricing.Consumption.Part;
import dev.costgraph.pricing.PriceBook;
import dev.costgraph.pricing.Priced;
import dev.costgraph.pricing.ServiceTier;
import dev.costgraph.usage.ConsumedUsage;
import dev.costgraph.usage.Posting;
import dev.costgraph.usage.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Adds up what usages cost and what they would have cost. */
final class WhatIfSums {

  private static final int REASONS_MAX = 10;
  private static final String TOO_LARGE = "a sum would pass 9223372036.854775807";

  private final String currency;
  private final WhatIfInput change;
  private final PriceBook book;
  private final Set<String> reasons = new TreeSet<>();
  private long count;
  private long nanos;
  private long wouldNanos;
  private long leftOut;
  private long unpriced;

  WhatIfSums(String currency, WhatIfInput change, PriceBook book) {
    this.currency = currency;
    this.change = change;
    this.book = book;
  }

  /**
   * @throws BadRequest OUT_OF_RANGE when the sums do not fit 63 bits of nanos
   */
  void add(ConsumedUsage consumed) {
    try {
      addExact(consumed);
    } catch (ArithmeticException e) {
      throw new BadRequest(Code.OUT_OF_RANGE, "filter", TOO_LARGE + ": ask for fewer usages");
    }
  }

  private void addExact(ConsumedUsage consumed) {
    Decimal cost = consumed.usage().cost();
    List<Priced> priced = cost == null ? List.of() : price(consumed);
    if (cost == null || priced.isEmpty()) {
      leftOut++;
      return;
    }
    long would = 0;
    for (Priced part : priced) {
      switch (part) {
        case Priced.Unknown unknown -> {
          unpriced++;
          if (reasons.size() < REASONS_MAX) {
            reasons.add(unknown.because());
          }
          return;
        }
        case Priced.Known known -> {
          for (Priced.ModelCharge charge : known.charges()) {
            Posting posting = consumed.usage().share().of(Posting.of(charge));
            would = Math.addExact(would, posting.totalNanos());
          }
        }
      }
    }
    count++;
    nanos = Math.addExact(nanos, cost.toNanos());
    wouldNanos = Math.addExact(wouldNanos, would);
  }

  /**
   * {@return the prices of its own model's work and of others'; none where nothing would change}
   */
  private List<Priced> price(ConsumedUsage consumed) {
    Usage usage = consumed.usage();
    Consumption consumption = consumed.consumption();
    if (consumption == null || usage.model() == null) {
      return List.of();
    }
    Map<Boolean, List<Part>> parts =
        consumption.parts().stream().collect(Collectors.partitioningBy(p -> p.model() == null));
    List<Part> own = parts.getOrDefault(true, List.of());
    List<Part> others = parts.getOrDefault(false, List.of());
    if (own.isEmpty() && consumption.quantities().isEmpty()) {
      return List.of();
    }
    boolean moved = change.provider() != null || change.model() != null;
    List<Priced> priced = new ArrayList<>();
    priced.add(
        price(
            usage,
            new Consumption(own, consumption.quantities()),
            change.model() == null ? usage.model() : change.model(),
            moved ? change.provider() : usage.provider()));
    if (!others.isEmpty()) {
      Consumption work = new Consumption(others, List.of());
      priced.add(price(usage, work, usage.model(), usage.provider()));
    }
    return priced;
  }

  private Priced price(
      Usage usage, Consumption consumption, String model, @Nullable String provider) {
    ServiceTier tier = change.serviceTier() == null ? usage.serviceTier() : change.serviceTier();
    Instant used = usage.timestamp();
    Instant at = change.priceDate() == null ? used : change.priceDate();
    PriceBook prices = book.forPlatform(usage.platformId());
    try {
      return Priced.of(prices, currency, consumption, model, provider, tier, at, used);
    } catch (ArithmeticException e) {
      return new Priced.Unknown(TOO_LARGE, null);
    }
  }

  WhatIf toWhatIf() {
    return new WhatIf(
        count,
        Decimal.ofNanos(nanos),
        Decimal.ofNanos(wouldNanos),
        Decimal.ofNanos(wouldNanos - nanos),
        currency,
        leftOut,
        unpriced,
        List.copyOf(reasons));
  }
}
