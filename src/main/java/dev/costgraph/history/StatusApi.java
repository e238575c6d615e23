package dev.costgraph.history;

import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetStatus;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;
import org.jspecify.annotations.Nullable;

/** How a budget stands, or stood after a fact. */
@GraphQLApi
public class StatusApi {

  private final StatusReader statuses;

  StatusApi(StatusReader statuses) {
    this.statuses = statuses;
  }

  @Description(
      "How it stands in the period that contains at (now when absent), with all that is known now;"
          + " with asOfSequence with what the ledger knew after that fact. Errors with it:"
          + " INVALID_VALUE, FOLDED, NARROW_THE_RANGE, QUERY_TIMEOUT.")
  public @NonNull Uni<BudgetStatus> status(
      @Source Budget budget,
      @Nullable Instant at,
      @Nullable
          @Description(
              "A number of the budget's platform, 0 for before its first fact: spent, held, limit,"
                  + " enforcement, thresholds, frozen and closed as they were after the fact with"
                  + " that number, which is the sequence of the status; name and parents as they"
                  + " are. A budget that was not there yet has nothing spent and no limit. It"
                  + " reads the platform's usages of the period, at most 500,000. FOLDED below the"
                  + " number up to which facts are folded, and where the period begins before the"
                  + " usages that are kept.")
          Long asOfSequence) {
    return statuses.status(budget, at, asOfSequence);
  }
}
