package dev.costgraph.reprice;

import dev.costgraph.BadRequest;
import dev.costgraph.BadRequest.Code;
import dev.costgraph.Texts;
import dev.costgraph.attribution.CostApi;
import dev.costgraph.pricing.PriceGraph;
import dev.costgraph.usage.CostFilter;
import dev.costgraph.usage.UsageGraph;
import dev.costgraph.usage.UsageScope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;

/** What usages would have cost otherwise. */
@GraphQLApi
public class WhatIfApi {

  private static final int PAGE = 500;

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
          + " Errors: INVALID_VALUE, OUT_OF_RANGE, NOT_FOUND, MIXED_CURRENCIES, FOLDED,"
          + " NARROW_THE_RANGE.")
  public @NonNull WhatIf whatIf(@NonNull CostFilter filter, @NonNull WhatIfInput change) {
    check(change);
    UsageScope scope = usages.scope(CostFilter.check(filter));
    WhatIfSums sums = new WhatIfSums(CostApi.currency(scope.platforms()), change, prices.current());
    UsagePages.forEach(
        usages,
        scope,
        PAGE,
        "filter.from",
        "ask for fewer, e.g. from %s on",
        page -> page.forEach(sums::add));
    usages.scope(scope.filter()).requireRetained(); // some may have gone meanwhile
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
}
