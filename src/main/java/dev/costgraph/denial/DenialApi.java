package dev.costgraph.denial;

import dev.costgraph.attribution.CostApi;
import dev.costgraph.attribution.CostRow;
import dev.costgraph.attribution.CostTree;
import dev.costgraph.attribution.Dimension;
import dev.costgraph.budget.BudgetStatus;
import dev.costgraph.command.ReserveResult.Blocked;
import dev.costgraph.command.ReserveResult.Denied;
import dev.costgraph.denial.DenialGraph.Held;
import dev.costgraph.reservation.Reservation;
import dev.costgraph.usage.CostFilter;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Source;
import org.jspecify.annotations.Nullable;

/** Explains a denial: read after the ledger has answered, and only what is asked for. */
@GraphQLApi
public class DenialApi {

  private static final int SPENDERS = 10;

  private final DenialGraph graph;
  private final CostApi costs;

  DenialApi(DenialGraph graph, CostApi costs) {
    this.graph = graph;
    this.costs = costs;
  }

  @Description(
      "The agents that cost the first of blockedBy most in that period, at most 10; null, with an"
          + " error beside the data, when that cannot be read.")
  public @Nullable List<CostRow> topSpenders(@Source Denied denied) {
    BudgetStatus first = denied.blockedBy().getFirst();
    CostFilter filter =
        CostFilter.ofBudget(first.budget().budgetId(), first.periodStart(), first.periodEnd());
    return costs
        .costs(List.of(Dimension.AGENT), filter, null, SPENDERS, false, null, CostTree.AS_CHARGED)
        .rows();
  }

  @Description(
      "What is held on budgets of blockedBy, the largest first, at most 50; null likewise.")
  public @Nullable List<Reservation> openReservations(@Source Denied denied) {
    return graph.largest(platformId(denied), budgetIds(denied), denied.life().start());
  }

  @Description(
      "When it could fit, if nothing else is spent or held: when enough"
          + " holds have run out, or when the period ends. Null when a budget is frozen, FIXED, or"
          + " smaller than what was asked for.")
  public @Nullable Instant retryAt(@Source Denied denied) {
    List<Held> held = graph.held(platformId(denied), budgetIds(denied), denied.life().start());
    Instant latest = denied.life().start();
    for (Blocked blocked : denied.blocked()) {
      Instant at = Retry.at(blocked, held);
      if (at == null) {
        return null;
      }
      latest = at.isAfter(latest) ? at : latest;
    }
    return latest;
  }

  private static String platformId(Denied denied) {
    return denied.blockedBy().getFirst().budget().platformId();
  }

  private static List<String> budgetIds(Denied denied) {
    return denied.blockedBy().stream().map(status -> status.budget().budgetId()).toList();
  }
}
