package dev.costgraph.books;

import dev.costgraph.BadRequest;
import dev.costgraph.budget.BudgetGraph;
import dev.costgraph.budget.BudgetGraph.StoredPeriod;
import dev.costgraph.budget.BudgetTree;
import dev.costgraph.budget.Spending;
import dev.costgraph.graph.CypherFile;
import dev.costgraph.graph.Graph;
import dev.costgraph.graph.Properties;
import dev.costgraph.ledger.Ledger;
import dev.costgraph.ledger.LockedLedger.Folded;
import dev.costgraph.money.Decimal;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;

/**
 * Checks the books of a platform. The counters are copied under the ledger's lock, in one read;
 * then the facts up to that moment are replayed while recording goes on.
 */
@Singleton
public class BooksGraph {

  private static final CypherFile READ_COUNTERS = CypherFile.of("books/read-counters");
  private static final CypherFile FIND_STRAYS = CypherFile.of("books/find-strays");
  private static final CypherFile LIST_CELLS = CypherFile.of("books/list-cells");
  private static final CypherFile CHECK_HOUR_CELLS = CypherFile.of("books/check-hour-cells");
  private static final CypherFile CHECK_DAY_CELLS = CypherFile.of("books/check-day-cells");

  private static final Duration STREAM_MAX = Duration.ofMinutes(10);
  private static final int CELLS_PER_CHECK = 500;
  private static final long FACTS_PER_READ = 10_000;
  private static final int DIFFERENCES_MAX = 1_000;
  private static final int TRIES_MAX = 3;
  private static final List<String> CELL_COUNTERS =
      List.of(
          "cost",
          "failedCost",
          "calls",
          "failedCalls",
          "unpricedCalls",
          "tokens",
          "days",
          "paths",
          "adjustments");

  private static final Set<String> MONEY = Set.of("cost", "failedCost", "adjustments");

  private final Graph graph;
  private final BudgetGraph budgets;
  private final Ledger ledger;
  private final Clock clock;

  /** What is folded while it is checked would be counted twice or not at all. */
  private final Map<String, ReadWriteLock> gates = new ConcurrentHashMap<>();

  BooksGraph(Graph graph, BudgetGraph budgets, Ledger ledger, Clock clock) {
    this.graph = graph;
    this.budgets = budgets;
    this.ledger = ledger;
    this.clock = clock;
  }

  /**
   * {@return whether everything that is counted agrees with the facts}
   *
   * @param budgetId compares only this budget and those below it; null compares everything
   */
  public Books check(String platformId, @Nullable String budgetId) {
    return check(platformId, budgetId, new Replay());
  }

  /**
   * Goes on from where a replay stopped.
   *
   * @param replay at the start, or after a check of the same platform that balanced
   */
  Books check(String platformId, @Nullable String budgetId, Replay replay) {
    return whileNothingIsFolded(
        platformId,
        () -> {
          Counters copied = copy(platformId, replay.sequence(), null);
          if (replay.sequence() > 0 && replay.sequence() < copied.folded().until()) {
            replay.startAgain();
            copied = copy(platformId, 0, null);
          }
          Books books = check(platformId, budgetId, replay, copied);
          if (!books.balanced()) {
            replay.startAgain();
          }
          return new Attempt(books, copied.folded());
        });
  }

  /** A check, and what was folded when it began. */
  private record Attempt(Books books, Folded folded) {}

  /**
   * {@return what a check comes to that no folding was in between of: none in this process, and
   * none in another if it does not balance}
   */
  private Books whileNothingIsFolded(String platformId, Supplier<Attempt> check) {
    Lock noFolding = gate(platformId).readLock();
    noFolding.lock();
    try {
      for (int tries = 1; tries <= TRIES_MAX; tries++) {
        Attempt attempt = check.get();
        if (attempt.books().balanced() || attempt.folded().equals(folded(platformId))) {
          return attempt.books();
        }
      }
    } finally {
      noFolding.unlock();
    }
    throw new BadRequest(
        BadRequest.Code.UNAVAILABLE,
        null,
        "another process folds usages of '%s': ask again later".formatted(platformId));
  }

  /**
   * Takes usages out of the books while this process does not check them; {@return what the step
   * returned}
   */
  public <T> T betweenChecks(String platformId, Supplier<T> step) {
    Lock folding = gate(platformId).writeLock();
    folding.lock();
    try {
      return step.get();
    } finally {
      folding.unlock();
    }
  }

  private ReadWriteLock gate(String platformId) {
    return gates.computeIfAbsent(platformId, id -> new ReentrantReadWriteLock(true));
  }

  private Folded folded(String platformId) {
    return ledger.readUnderLock(platformId, (locked, reader) -> locked.folded());
  }

  private Books check(
      String platformId, @Nullable String budgetId, Replay replay, Counters copied) {
    long checkpoint = replay.sequence();
    BudgetTree tree = budgets.tree(platformId);
    replay.know(budgetId == null ? tree.budgets() : tree.subtree(budgetId), copied.periods());
    if (checkpoint == 0) {
      replay.begin(copied);
    }
    FactGraph facts = new FactGraph(graph, platformId);
    replay(facts, replay, copied.sequence());
    Set<BookDifference> differences = new LinkedHashSet<>(replay.differences(copied, checkpoint));
    long cells = 0;
    if (budgetId == null) {
      differences.addAll(facts.differences(ledger));
      differences.addAll(replay.sums(copied));
      copied.periods().keySet().stream()
          .filter(id -> tree.budget(id) == null)
          .map(id -> difference(null, "budget of periods " + id, Decimal.ofWhole(1), Decimal.ZERO))
          .forEach(differences::add);
      if (checkpoint == 0) {
        differences.addAll(strays(platformId));
      }
      if (checkpoint == 0 && copied.folded().from() != null) {
        FoldedGraph folded = new FoldedGraph(graph, platformId);
        differences.addAll(folded.differences(copied, replay.gone(), tree, facts.paths()));
      }
      cells += checkCells(platformId, "HOUR", CHECK_HOUR_CELLS, checkpoint, differences);
      cells += checkCells(platformId, "DAY", CHECK_DAY_CELLS, checkpoint, differences);
    }
    return books(replay, cells, differences);
  }

  /**
   * {@return whether the facts up to a number are whole} Counters and cells know the present alone,
   * so nothing is compared with them; alerts and edits remember what was counted when they
   * happened.
   *
   * @param budgetId replays only what this budget and those below it count; null for all
   * @throws BadRequest INVALID_VALUE for a number that the ledger has not reached, FOLDED for one
   *     below what is folded
   */
  Books checkAsOf(String platformId, @Nullable String budgetId, long asOfSequence) {
    return whileNothingIsFolded(
        platformId,
        () -> {
          Counters copied = copy(platformId, 0, asOfSequence);
          BudgetTree tree = budgets.tree(platformId);
          Replay replay = new Replay();
          FactGraph facts = new FactGraph(graph, platformId);
          replay.know(budgetId == null ? tree.budgets() : tree.subtree(budgetId), copied.periods());
          replay.begin(copied);
          replay(facts, replay, asOfSequence);
          Set<BookDifference> differences = new LinkedHashSet<>(replay.differences());
          if (budgetId == null) {
            differences.addAll(facts.differences(ledger));
          }
          return new Attempt(books(replay, 0, differences), copied.folded());
        });
  }

  private static void replay(FactGraph facts, Replay replay, long until) {
    while (replay.sequence() < until) {
      long next = Math.min(until, replay.sequence() + FACTS_PER_READ);
      replay.apply(facts.read(replay.sequence(), next), next);
    }
  }

  private Books books(Replay replay, long cells, Set<BookDifference> differences) {
    return new Books(
        differences.isEmpty(),
        replay.sequence(),
        clock.instant(),
        replay.budgets(),
        replay.facts(),
        replay.snapshots(),
        replay.entries(),
        replay.reservations(),
        cells,
        differences.stream().limit(DIFFERENCES_MAX).toList());
  }

  /**
   * @param checkpoint the number after which counters have changed that are copied; 0 for all
   * @param asOfSequence a number that must be answerable; null for none
   */
  private Counters copy(String platformId, long checkpoint, @Nullable Long asOfSequence) {
    return ledger.readUnderLock(
        platformId,
        (locked, reader) -> {
          if (asOfSequence != null) {
            locked.requireReached(asOfSequence);
          }
          long from = checkpoint == 0 ? 0 : checkpoint + 1;
          List<StoredPeriod> folded = new ArrayList<>();
          List<StoredPeriod> periods =
              reader.read(
                  READ_COUNTERS,
                  Map.of("platformId", platformId, "from", from),
                  row -> {
                    StoredPeriod period = BudgetGraph.period(row);
                    folded.add(folded(period, Properties.of(row.get("period"))));
                    return period;
                  });
          return new Counters(
              locked.sequence(),
              BudgetGraph.byBudget(periods),
              locked.chargedNanos(),
              locked.chargedTokens(),
              locked.heldNanos(),
              locked.heldTokens(),
              locked.openReservations(),
              locked.folded(),
              BudgetGraph.byBudget(folded));
        });
  }

  private static StoredPeriod folded(StoredPeriod period, Properties node) {
    return new StoredPeriod(
        period.budgetId(),
        new Spending(
            period.spending().bounds(),
            node.numberOrZero("folded_nanos"),
            node.numberOrZero("folded_tokens"),
            0,
            0,
            node.numberOrZero("folded_entries"),
            0));
  }

  private List<BookDifference> strays(String platformId) {
    List<BookDifference> strays = new ArrayList<>();
    graph.stream(
        FIND_STRAYS,
        Map.of("platformId", platformId),
        STREAM_MAX,
        row -> {
          String counter =
              "stray %s %s".formatted(row.get("label").asString(), row.get("id").asString(""));
          strays.add(difference(null, counter, Decimal.ofWhole(1), Decimal.ZERO));
        });
    return strays;
  }

  private long checkCells(
      String platformId,
      String grain,
      CypherFile check,
      long after,
      Set<BookDifference> differences) {
    List<String> page = new ArrayList<>();
    long[] cells = new long[1];
    graph.stream(
        LIST_CELLS,
        Map.of("platformId", platformId, "grain", grain, "after", after),
        STREAM_MAX,
        row -> {
          page.add(row.get("cellId").asString());
          cells[0]++;
          if (page.size() == CELLS_PER_CHECK) {
            differences.addAll(checkPage(platformId, check, page));
            page.clear();
          }
        });
    differences.addAll(checkPage(platformId, check, page));
    return cells[0];
  }

  /** What differs may only have moved between two reads: under the lock nothing moves. */
  private List<BookDifference> checkPage(
      String platformId, CypherFile check, List<String> cellIds) {
    List<String> suspects =
        graph.read(
            check, Map.of("cellIds", List.copyOf(cellIds)), row -> row.get("cellId").asString());
    if (suspects.isEmpty()) {
      return List.of();
    }
    return ledger
        .readUnderLock(
            platformId,
            (locked, reader) ->
                reader.read(check, Map.of("cellIds", suspects), BooksGraph::cellDifferences))
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  private static List<BookDifference> cellDifferences(Record row) {
    String cellId = row.get("cellId").asString();
    List<Long> recorded = row.get("recorded").asList(v -> v.asLong());
    List<Long> computed = row.get("computed").asList(v -> v.asLong());
    List<BookDifference> differences = new ArrayList<>();
    for (int i = 0; i < CELL_COUNTERS.size(); i++) {
      if (!recorded.get(i).equals(computed.get(i))) {
        boolean money = MONEY.contains(CELL_COUNTERS.get(i));
        differences.add(
            difference(
                cellId,
                CELL_COUNTERS.get(i),
                money ? Decimal.ofNanos(recorded.get(i)) : Decimal.ofWhole(recorded.get(i)),
                money ? Decimal.ofNanos(computed.get(i)) : Decimal.ofWhole(computed.get(i))));
      }
    }
    return differences;
  }

  private static BookDifference difference(
      @Nullable String cell, String counter, Decimal recorded, Decimal computed) {
    return new BookDifference(null, cell, counter, recorded, computed);
  }
}
