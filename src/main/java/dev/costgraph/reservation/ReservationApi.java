package dev.costgraph.reservation;

import dev.costgraph.PageInfo;
import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetApi;
import dev.costgraph.budget.BudgetGraph;
import dev.costgraph.platform.Platform;
import dev.costgraph.platform.PlatformGraph;
import dev.costgraph.reservation.ReservationConnection.ReservationEdge;
import dev.costgraph.reservation.ReservationGraph.Start;
import io.smallrye.common.annotation.RunOnVirtualThread;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.jspecify.annotations.Nullable;

/** Reading reservations. */
@GraphQLApi
public class ReservationApi {

  private final ReservationGraph graph;
  private final BudgetGraph budgets;
  private final PlatformGraph platforms;
  private final Clock clock;

  ReservationApi(
      ReservationGraph graph, BudgetGraph budgets, PlatformGraph platforms, Clock clock) {
    this.graph = graph;
    this.budgets = budgets;
    this.platforms = platforms;
    this.clock = clock;
  }

  @Query
  @RunOnVirtualThread
  @Description(
      "Reservations by platform, the newest first; first is 1 to 500. budgetId: those held on it or"
          + " below. Errors: OUT_OF_RANGE, BAD_CURSOR, NOT_FOUND, QUERY_TIMEOUT.")
  public @NonNull ReservationConnection reservations(
      @Id @Nullable String budgetId,
      @Id @Nullable String agentId,
      @Nullable ReservationState state,
      @DefaultValue("50") int first,
      @Nullable String after) {
    int size = PageInfo.checkFirst(first);
    Start start = after == null ? new Start("", Long.MAX_VALUE) : start(after);
    List<Start> starts =
        platformIds(budgetId).stream()
            .filter(platformId -> platformId.compareTo(start.platformId()) >= 0)
            .map(
                platformId ->
                    platformId.equals(start.platformId())
                        ? start
                        : new Start(platformId, Long.MAX_VALUE))
            .toList();
    List<Reservation> found =
        graph.list(starts, budgetId, agentId, state, clock.instant(), size + 1);
    List<ReservationEdge> edges =
        found.stream().limit(size).map(one -> new ReservationEdge(one, cursor(one))).toList();
    return new ReservationConnection(
        edges,
        edges.stream().map(ReservationEdge::node).toList(),
        new PageInfo(
            found.size() > size,
            after != null,
            edges.isEmpty() ? null : edges.getFirst().cursor(),
            edges.isEmpty() ? null : edges.getLast().cursor()));
  }

  private List<String> platformIds(@Nullable String budgetId) {
    if (budgetId == null) {
      return platforms.platforms().stream().map(Platform::platformId).sorted().toList();
    }
    Budget budget = budgets.budgets(List.of(budgetId)).get(budgetId);
    if (budget == null) {
      throw BudgetApi.notFound(budgetId);
    }
    return List.of(budget.platformId());
  }

  private static String cursor(Reservation reservation) {
    return PageInfo.cursor(reservation.sequence() + "\n" + reservation.platformId());
  }

  private static Start start(String cursor) {
    String[] parts = PageInfo.key(cursor).split("\n", 2);
    try {
      if (parts.length == 2) {
        return new Start(parts[1], Long.parseLong(parts[0]));
      }
    } catch (NumberFormatException e) {
      throw PageInfo.badCursor(cursor);
    }
    throw PageInfo.badCursor(cursor);
  }
}
