package dev.costgraph.ledger;

import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetStatus;
import dev.costgraph.command.RecordUsageResult.Recorded;
import dev.costgraph.command.ReserveResult.Reserved;
import dev.costgraph.reservation.Reservation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What callers were answered, played again in the order of the ledger's numbers. */
final class ReservingLog {

  private final Map<String, Long> limits = new HashMap<>();
  private final Map<String, Boolean> frozen = new HashMap<>();
  private final Map<String, Long> held = new HashMap<>();
  private final Map<String, Long> spent = new HashMap<>();
  private final Map<String, Step> open = new HashMap<>();
  private final List<String> violations = new ArrayList<>();

  /**
   * One answer.
   *
   * @param reservationId null for an edit
   * @param nanos held, or spent
   * @param budgetIds what it is held on or charged to; the budget that was edited
   * @param edited null for others
   */
  record Step(
      Kind kind,
      long sequence,
      @Nullable String reservationId,
      long nanos,
      List<String> budgetIds,
      @Nullable Budget edited) {

    enum Kind {
      HELD,
      ENDED,
      SETTLED,
      EDITED
    }

    static Step held(Reserved answer) {
      Reservation reservation = answer.reservation();
      return new Step(
          Kind.HELD,
          reservation.sequence(),
          reservation.reservationId(),
          ReservingLog.nanos(reservation.amount().text()),
          ids(answer.budgets()),
          null);
    }

    static Step ended(Reservation reservation) {
      long sequence = Objects.requireNonNull(reservation.endSequence());
      return new Step(Kind.ENDED, sequence, reservation.reservationId(), 0, List.of(), null);
    }

    static Step settled(String reservationId, Recorded answer) {
      long nanos = ReservingLog.nanos(Objects.requireNonNull(answer.usage().cost()).text());
      return new Step(
          Kind.SETTLED,
          answer.usage().sequence(),
          reservationId,
          nanos,
          ids(answer.budgets()),
          null);
    }

    static Step edited(Budget after) {
      List<String> ids = List.of(after.budgetId());
      return new Step(Kind.EDITED, after.sequence(), null, 0, ids, after);
    }

    private static List<String> ids(List<BudgetStatus> statuses) {
      return statuses.stream().map(status -> status.budget().budgetId()).toList();
    }
  }

  private static long nanos(String amount) {
    return new BigDecimal(amount).movePointRight(9).longValueExact();
  }

  /** {@return the log of a tree with the limits that {@link TestTree} gives it} */
  static ReservingLog of(TestTree tree, List<Step> steps) {
    ReservingLog log = new ReservingLog();
    Map.of(
            "platform-custom", 1_000,
            "platform", 2_000,
            "shared", 500,
            "project-a", 300,
            "task-0", 100,
            "aside", 90)
        .forEach((name, limit) -> log.limits.put(tree.id(name), limit * 1_000_000_000L));
    steps.stream().sorted(Comparator.comparingLong(Step::sequence)).forEach(log::play);
    return log;
  }

  private void play(Step step) {
    switch (step.kind()) {
      case HELD -> {
        for (String budgetId : step.budgetIds()) {
          long taken =
              held.merge(budgetId, step.nanos(), Long::sum) + spent.getOrDefault(budgetId, 0L);
          if (taken > limits.getOrDefault(budgetId, Long.MAX_VALUE)) {
            violations.add("%s: %d taken after %s".formatted(budgetId, taken, step));
          }
          if (frozen.getOrDefault(budgetId, false)) {
            violations.add("%s is frozen: %s".formatted(budgetId, step));
          }
        }
        open.put(String.valueOf(step.reservationId()), step);
      }
      case ENDED -> end(step);
      case SETTLED -> {
        end(step);
        step.budgetIds().forEach(id -> spent.merge(id, step.nanos(), Long::sum));
      }
      case EDITED -> {
        Budget after = Objects.requireNonNull(step.edited());
        frozen.put(after.budgetId(), after.frozen());
        if (after.limit() != null) {
          limits.put(after.budgetId(), nanos(after.limit().text()));
        }
      }
    }
  }

  /** Where it stood, which need not be where its usage is booked. */
  private void end(Step step) {
    Step hold = open.remove(String.valueOf(step.reservationId()));
    if (hold == null) {
      violations.add("ended before it was held, or twice: " + step);
    } else {
      hold.budgetIds().forEach(id -> held.merge(id, -hold.nanos(), Long::sum));
    }
  }

  List<String> violations() {
    return violations;
  }

  long held(String budgetId) {
    return held.getOrDefault(budgetId, 0L);
  }

  long spent(String budgetId) {
    return spent.getOrDefault(budgetId, 0L);
  }
}
