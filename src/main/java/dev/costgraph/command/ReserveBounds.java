package dev.costgraph.command;

import dev.costgraph.reservation.ReserveInput;
import org.jspecify.annotations.Nullable;

/** What can be said of a reservation without the ledger: its form. */
public final class ReserveBounds {

  private ReserveBounds() {}

  /**
   * {@return the first thing wrong in the order of {@link RejectionCode}; null when all is well}
   */
  public static @Nullable Rejected check(ReserveInput reservation) {
    Bounds bounds = new Bounds(reservation.reservationId());
    bounds.id("reservationId", reservation.reservationId());
    bounds.id("agentId", reservation.agentId());
    bounds.optionalId("taskId", reservation.taskId());
    bounds.optionalId("projectId", reservation.projectId());
    bounds.optionalId("platformId", reservation.platformId());
    bounds.optionalId("userId", reservation.userId());
    bounds.text("model", reservation.model());
    bounds.text("provider", reservation.provider());
    bounds.text("capability", reservation.capability());
    if (reservation.amount() == null && reservation.tokens() == null) {
      bounds.reject(
          RejectionCode.INVALID_MEASURE, "amount", "give an amount, tokens, or both; given: none");
    }
    bounds.tokens(reservation.tokens(), reservation.model());
    bounds.decimal("amount", reservation.amount());
    bounds.timeToLive(reservation.ttlSeconds());
    return bounds.found();
  }

  /** {@return what is wrong with an extension; null when all is well} */
  public static @Nullable Rejected check(String reservationId, int ttlSeconds) {
    Bounds bounds = new Bounds(reservationId);
    bounds.id("reservationId", reservationId);
    bounds.timeToLive(ttlSeconds);
    return bounds.found();
  }

  /** {@return what is wrong with the reservation id of another command; null when all is well} */
  public static @Nullable Rejected checkId(String commandId, String reservationId) {
    Bounds bounds = new Bounds(commandId);
    bounds.id("reservationId", reservationId);
    return bounds.found();
  }
}
