package dev.costgraph.denial;

import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetStatus;
import dev.costgraph.budget.Period;
import dev.costgraph.budget.Unit;
import dev.costgraph.command.ReserveResult.Blocked;
import dev.costgraph.denial.DenialGraph.Held;
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
   * @param held by the open reservations, on this and other budgets
   */
  static @Nullable Instant at(Blocked blocked, List<Held> held) {
    BudgetStatus status = blocked.status();
    Budget budget = status.budget();
    Long limit = budget.limitUnits();
    if (budget.frozen() || limit == null || blocked.wantedUnits() > limit) {
      return null;
    }
    long missing = blocked.missingUnits();
    Period.Bounds period = new Period.Bounds(status.periodStart(), status.periodEnd());
    List<Held> touching =
        held.stream()
            .filter(hold -> hold.budgetId().equals(budget.budgetId()))
            .filter(hold -> hold.life().overlaps(period))
            .sorted(Comparator.comparing(hold -> hold.life().end()))
            .toList();
    for (Held hold : touching) {
      missing -= budget.unit() == Unit.MONEY ? hold.nanos() : hold.tokens();
      Instant end = hold.life().end();
      if (missing <= 0 && end.isBefore(period.end())) {
        return end;
      }
    }
    return budget.period() == Period.FIXED ? null : status.periodEnd();
  }
}
