package dev.costgraph.reservation;

import dev.costgraph.graph.CypherFile;
import dev.costgraph.graph.Graph;
import dev.costgraph.graph.Properties;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads reservations. */
@Singleton
class ReservationGraph {

  private static final CypherFile LIST_RESERVATIONS =
      CypherFile.of("reservation/list-reservations");
  private static final CypherFile LIST_OPEN_RESERVATIONS =
      CypherFile.of("reservation/list-open-reservations");

  private final Graph graph;

  ReservationGraph(Graph graph) {
    this.graph = graph;
  }

  /** Where the pages of one platform go on: below this sequence. */
  record Start(String platformId, long before) {}

  /**
   * {@return reservations, by platform and then the newest first}
   *
   * @param starts the platforms to read, by id
   */
  List<Reservation> list(
      List<Start> starts,
      @Nullable String budgetId,
      @Nullable String agentId,
      @Nullable ReservationState state,
      Instant now,
      int limit) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put(
        "platforms",
        starts.stream()
            .map(start -> Map.of("platform_id", start.platformId(), "before", start.before()))
            .toList());
    parameters.put("budgetId", budgetId);
    parameters.put("agentId", agentId);
    parameters.put("limit", limit);
    boolean open = state == ReservationState.OPEN;
    parameters.put(
        open ? "now" : "state", open ? Properties.time(now) : state == null ? null : state.name());
    return graph.read(
        open ? LIST_OPEN_RESERVATIONS : LIST_RESERVATIONS,
        parameters,
        row -> ReservationProperties.reservation(Properties.of(row.get("reservation"))));
  }
}
