package dev.costgraph.live;

import dev.costgraph.budget.BudgetGraph;
import dev.costgraph.budget.BudgetStatus;
import dev.costgraph.ledger.LedgerEventType;
import dev.costgraph.platform.Platform;
import io.smallrye.graphql.api.Subscription;
import io.smallrye.mutiny.Multi;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * Following a ledger. What a subscription sends is never null, yet declared nullable: the error
 * that ends a stream of a non-null field is lost in the engine, and its client would wait for ever.
 */
@GraphQLApi
public class LiveApi {

  private final LedgerTails tails;
  private final LiveGraph graph;
  private final BudgetGraph budgets;
  private final Clock clock;

  LiveApi(LedgerTails tails, LiveGraph graph, BudgetGraph budgets, Clock clock) {
    this.tails = tails;
    this.graph = graph;
    this.budgets = budgets;
    this.clock = clock;
  }

  @Subscription
  @Description(
      "The status of the budget and every budget below it in the current period, at most 5,000,"
          + " then each change after the commit that made it, of older periods too; of several"
          + " commits in a row the latest. Each status carries the sequence of its last change:"
          + " keep the higher. Errors: NOT_FOUND, OUT_OF_RANGE, UNAVAILABLE.")
  public Multi<List<@NonNull BudgetStatus>> budgetChanged(@Id @NonNull String budgetId) {
    return Follower.pages(tails, () -> new BudgetReading(graph, budgets, clock, budgetId))
        .select()
        .where(page -> !page.isEmpty());
  }

  @Subscription
  @Description(
      "What happens in a platform, in the order of sequence. budgetId: the events of that budget,"
          + " and COST_RECORDED of what is charged to it. types absent or empty: all. after: the"
          + " last sequence seen, nothing is missed or repeated; absent: from now; 0: from the"
          + " start. Where usages are folded, EVENTS_GONE says from which number on all is kept;"
          + " with types of budgets and denials alone it may be a lower one. Errors: NOT_FOUND,"
          + " CONTRADICTING_IDS, OUT_OF_RANGE, EVENTS_GONE, UNAVAILABLE.")
  public Multi<LedgerEvent> ledgerEvents(
      @Id @DefaultValue(Platform.DEFAULT_ID) @Nullable String platformId,
      @Id @Nullable String budgetId,
      @Nullable List<LedgerEventType> types,
      @Nullable Long after) {
    String home = platformId == null ? Platform.DEFAULT_ID : platformId;
    return Follower.pages(
            tails, () -> EventReading.of(graph, budgets, home, budgetId, types, after))
        .onItem()
        .disjoint();
  }
}
