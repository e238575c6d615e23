package dev.costgraph.books;

import dev.costgraph.budget.BudgetGraph;
import dev.costgraph.budget.BudgetTree;
import dev.costgraph.budget.Spending;
import dev.costgraph.graph.CypherFile;
import dev.costgraph.graph.Graph;
import dev.costgraph.ledger.ChargePath;
import dev.costgraph.ledger.Ledger;
import dev.costgraph.money.Decimal;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;

/**
 * Checks the books of a platform. The counters are copied under the ledger's lock, in one read;
 * then the facts up to that moment are summed while recording goes on.
 */
@Singleton
public class BooksGraph {

  private static final CypherFile READ_COUNTERS = CypherFile.of("books/read-counters");
  private static final CypherFile READ_PATHS = CypherFile.of("books/read-paths");
  private static final CypherFile READ_FACTS = CypherFile.of("books/read-facts");
  private static final CypherFile COUNT_FACTS = CypherFile.of("books/count-facts");
  private static final CypherFile FIND_STRAYS = CypherFile.of("books/find-strays");
  private static final CypherFile LIST_CELLS = CypherFile.of("books/list-cells");
  private static final CypherFile CHECK_HOUR_CELLS = CypherFile.of("books/check-hour-cells");
  private static final CypherFile CHECK_DAY_CELLS = CypherFile.of("books/check-day-cells");

  private static final Duration STREAM_MAX = Duration.ofMinutes(10);
  private static final int CELLS_PER_CHECK = 500;
  private static final int DIFFERENCES_MAX = 1_000;
  private static final List<String> CELL_COUNTERS =
      List.of(
          "cost", "failedCost", "calls", "failedCalls", "unpricedCalls", "tokens", "days", "paths");

  private final Graph graph;
  private final BudgetGraph budgets;
  private final Ledger ledger;
  private final Clock clock;

  BooksGraph(Graph graph, BudgetGraph budgets, Ledger ledger, Clock clock) {
    this.graph = graph;
    this.budgets = budgets;
    this.ledger = ledger;
    this.clock = clock;
  }

  private record Copy(long sequence, Map<String, List<Spending>> counters) {}

  /**
   * {@return whether everything that is counted agrees with the facts}
   *
   * @param budgetId compares only this budget and those below it; null compares everything
   */
  public Books check(String platformId, @Nullable String budgetId) {
    Copy copy = copy(platformId);
    BudgetTree tree = budgets.tree(platformId);
    Recount recount = new Recount(Recount.scope(tree, budgetId), copy.counters());
    Set<BookDifference> differences = new LinkedHashSet<>(recount(platformId, copy, recount));
    differences.addAll(recount.differences());
    long cells = 0;
    if (budgetId == null) {
      copy.counters().keySet().stream()
          .filter(id -> tree.budget(id) == null)
          .map(id -> difference(null, "budget of periods " + id, Decimal.ofWhole(1), Decimal.ZERO))
          .forEach(differences::add);
      differences.addAll(strays(platformId));
      differences.addAll(numbers(platformId, copy.sequence()));
      cells += checkCells(platformId, "HOUR", CHECK_HOUR_CELLS, differences);
      cells += checkCells(platformId, "DAY", CHECK_DAY_CELLS, differences);
    }
    return new Books(
        differences.isEmpty(),
        copy.sequence(),
        clock.instant(),
        recount.budgets(),
        recount.entries(),
        cells,
        differences.stream().limit(DIFFERENCES_MAX).toList());
  }

  private Copy copy(String platformId) {
    return ledger.readUnderLock(
        platformId,
        (locked, reader) -> {
          Map<String, List<Spending>> counters = new TreeMap<>();
          reader.read(
              READ_COUNTERS,
              Map.of("platformId", platformId),
              row -> BudgetGraph.addPeriod(counters, row));
          return new Copy(locked.sequence(), counters);
        });
  }

  private List<BookDifference> recount(String platformId, Copy copy, Recount recount) {
    Map<String, List<String>> paths = new HashMap<>();
    List<BookDifference> unplaced = new ArrayList<>();
    graph.read(
        READ_PATHS,
        Map.of("platformId", platformId),
        row -> {
          String pathId = row.get("pathId").asString();
          paths.put(pathId, row.get("budgetIds").asList(v -> v.asString()));
          String content =
              ChargePath.id(
                  platformId,
                  row.get("projectId").asString(null),
                  row.get("taskId").asString(null),
                  paths.get(pathId));
          if (!content.equals(pathId)) {
            unplaced.add(
                difference(null, "content of path " + pathId, Decimal.ofWhole(1), Decimal.ZERO));
          }
          return pathId;
        });
    graph.stream(
        READ_FACTS,
        Map.of("platformId", platformId, "sequence", copy.sequence()),
        STREAM_MAX,
        row -> count(row, paths, recount, unplaced));
    return unplaced;
  }

  private static void count(
      Record row, Map<String, List<String>> paths, Recount recount, List<BookDifference> unplaced) {
    List<String> charged = paths.get(row.get("pathId").asString(null));
    long cells = row.get("cells").asLong();
    if ((charged == null || cells != 1) && unplaced.size() < DIFFERENCES_MAX) {
      String id = row.get("operationId").asString(null);
      unplaced.add(
          difference(null, "cells of usage " + id, Decimal.ofWhole(cells), Decimal.ofWhole(1)));
    }
    List<String> budgetIds = new ArrayList<>(charged == null ? List.of() : charged);
    budgetIds.addAll(row.get("narrowingBudgetIds").asList(v -> v.asString(), List.of()));
    List<Long> costs = row.get("costs").asList(v -> v.asLong());
    Instant at = row.get("at").asZonedDateTime().toInstant();
    long nanos = costs.stream().mapToLong(Long::longValue).sum();
    recount.add(budgetIds, at, nanos, row.get("tokens").asLong(), costs.size());
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

  private List<BookDifference> numbers(String platformId, long sequence) {
    List<BookDifference> differences = new ArrayList<>();
    graph.stream(
        COUNT_FACTS,
        Map.of("platformId", platformId, "sequence", sequence),
        STREAM_MAX,
        row -> {
          long facts = row.get("facts").asLong();
          if (facts != sequence) {
            Decimal numbered = Decimal.ofWhole(sequence);
            differences.add(difference(null, "facts", numbered, Decimal.ofWhole(facts)));
          }
        });
    return differences;
  }

  private long checkCells(
      String platformId, String grain, CypherFile check, Set<BookDifference> differences) {
    List<String> page = new ArrayList<>();
    long[] cells = new long[1];
    graph.stream(
        LIST_CELLS,
        Map.of("platformId", platformId, "grain", grain),
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
        boolean money = i < 2;
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
