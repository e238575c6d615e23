package dev.costgraph.reservation;

import dev.costgraph.PageInfo;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;

/** A page of reservations. */
@Description("A page of reservations, the newest first.")
public record ReservationConnection(
    @NonNull List<@NonNull ReservationEdge> edges,
    @NonNull List<@NonNull Reservation> nodes,
    @NonNull PageInfo pageInfo) {

  /** A reservation with its cursor. */
  @Description("A reservation with its cursor.")
  public record ReservationEdge(@NonNull Reservation node, @NonNull String cursor) {}
}
