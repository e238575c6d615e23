package dev.costgraph.reprice;

import dev.costgraph.Texts;
import dev.costgraph.attribution.CostApi;
import dev.costgraph.ledger.Ledger;
import dev.costgraph.pricing.PriceBook;
import dev.costgraph.pricing.PriceGraph;
import dev.costgraph.usage.ConsumedUsage;
import dev.costgraph.usage.CostChange;
import dev.costgraph.usage.CostFilter;
import dev.costgraph.usage.UsageGraph;
import dev.costgraph.usage.UsageScope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;

/** Corrections of what was booked. */
@GraphQLApi
public class RepriceApi {

  /** Usages of one transaction: recording goes on between two. */
  private static final int PAGE = 200;

  private final UsageGraph usages;
  private final PriceGraph prices;
  private final Ledger ledger;

  RepriceApi(UsageGraph usages, PriceGraph prices, Ledger ledger) {
    this.usages = usages;
    this.prices = prices;
    this.ledger = ledger;
  }

  @Mutation
  @RunOnVirtualThread
  @Description(
      "Prices usages at their own time by the prices of now, and posts an adjustment entry for each"
          + " difference; no entry is rewritten. A usage without a price so far gets its first"
          + " entry. A usage that several tasks share is corrected in all its parts. It posts in"
          + " transactions of 200 usages: one that is interrupted is sent again and posts the rest."
          + " Usages that are folded meanwhile are left out. Errors: INVALID_VALUE, OUT_OF_RANGE,"
          + " NOT_FOUND, MIXED_CURRENCIES, FOLDED, NARROW_THE_RANGE, DISK_LOW, UNKNOWN.")
  public @NonNull Repricing reprice(
      @NonNull CostFilter filter,
      @NonNull @Description("Kept with each entry: 1 to 256 characters.") String reason,
      @DefaultValue("true") @Description("Only says what it would post.") boolean dryRun) {
    Texts.requireText("reason", reason);
    UsageScope scope = usages.scope(CostFilter.check(filter));
    Changes changes = new Changes(CostApi.currency(scope.platforms()));
    PriceBook book = prices.current();
    WholeUsages wholes =
        new WholeUsages(
            usages,
            PAGE,
            some -> {
              changes.gone(some.size());
              if (dryRun) {
                some.forEach(usage -> changes.add(CostChange.of(usage, book)));
              } else {
                byPlatform(some)
                    .forEach(
                        (platformId, ids) ->
                            ledger.adjust(platformId, ids, reason).forEach(changes::add));
              }
            });
    UsagePages.forEach(
        usages,
        scope,
        PAGE,
        "filter.to",
        "those from %s on are done, send it again with filter.to there",
        wholes::add);
    wholes.finish();
    if (dryRun || !changes.any()) { // what was posted is told, whatever was folded meanwhile
      usages.scope(scope.filter()).requireRetained();
    }
    return changes.toRepricing(dryRun);
  }

  private static Map<String, List<String>> byPlatform(List<ConsumedUsage> page) {
    Map<String, List<String>> ids = new TreeMap<>();
    for (ConsumedUsage consumed : page) {
      ids.computeIfAbsent(consumed.usage().platformId(), id -> new ArrayList<>())
          .add(consumed.usage().nodeId());
    }
    return ids;
  }
}
