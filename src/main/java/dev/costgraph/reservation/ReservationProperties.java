package dev.costgraph.reservation;

import dev.costgraph.graph.Properties;
import dev.costgraph.money.Decimal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The properties of {@code Reservation} nodes. */
public final class ReservationProperties {

  private ReservationProperties() {}

  /** {@return the properties of an open reservation} */
  public static Map<String, Object> of(Reservation reservation, String contentHash) {
    Map<String, Object> map = new HashMap<>();
    map.put("reservation_id", reservation.reservationId());
    map.put("agent_id", reservation.agentId());
    map.put("task_id", reservation.taskId());
    map.put("project_id", reservation.projectId());
    map.put("platform_id", reservation.platformId());
    map.put("user_id", reservation.userId());
    map.put("model_id", reservation.model());
    map.put("provider", reservation.provider());
    map.put("amount_nanos", reservation.amountNanos());
    map.put("tokens", reservation.tokens());
    map.put("state", reservation.state().name());
    map.put("created_at", Properties.time(reservation.createdAt()));
    map.put("expires_at", Properties.time(reservation.expiresAt()));
    map.put("first_expires_at", Properties.time(reservation.expiresAt()));
    map.put("sequence", reservation.sequence());
    map.put("path_id", reservation.pathId());
    map.put("content_hash", contentHash);
    map.put(
        "narrowing_budget_ids",
        reservation.narrowingBudgetIds().isEmpty() ? null : reservation.narrowingBudgetIds());
    return map;
  }

  /** {@return the reservation of a node} */
  public static Reservation reservation(Properties node) {
    return new Reservation(
        node.text("reservation_id"),
        node.text("agent_id"),
        node.textOrNull("task_id"),
        node.textOrNull("project_id"),
        node.text("platform_id"),
        node.textOrNull("user_id"),
        node.textOrNull("model_id"),
        node.textOrNull("provider"),
        Decimal.ofNanos(node.number("amount_nanos")),
        node.number("tokens"),
        ReservationState.valueOf(node.text("state")),
        node.instant("created_at"),
        node.instant("expires_at"),
        node.instantOrNull("ended_at"),
        node.textOrNull("settled_operation_id"),
        cost(node.numberOrNull("settled_cost_nanos")),
        node.number("sequence"),
        node.numberOrNull("end_sequence"),
        node.text("path_id"),
        node.texts("narrowing_budget_ids"));
  }

  private static @Nullable Decimal cost(@Nullable Long nanos) {
    return nanos == null ? null : Decimal.ofNanos(nanos);
  }
}
