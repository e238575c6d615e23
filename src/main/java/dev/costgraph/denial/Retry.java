package dev.costgraph.denial;

import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetStatus;
import dev.costgraph.budget.Period;
import dev.costgraph.budget.Unit;
import dev.costgraph.command.ReserveResult.Blocked;
import dev.costgraph.reservation.Reservation;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When a budget that said no could have room, if nothing else is spent or held; pure. */
final class Retry {

  private Retry() {}

  /**
   * {@return the instant; null when no time alone makes it fit}
   *
   * @param holds the open reservations on the budget
   */
  static @Nullable Instant at(Blocked blocked, List<Reservation> holds) {
    BudgetStatus status = blocked.status();
    Budget budget = status.budget();
    Long limit = budget.limitUnits();
    if (budget.frozen() || limit == null || blocked.wantedUnits() > limit) {
      return null;
    }
    long missing = blocked.missingUnits();
    List<Reservation> touching =
        holds.stream()
            .filter(hold -> hold.createdAt().isBefore(status.periodEnd()))
            .filter(hold -> hold.expiresAt().isAfter(status.periodStart()))
            .sorted(Comparator.comparing(Reservation::expiresAt))
            .toList();
    for (Reservation hold : touching) {
      missing -= budget.unit() == Unit.MONEY ? hold.amountNanos() : hold.tokens();
      if (missing <= 0 && hold.expiresAt().isBefore(status.periodEnd())) {
        return hold.expiresAt();
      }
    }
    return budget.period() == Period.FIXED ? null : status.periodEnd();
  }
}
