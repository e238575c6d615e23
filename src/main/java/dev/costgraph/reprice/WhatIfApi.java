package dev.costgraph.reprice;

import dev.costgraph.BadRequest;
import dev.costgraph.BadRequest.Code;
import dev.costgraph.Texts;
import dev.costgraph.attribution.CostApi;
import dev.costgraph.money.Decimal;
import dev.costgraph.pricing.PriceBook;
import dev.costgraph.pricing.PriceGraph;
import dev.costgraph.pricing.Priced;
import dev.costgraph.usage.ConsumedUsage;
import dev.costgraph.usage.CostFilter;
import dev.costgraph.usage.Posting;
import dev.costgraph.usage.Usage;
import dev.costgraph.usage.UsageGraph;
import dev.costgraph.usage.UsageScope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.jspecify.annotations.Nullable;

/** What usages would have cost otherwise. */
@GraphQLApi
public class WhatIfApi {

  private static final int PAGE = 500;
  private static final int REASONS_MAX = 10;

  private final UsageGraph usages;
  private final PriceGraph prices;

  WhatIfApi(UsageGraph usages, PriceGraph prices) {
    this.usages = usages;
    this.prices = prices;
  }

  @Query
  @RunOnVirtualThread
  @Description(
      "What the usages of a filter would have cost with another model, provider, service tier or"
          + " at another time, each priced by itself, beside what they cost. Changes nothing."
          + " Errors: INVALID_VALUE, OUT_OF_RANGE, NOT_FOUND, MIXED_CURRENCIES, NARROW_THE_RANGE.")
  public @NonNull WhatIf whatIf(@NonNull CostFilter filter, @NonNull WhatIfInput change) {
    check(change);
    UsageScope scope = usages.scope(CostFilter.check(filter));
    Sums sums = new Sums(CostApi.currency(scope.platforms()), change, prices.current());
    UsagePages.forEach(
        usages,
        scope,
        PAGE,
        "ask for fewer, e.g. with filter.from %s",
        page -> page.forEach(sums::add));
    return sums.toWhatIf();
  }

  private static void check(WhatIfInput change) {
    if (change.model() == null
        && change.provider() == null
        && change.serviceTier() == null
        && change.priceDate() == null) {
      throw new BadRequest(
          Code.INVALID_VALUE, "change", "give model, provider, serviceTier or priceDate");
    }
    if (change.model() != null) {
      Texts.requireText("change.model", change.model());
    }
    if (change.provider() != null) {
      Texts.requireText("change.provider", change.provider());
    }
  }

  /** Adds up both costs. */
  private static final class Sums {

    private final String currency;
    private final WhatIfInput change;
    private final PriceBook book;
    private final Set<String> reasons = new TreeSet<>();
    private long count;
    private long nanos;
    private long wouldNanos;
    private long leftOut;
    private long unpriced;

    Sums(String currency, WhatIfInput change, PriceBook book) {
      this.currency = currency;
      this.change = change;
      this.book = book;
    }

    void add(ConsumedUsage consumed) {
      Decimal cost = consumed.usage().cost();
      Priced priced = price(consumed);
      if (cost == null || priced == null) {
        leftOut++;
        return;
      }
      switch (priced) {
        case Priced.Unknown unknown -> {
          unpriced++;
          if (reasons.size() < REASONS_MAX) {
            reasons.add(unknown.because());
          }
        }
        case Priced.Known known -> {
          count++;
          nanos = Math.addExact(nanos, cost.toNanos());
          for (Priced.ModelCharge charge : known.charges()) {
            wouldNanos = Math.addExact(wouldNanos, Posting.of(charge).totalNanos());
          }
        }
      }
    }

    private @Nullable Priced price(ConsumedUsage consumed) {
      Usage usage = consumed.usage();
      String model = change.model() == null ? usage.model() : change.model();
      if (consumed.consumption() == null || model == null) {
        return null;
      }
      String provider =
          change.provider() != null || change.model() != null
              ? change.provider()
              : usage.provider();
      return Priced.of(
          book.forPlatform(usage.platformId()),
          currency,
          consumed.consumption(),
          model,
          provider,
          change.serviceTier() == null ? usage.serviceTier() : change.serviceTier(),
          change.priceDate() == null ? usage.timestamp() : change.priceDate());
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
}
