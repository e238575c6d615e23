package dev.costgraph.books;

import dev.costgraph.budget.Enforcement;
import dev.costgraph.budget.Period;
import dev.costgraph.budget.Spending;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A numbered fact of a ledger, as far as its books need it. */
sealed interface Fact {

  long sequence();

  /**
   * A usage, or a part of one, charged to these budgets.
   *
   * @param calls 1; 0 for the further parts of a split one
   */
  record Charged(
      long sequence,
      List<String> budgetIds,
      Instant at,
      long nanos,
      long tokens,
      long calls,
      int entries)
      implements Fact {}

  /** What a usage costs more or less than was booked, on the budgets that it was charged to. */
  record Adjusted(long sequence, List<String> budgetIds, Instant at, long nanos, int entries)
      implements Fact {}

  /** A reservation, held on these budgets for as long as it was opened for. */
  record Opened(
      long sequence,
      String reservationId,
      List<String> budgetIds,
      Period.Bounds life,
      long nanos,
      long tokens)
      implements Fact {}

  /** A reservation that lives longer. */
  record Extended(long sequence, String reservationId, Instant until) implements Fact {}

  /** The end of a reservation, whichever. */
  record Ended(long sequence, String reservationId) implements Fact {}

  /**
   * An edit of a budget: what it says of reservations from here on.
   *
   * @param limit in the budget's unit; null for none
   * @param snapshot null when the event has none
   */
  record Edited(
      long sequence,
      String budgetId,
      @Nullable String limit,
      Enforcement enforcement,
      boolean frozen,
      @Nullable Snapshot snapshot)
      implements Fact {}

  /**
   * An alert or a denial, which changes no counter.
   *
   * @param snapshot null when the event has none
   */
  record Told(long sequence, @Nullable Snapshot snapshot) implements Fact {}

  /**
   * What an event says that a budget counted in one period when it happened.
   *
   * @param spending as of the event
   * @param limit in the budget's unit; null for none
   */
  record Snapshot(String budgetId, Spending spending, @Nullable String limit) {}
}
