package dev.costgraph.retention;

import dev.costgraph.Limits;
import dev.costgraph.books.Books;
import dev.costgraph.books.BooksGraph;
import dev.costgraph.budget.BudgetGraph;
import dev.costgraph.graph.Properties;
import dev.costgraph.ledger.Ledger;
import dev.costgraph.ledger.LedgerGraph;
import dev.costgraph.ledger.LedgerStep;
import dev.costgraph.ledger.LockedLedger;
import dev.costgraph.retention.RetentionGraph.Moved;
import dev.costgraph.retention.RetentionGraph.Recorded;
import dev.costgraph.retention.RetentionGraph.State;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Takes what is older than a horizon out of a platform's ledger: it is archived, then folded into
 * sums, in many small transactions that take turns with the ledger. A run that was cut off is gone
 * on with by the next.
 */
@Singleton
class Retention {

  /** Usages, reservations or events of one transaction: recording goes on between two. */
  private static final int PAGE = 250;

  private static final int TRIES_MAX = 5;

  private static final Duration AHEAD_OF_DATABASE_MAX = Duration.ofHours(1);
  private static final Duration AFTER_LAST_MAX = Duration.ofDays(1);

  private final RetentionGraph graph;
  private final BudgetGraph budgets;
  private final BooksGraph books;
  private final Ledger ledger;
  private final Clock clock;
  private final MeterRegistry registry;

  Retention(
      RetentionGraph graph,
      BudgetGraph budgets,
      BooksGraph books,
      Ledger ledger,
      Clock clock,
      MeterRegistry registry) {
    this.graph = graph;
    this.budgets = budgets;
    this.books = books;
    this.ledger = ledger;
    this.clock = clock;
    this.registry = registry;
  }

  /**
   * What a run goes by.
   *
   * @param usagesBefore usages that were booked ten minutes before it are folded, and what they
   *     settled
   * @param eventsBefore alerts and denials from before it are removed
   * @param archive the directory of all archives
   */
  record Horizon(Instant usagesBefore, Instant eventsBefore, Path archive) {}

  /** What a run has taken out. */
  record Folded(long usages, long reservations, long events) {

    static final Folded NOTHING = new Folded(0, 0, 0);
  }

  /**
   * {@return what time to count horizons back from: now, but not more than a day after the last
   * transaction of the platform, for a clock that is wrong must not fold what it keeps}
   *
   * @throws IllegalStateException when the clock is ahead of the database's
   */
  Instant time(String platformId) {
    State state = graph.state(platformId);
    return time(clock.instant(), state.databaseTime(), state.lastTime());
  }

  static Instant time(Instant now, Instant databaseTime, Instant lastTime) {
    if (now.isAfter(databaseTime.plus(AHEAD_OF_DATABASE_MAX))) {
      throw new IllegalStateException(
          "the clock says %s and the database's %s: nothing is folded by a clock that is ahead"
              .formatted(now, databaseTime));
    }
    Instant latest = lastTime.plus(AFTER_LAST_MAX);
    return now.isBefore(latest) ? now : latest;
  }

  /**
   * Folds what is older than the horizon; {@return how much it was}
   *
   * @throws IOException when the archive cannot be written: what it does not have is not folded
   * @throws IllegalStateException when the books do not balance: nothing is folded then
   */
  Folded fold(String platformId, Horizon horizon) throws IOException {
    State state = graph.state(platformId);
    long until = Math.max(state.until(), lastBefore(state, platformId, horizon.usagesBefore()));
    if (until == state.until()
        && !state.underWay()
        && graph.events(platformId, until, horizon.eventsBefore(), 1).isEmpty()) {
      return Folded.NOTHING;
    }
    Books checked = books.check(platformId, null);
    if (!checked.balanced()) {
      throw new IllegalStateException(
          "the books of platform '%s' do not balance, so nothing is folded: %s"
              .formatted(platformId, checked.differences().getFirst()));
    }
    long eventsUntil = graph.lastEvent(platformId, until, horizon.eventsBefore());
    ledger.underLock(
        platformId,
        (locked, reader) ->
            RetentionGraph.begin(locked, reader, horizon.usagesBefore(), until, eventsUntil));
    try (Archive archive = new Archive(horizon.archive(), platformId, clock.instant())) {
      long reservations =
          remove(
              "reservation",
              platformId,
              () -> graph.reservations(platformId, until, PAGE),
              RetentionGraph::removeReservations,
              archive);
      long usages = foldUsages(platformId, until, archive);
      long events =
          remove(
              "event",
              platformId,
              () -> graph.events(platformId, until, horizon.eventsBefore(), PAGE),
              RetentionGraph::removeEvents,
              archive);
      ledger.underLock(platformId, (locked, reader) -> RetentionGraph.end(reader));
      return new Folded(usages, reservations, events);
    }
  }

  /**
   * {@return the number of the last usage that was booked so long before the horizon that no usage
   * up to it can lie after the horizon; 0 for none} Numbers have the order of their times.
   */
  private long lastBefore(State state, String platformId, Instant horizon) {
    Instant limit = horizon.minus(Limits.AHEAD_MAX);
    long old = 0;
    long young = state.sequence() + 1;
    while (old + 1 < young) {
      long middle = old + (young - old) / 2;
      Optional<Recorded> next = graph.usageFrom(platformId, middle);
      if (next.isPresent() && next.get().sequence() < young && next.get().at().isBefore(limit)) {
        old = next.get().sequence();
      } else {
        young = middle;
      }
    }
    return old;
  }

  /** Takes what is old out of a locked ledger. */
  private interface Removal {
    boolean run(LockedLedger locked, LedgerGraph ledger, List<Properties> old);
  }

  /**
   * Archives and removes page after page, until there is none.
   *
   * @param name of a node in its line of the archive
   */
  private long remove(
      String name,
      String platformId,
      Supplier<List<Properties>> next,
      Removal removal,
      Archive archive)
      throws IOException {
    long removed = 0;
    int tries = 0;
    List<Properties> page = next.get();
    while (!page.isEmpty() && tries < TRIES_MAX) {
      List<Properties> old = page;
      archive.append(old.stream().map(node -> Map.<String, Object>of(name, node.map())).toList());
      long taken =
          step(platformId, (locked, reader) -> removal.run(locked, reader, old)).isPresent()
              ? old.size()
              : 0;
      tries = taken == 0 ? tries + 1 : 0;
      removed += taken;
      page = next.get();
    }
    return removed;
  }

  /** Goes through all that are left up to a number: some stay until a later run. */
  private long foldUsages(String platformId, long until, Archive archive) throws IOException {
    removeRuns(platformId, true);
    ChargedPeriods periods = new ChargedPeriods(graph, budgets.tree(platformId));
    long folded = 0;
    long after = 0;
    int tries = 0;
    List<OldUsage> page = page(platformId, after, until);
    while (!page.isEmpty()) {
      List<OldUsage> old = foldable(page, until);
      long taken = old.isEmpty() ? 0 : fold(platformId, old, periods, archive);
      if (taken < old.size() && ++tries < TRIES_MAX) {
        page = page(platformId, after, until);
        continue;
      }
      tries = 0;
      folded += taken;
      registry.counter("costgraph.folded.usages", "platform", platformId).increment((double) taken);
      after = page.getLast().sequence();
      page = page(platformId, after, until);
    }
    return folded;
  }

  private long fold(String platformId, List<OldUsage> old, ChargedPeriods periods, Archive archive)
      throws IOException {
    periods.load(old);
    FoldedSums sums = FoldedSums.of(old, periods);
    archive.append(old.stream().map(Retention::line).toList());
    Optional<Boolean> runsLeft =
        step(platformId, (locked, reader) -> RetentionGraph.fold(locked, reader, sums));
    removeRuns(platformId, runsLeft.orElse(false));
    return runsLeft.isPresent() ? old.size() : 0;
  }

  private void removeRuns(String platformId, boolean left) {
    boolean more = left;
    while (more) {
      more = step(platformId, RetentionGraph::removeRuns).orElse(false);
    }
  }

  /** {@return the next usages, without one whose further parts are beyond the page} */
  private List<OldUsage> page(String platformId, long after, long until) {
    List<OldUsage> page = graph.usages(platformId, after, until, PAGE);
    if (page.size() < PAGE || !page.getLast().hasFurtherParts()) {
      return page;
    }
    String cut = page.getLast().operationId();
    return page.stream().filter(usage -> !usage.operationId().equals(cut)).toList();
  }

  /**
   * {@return those that were not corrected since, with all their parts} One without a price stays
   * until it has one: its cost would be 0 for ever.
   */
  private static List<OldUsage> foldable(List<OldUsage> page, long until) {
    Set<String> stay = new HashSet<>();
    for (OldUsage usage : page) {
      if (usage.unpriced() || usage.isAdjustedAfter(until)) {
        stay.add(usage.operationId());
      }
    }
    return page.stream().filter(usage -> !stay.contains(usage.operationId())).toList();
  }

  /**
   * Does a step, then leaves the ledger to others for as long as it took; {@return what it
   * returned; empty when nothing was changed, for somebody else came first}
   */
  private Optional<Boolean> step(String platformId, LedgerStep<Boolean> step) {
    long[] tookNanos = new long[1];
    try {
      return Optional.of(
          books.betweenChecks(
              platformId,
              () -> {
                long start = System.nanoTime();
                try {
                  return ledger.underLock(platformId, step);
                } finally {
                  tookNanos[0] = System.nanoTime() - start;
                }
              }));
    } catch (Moved e) {
      return Optional.empty();
    } finally {
      sleep(tookNanos[0]);
    }
  }

  private static Map<String, Object> line(OldUsage usage) {
    return Map.of(
        "usage", usage.node().map(),
        "entries", usage.entries().stream().map(Properties::map).toList());
  }

  private static void sleep(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted between two steps", e);
    }
  }
}
