package dev.costgraph.budget;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The stored periods of one budget. A stored period that contains an instant wins over the computed
 * one, so a change of the zone's rules never splits what was counted; a computed period is cut
 * where stored ones begin or end.
 */
public final class BudgetPeriods {

  private final Budget budget;
  private final TreeMap<Instant, Spending> byStart = new TreeMap<>();

  public BudgetPeriods(Budget budget, Collection<Spending> stored) {
    this.budget = budget;
    stored.forEach(this::put);
  }

  /** {@return what the stored period that contains the instant counts; null for none} */
  public @Nullable Spending stored(Instant at) {
    Map.Entry<Instant, Spending> before = byStart.floorEntry(at);
    return before != null && before.getValue().bounds().contains(at) ? before.getValue() : null;
  }

  /**
   * {@return what the period that contains the instant counts; null when the budget has none there}
   */
  public @Nullable Spending at(Instant at) {
    Spending stored = stored(at);
    if (stored != null) {
      return stored;
    }
    Map.Entry<Instant, Spending> before = byStart.floorEntry(at);
    Period.Bounds computed = budget.bounds(at);
    if (computed == null) {
      return null;
    }
    Instant start = computed.start();
    if (before != null && before.getValue().bounds().end().isAfter(start)) {
      start = before.getValue().bounds().end();
    }
    Map.Entry<Instant, Spending> after = byStart.higherEntry(at);
    Instant end = computed.end();
    if (after != null && after.getKey().isBefore(end)) {
      end = after.getKey();
    }
    return Spending.none(new Period.Bounds(start, end));
  }

  /** {@return the same for showing: a FIXED budget shows its one period at any time} */
  public Spending shownAt(Instant at) {
    Spending spending = at(at);
    if (spending != null) {
      return spending;
    }
    Period.Bounds fixed = budget.fixedBounds();
    return byStart.getOrDefault(fixed.start(), Spending.none(fixed));
  }

  /** Adds a period that was read, unless it is known: what is known may have changed since. */
  public void putIfNew(Spending read) {
    byStart.putIfAbsent(read.bounds().start(), read);
  }

  /** Replaces what the period with the same start counts. */
  public void put(Spending spending) {
    byStart.put(spending.bounds().start(), spending);
  }
}
