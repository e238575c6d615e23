package dev.costgraph.live;

import dev.costgraph.graph.Properties;
import dev.costgraph.ledger.LedgerEventType;
import dev.costgraph.money.Decimal;
import dev.costgraph.reservation.Reservation;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reservations as events. Opening and end are facts of the reservation itself. */
final class ReservationEvents {

  private ReservationEvents() {}

  static LedgerEvent opened(Reservation reservation) {
    return event(
        reservation,
        reservation.sequence(),
        LedgerEventType.RESERVATION_OPENED,
        reservation.createdAt(),
        null,
        reservation.amount(),
        "held for %s".formatted(reservation.agentId()));
  }

  static LedgerEvent ended(Reservation reservation) {
    return event(
        reservation,
        Objects.requireNonNull(reservation.endSequence()),
        LedgerEventType.RESERVATION_ENDED,
        Objects.requireNonNull(reservation.endedAt()),
        reservation.operationId(),
        reservation.settledCost(),
        "%s, %s were held".formatted(reservation.state(), reservation.amount()));
  }

  private static LedgerEvent event(
      Reservation reservation,
      long sequence,
      LedgerEventType type,
      Instant at,
      @Nullable String operationId,
      @Nullable Decimal amount,
      String message) {
    return new LedgerEvent(
        sequence,
        type,
        at,
        reservation.platformId(),
        null,
        reservation.reservationId(),
        operationId,
        reservation.agentId(),
        amount,
        null,
        null,
        message);
  }

  /** {@return what a stored event of a reservation says: extended, or denied so many times} */
  static LedgerEvent stored(Properties event) {
    LedgerEventType type = LedgerEventType.valueOf(event.text("event_type"));
    long count = event.numberOrZero("count");
    String times = count > 1 ? ", %d times within the minute".formatted(count) : "";
    Long nanos = event.numberOrNull("amount_nanos");
    return new LedgerEvent(
        event.number("sequence"),
        type,
        event.instant("at"),
        event.text("platform_id"),
        event.textOrNull("budget_id"),
        event.text("reservation_id"),
        null,
        event.text("agent_id"),
        nanos == null ? null : Decimal.ofNanos(nanos),
        null,
        null,
        event.text("message") + times);
  }
}
