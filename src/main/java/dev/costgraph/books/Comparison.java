package dev.costgraph.books;

import dev.costgraph.budget.Spending;
import dev.costgraph.money.Decimal;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Compares what is stored with what was counted again. */
final class Comparison {

  private Comparison() {}

  /**
   * Adds what differs between two states of a period.
   *
   * @param moment said after the period
   */
  static void compare(
      List<BookDifference> all, String budgetId, Spending stored, Spending counted, String moment) {
    String at = " " + stored.bounds().start() + moment;
    compare(all, budgetId, "spent" + at, stored.nanos(), counted.nanos(), Decimal::ofNanos);
    compare(all, budgetId, "tokens" + at, stored.tokens(), counted.tokens(), Decimal::ofWhole);
    compare(all, budgetId, "held" + at, stored.heldNanos(), counted.heldNanos(), Decimal::ofNanos);
    compare(
        all,
        budgetId,
        "held tokens" + at,
        stored.heldTokens(),
        counted.heldTokens(),
        Decimal::ofWhole);
    compare(all, budgetId, "entries" + at, stored.entries(), counted.entries(), Decimal::ofWhole);
  }

  /** Adds a counter that differs. */
  static void compare(
      List<BookDifference> all,
      @Nullable String budgetId,
      String counter,
      long stored,
      long counted,
      LongFunction<Decimal> show) {
    if (stored != counted) {
      all.add(new BookDifference(budgetId, null, counter, show.apply(stored), show.apply(counted)));
    }
  }
}
