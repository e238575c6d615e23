package dev.costgraph.ledger;

import dev.costgraph.budget.Period;
import dev.costgraph.reservation.Reservation;
import java.util.List;

/**
 * A reservation as the ledger knows it.
 *
 * @param budgetIds every budget that it is or was held on
 */
record Hold(Reservation reservation, String contentHash, List<String> budgetIds) {

  /** {@return its life; it counts in every period that this touches} */
  Period.Bounds life() {
    return new Period.Bounds(reservation.createdAt(), reservation.expiresAt());
  }

  Hold with(Reservation changed) {
    return new Hold(changed, contentHash, budgetIds);
  }
}
