package dev.costgraph.denial;

import dev.costgraph.graph.CypherFile;
import dev.costgraph.graph.Graph;
import dev.costgraph.graph.Properties;
import dev.costgraph.reservation.Reservation;
import dev.costgraph.reservation.ReservationProperties;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Reads what is held on the budgets that said no. */
@Singleton
class DenialGraph {

  private static final CypherFile LIST_HOLDS = CypherFile.of("denial/list-holds");

  private final Graph graph;

  DenialGraph(Graph graph) {
    this.graph = graph;
  }

  /** An open reservation on a budget. */
  record HeldOn(String budgetId, Reservation reservation) {}

  /** {@return the open reservations on each of the budgets, the largest first} */
  List<HeldOn> holds(String platformId, List<String> budgetIds, Instant now) {
    return graph.read(
        LIST_HOLDS,
        Map.of("platformId", platformId, "budgetIds", budgetIds, "now", Properties.time(now)),
        row ->
            new HeldOn(
                row.get("budgetId").asString(),
                ReservationProperties.reservation(Properties.of(row.get("reservation")))));
  }
}
