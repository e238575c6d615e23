package dev.costgraph.retention;

import dev.costgraph.budget.BudgetGraph;
import dev.costgraph.budget.Spending;
import dev.costgraph.graph.CypherFile;
import dev.costgraph.graph.Graph;
import dev.costgraph.graph.Properties;
import dev.costgraph.ledger.LedgerGraph;
import dev.costgraph.ledger.LockedLedger;
import dev.costgraph.ledger.LockedLedger.Folded;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The statements of {@code cypher/retention}: reads without a lock, and one step under it. */
@Singleton
class RetentionGraph {

  private static final CypherFile READ_LEDGER = CypherFile.of("retention/read-ledger");
  private static final CypherFile FIND_USAGE_FROM = CypherFile.of("retention/find-usage-from");
  private static final CypherFile READ_USAGES = CypherFile.of("retention/read-usages");
  private static final CypherFile READ_RESERVATIONS = CypherFile.of("retention/read-reservations");
  private static final CypherFile READ_EVENTS = CypherFile.of("retention/read-events");
  private static final CypherFile REMOVE_USAGES = CypherFile.of("retention/remove-usages");
  private static final CypherFile REMOVE_RESERVATIONS =
      CypherFile.of("retention/remove-reservations");
  private static final CypherFile REMOVE_EVENTS = CypherFile.of("retention/remove-events");
  private static final CypherFile REMOVE_RUNS = CypherFile.of("retention/remove-runs");
  private static final CypherFile ADD_TO_CELLS = CypherFile.of("retention/add-to-cells");
  private static final CypherFile ADD_TO_PERIODS = CypherFile.of("retention/add-to-periods");
  private static final CypherFile ADD_TO_USER_DAYS = CypherFile.of("retention/add-to-user-days");
  private static final CypherFile REMEMBER_OPERATIONS =
      CypherFile.of("retention/remember-operations");

  private static final CypherFile FIND_LAST_EVENT = CypherFile.of("retention/find-last-event");

  /** Runs that go in one transaction, and how many levels of their tree. */
  private static final int RUNS = 250;

  private static final int LEVELS = 25;

  private final Graph graph;

  RetentionGraph(Graph graph) {
    this.graph = graph;
  }

  /**
   * How far a ledger is folded.
   *
   * @param sequence of its last fact
   * @param until facts with numbers up to it may be gone
   * @param underWay whether a run began that has not come to its end
   * @param lastTime of its last transaction
   * @param databaseTime what time it is where the database is
   */
  record State(
      long sequence, long until, boolean underWay, Instant lastTime, Instant databaseTime) {}

  /** When a usage was booked. */
  record Recorded(long sequence, Instant at) {}

  /** What was read is no more as it was: somebody else has folded or corrected it. */
  static final class Moved extends RuntimeException {

    private static final long serialVersionUID = 1;

    Moved() {
      super("what was read has changed", null, false, false);
    }
  }

  State state(String platformId) {
    return graph
        .read(
            READ_LEDGER,
            Map.of("platformId", platformId),
            row -> {
              Properties ledger = Properties.of(row.get("ledger"));
              return new State(
                  ledger.number("sequence"),
                  ledger.numberOrZero("folded_sequence"),
                  ledger.flag("folding") || !ledger.texts("folded_run_ids").isEmpty(),
                  ledger.instant("last_time"),
                  row.get("now").asZonedDateTime().toInstant());
            })
        .getFirst();
  }

  /** {@return the first usage from a number on} */
  Optional<Recorded> usageFrom(String platformId, long from) {
    return graph
        .read(
            FIND_USAGE_FROM,
            Map.of("platformId", platformId, "from", from),
            row ->
                new Recorded(
                    row.get("sequence").asLong(),
                    row.get("recordedAt").asZonedDateTime().toInstant()))
        .stream()
        .findFirst();
  }

  /** {@return the first usages with these numbers, in order; after exclusive, until inclusive} */
  List<OldUsage> usages(String platformId, long after, long until, int limit) {
    return graph.read(
        READ_USAGES,
        Map.of("platformId", platformId, "after", after, "until", until, "limit", limit),
        row ->
            new OldUsage(
                Properties.of(row.get("usage")),
                Properties.listOf(row.get("entries")),
                row.get("unpriced").asBoolean(),
                row.get("cellId").asString(),
                row.get("day").asZonedDateTime().toInstant(),
                row.get("budgetIds").asList(value -> value.asString())));
  }

  /** {@return reservations that ended with numbers up to this one, the first ones} */
  List<Properties> reservations(String platformId, long until, int limit) {
    return graph.read(
        READ_RESERVATIONS,
        Map.of("platformId", platformId, "until", until, "limit", limit),
        row -> Properties.of(row.get("reservation")));
  }

  /** {@return events with numbers up to this one that nothing needs, the first ones} */
  List<Properties> events(String platformId, long until, Instant before, int limit) {
    return graph.read(
        READ_EVENTS,
        Map.of(
            "platformId", platformId,
            "until", until,
            "before", Properties.time(before),
            "limit", limit),
        row -> Properties.of(row.get("event")));
  }

  /** {@return the number of the last alert or denial before a time; 0 for none} */
  long lastEvent(String platformId, long until, Instant before) {
    return graph
        .read(
            FIND_LAST_EVENT,
            Map.of("platformId", platformId, "until", until, "before", Properties.time(before)),
            row -> row.get("sequence").asLong())
        .getFirst();
  }

  /** {@return stored periods by budget that may overlap the ranges} */
  Map<String, List<Spending>> periods(List<Map<String, Object>> ranges) {
    return BudgetGraph.byBudget(
        graph.read(BudgetGraph.READ_PERIODS, Map.of("ranges", ranges), BudgetGraph::period));
  }

  /**
   * Says on the ledger what is folded from now on, before anything is. A horizon never moves back.
   *
   * @param until the last fact that may go
   * @param eventsUntil the last alert or denial
   */
  static boolean begin(
      LockedLedger locked, LedgerGraph ledger, Instant horizon, long until, long eventsUntil) {
    Folded folded = locked.folded();
    Instant from = folded.from();
    ledger.advance(
        Map.of(
            "retained_from",
            Properties.time(from == null || from.isBefore(horizon) ? horizon : from),
            "folded_sequence",
            Math.max(folded.until(), until),
            "folded_events_sequence",
            Math.max(folded.eventsUntil(), eventsUntil),
            "folding",
            true));
    return true;
  }

  static boolean end(LedgerGraph ledger) {
    ledger.advance(Map.of("folding", false));
    return true;
  }

  /**
   * Folds usages in the transaction of a locked ledger; {@return whether runs are left that go
   * next}
   *
   * @throws Moved with nothing changed
   */
  static boolean fold(LockedLedger locked, LedgerGraph ledger, FoldedSums sums) {
    String platformId = locked.platform().platformId();
    List<Map<String, Object>> removed = sums.removed();
    require(removed.size(), count(ledger, REMOVE_USAGES, "removed", platformId, "usages", removed));
    add(ledger, ADD_TO_CELLS, Map.of("rows", sums.cells()), sums.cells().size());
    if (!sums.periods().isEmpty()) {
      add(ledger, ADD_TO_PERIODS, Map.of("rows", sums.periods()), sums.periods().size());
    }
    add(
        ledger,
        ADD_TO_USER_DAYS,
        Map.of("platformId", platformId, "rows", sums.userDays()),
        sums.userDays().size());
    Folded folded = locked.folded();
    Set<String> runIds = new LinkedHashSet<>(folded.runIds());
    runIds.addAll(sums.runIds());
    Map<String, Object> totals = new HashMap<>();
    List<String> left = removeRuns(ledger, platformId, runIds);
    totals.put("folded_run_ids", left);
    List<String> ids = sums.remembered();
    totals.put(
        "folded_operations",
        folded.operations()
            + (ids.isEmpty()
                ? 0
                : count(ledger, REMEMBER_OPERATIONS, "remembered", platformId, "ids", ids)));
    totals.put("folded_facts", folded.facts() + sums.total("facts"));
    totals.put("folded_nanos", Math.addExact(folded.nanos(), sums.total("cost_nanos")));
    totals.put("folded_tokens", Math.addExact(folded.tokens(), sums.total("total_tokens")));
    totals.put("folded_calls", folded.calls() + sums.total("calls"));
    totals.put("folded_first_at", Properties.time(sums.first(folded.first())));
    totals.put("folded_last_at", Properties.time(sums.last(folded.last())));
    ledger.advance(totals);
    return !left.isEmpty();
  }

  /** Removes runs that a step left; {@return whether there are still some} */
  static boolean removeRuns(LockedLedger locked, LedgerGraph ledger) {
    List<String> runIds = locked.folded().runIds();
    if (runIds.isEmpty()) {
      return false;
    }
    List<String> left = removeRuns(ledger, locked.platform().platformId(), runIds);
    ledger.advance(Map.of("folded_run_ids", left));
    return !left.isEmpty();
  }

  /**
   * A run goes when the last goes that made it: its last usage or its last child. One may have as
   * many above it as there are usages, so what is too much for a transaction is left.
   *
   * @return what is left
   */
  private static List<String> removeRuns(
      LedgerGraph ledger, String platformId, Collection<String> runIds) {
    List<String> next = List.copyOf(runIds);
    int removed = 0;
    for (int level = 0; level < LEVELS && removed < RUNS && !next.isEmpty(); level++) {
      List<String> some = next.subList(0, Math.min(next.size(), RUNS - removed));
      Set<String> after = new LinkedHashSet<>(next.subList(some.size(), next.size()));
      after.addAll(
          ledger.read(
              REMOVE_RUNS,
              Map.of("platformId", platformId, "runIds", some),
              row -> row.get("parentRunId").asString()));
      removed += some.size();
      next = new ArrayList<>(after);
    }
    return next;
  }

  /**
   * Removes reservations that have ended.
   *
   * @throws Moved with nothing changed
   */
  static boolean removeReservations(
      LockedLedger locked, LedgerGraph ledger, List<Properties> reservations) {
    List<String> ids = reservations.stream().map(one -> one.text("reservation_id")).toList();
    remove(locked, ledger, REMOVE_RESERVATIONS, ids, 2);
    return true;
  }

  /**
   * Removes events.
   *
   * @throws Moved with nothing changed
   */
  static boolean removeEvents(LockedLedger locked, LedgerGraph ledger, List<Properties> events) {
    List<Long> ids = events.stream().map(one -> one.number("sequence")).toList();
    remove(locked, ledger, REMOVE_EVENTS, ids, 1);
    return true;
  }

  private static void remove(
      LockedLedger locked, LedgerGraph ledger, CypherFile file, List<?> ids, int numbersOfEach) {
    String platformId = locked.platform().platformId();
    require(ids.size(), count(ledger, file, "removed", platformId, "ids", ids));
    ledger.advance(
        Map.of("folded_facts", locked.folded().facts() + (long) numbersOfEach * ids.size()));
  }

  private static long count(
      LedgerGraph ledger,
      CypherFile file,
      String column,
      String platformId,
      String rowsName,
      List<?> rows) {
    Map<String, Object> parameters = Map.of("platformId", platformId, rowsName, rows);
    return ledger.read(file, parameters, row -> row.get(column).asLong()).getFirst();
  }

  /** Adds to nodes; none may be missing. */
  private static void add(
      LedgerGraph ledger, CypherFile file, Map<String, Object> parameters, long rows) {
    long found = ledger.read(file, parameters, row -> row.get("found").asLong()).getFirst();
    if (found != rows) {
      throw new IllegalStateException(
          "%s: %d nodes to add to, %d found".formatted(file.name(), rows, found));
    }
  }

  private static void require(long expected, long removed) {
    if (expected != removed) {
      throw new Moved();
    }
  }
}
