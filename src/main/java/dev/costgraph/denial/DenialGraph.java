package dev.costgraph.denial;

import dev.costgraph.Limits;
import dev.costgraph.budget.Period;
import dev.costgraph.graph.CypherFile;
import dev.costgraph.graph.Graph;
import dev.costgraph.graph.Properties;
import dev.costgraph.reservation.Reservation;
import dev.costgraph.reservation.ReservationProperties;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads what is held on the budgets that said no. */
@Singleton
class DenialGraph {

  private static final CypherFile LIST_HOLDS = CypherFile.of("denial/list-holds");
  private static final CypherFile LIST_LIVES = CypherFile.of("denial/list-lives");

  private final Graph graph;

  DenialGraph(Graph graph) {
    this.graph = graph;
  }

  /** How much an open reservation holds on a budget, and from when to when. */
  record Held(String budgetId, Period.Bounds life, long nanos, long tokens) {}

  /** {@return the open reservations that hold most on any of the budgets, the largest first} */
  List<Reservation> largest(String platformId, List<String> budgetIds, Instant now) {
    Map<String, Object> parameters = parameters(platformId, budgetIds, now);
    parameters.put("limit", Limits.BLOCKING_RESERVATIONS_MAX);
    return graph.read(
        LIST_HOLDS,
        parameters,
        row -> ReservationProperties.reservation(Properties.of(row.get("reservation"))));
  }

  /** {@return what is held on each of the budgets} */
  List<Held> held(String platformId, List<String> budgetIds, Instant now) {
    return graph.read(
        LIST_LIVES,
        parameters(platformId, budgetIds, now),
        row ->
            new Held(
                row.get("budgetId").asString(),
                new Period.Bounds(
                    row.get("createdAt").asZonedDateTime().toInstant(),
                    row.get("expiresAt").asZonedDateTime().toInstant()),
                row.get("nanos").asLong(),
                row.get("tokens").asLong()));
  }

  private static Map<String, Object> parameters(
      String platformId, List<String> budgetIds, Instant now) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("platformId", platformId);
    parameters.put("budgetIds", budgetIds);
    parameters.put("now", Properties.time(now));
    return parameters;
  }
}
