package dev.costgraph.books;

import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetTree;
import dev.costgraph.budget.Period;
import dev.costgraph.budget.Spending;
import dev.costgraph.graph.CypherFile;
import dev.costgraph.graph.Graph;
import dev.costgraph.ledger.LockedLedger.Folded;
import dev.costgraph.money.Decimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;

/**
 * Compares the sums of what is folded with each other: no facts are left that they could be
 * compared with. What is folded is in cells, in the periods of budgets, in the days of users and in
 * the ledger; each of them must come to the same.
 */
final class FoldedGraph {

  private static final CypherFile SUM_FOLDED_CELLS = CypherFile.of("books/sum-folded-cells");
  private static final CypherFile SUM_USER_DAYS = CypherFile.of("books/sum-user-days");
  private static final CypherFile COUNT_FOLDED_OPERATIONS =
      CypherFile.of("books/count-folded-operations");

  /** Of a row, in this order. */
  private static final List<String> COUNTERS =
      List.of(
          "cost", "failedCost", "calls", "failedCalls", "unpricedCalls", "tokens", "adjustments");

  private static final Set<String> MONEY = Set.of("cost", "failedCost", "adjustments");
  private static final int COST = 0;
  private static final int CALLS = 2;
  private static final int TOKENS = 5;

  private final Graph graph;
  private final String platformId;
  private final List<BookDifference> differences = new ArrayList<>();

  FoldedGraph(Graph graph, String platformId) {
    this.graph = graph;
    this.platformId = platformId;
  }

  /** What is folded of one path on one day, or of all on it. */
  private record Row(String pathId, Instant day, List<Long> sums) {

    static Row of(Record row) {
      return new Row(
          row.get("pathId").asString(""),
          row.get("day").isNull() ? Instant.EPOCH : row.get("day").asZonedDateTime().toInstant(),
          row.get("folded").asList(value -> value.asLong()));
    }
  }

  /**
   * {@return what differs}
   *
   * @param gone how many numbers are gone
   * @param paths the budgets of each path
   */
  List<BookDifference> differences(
      Counters copied, long gone, BudgetTree tree, Map<String, List<String>> paths) {
    Folded folded = copied.folded();
    compare(null, "folded facts", folded.facts(), gone, false);
    List<Row> cells = read(SUM_FOLDED_CELLS);
    Map<Instant, List<Long>> byDay = byDay(cells);
    Map<Instant, List<Long>> ofUsers = byDay(read(SUM_USER_DAYS));
    List<Long> all = none();
    Set<Instant> days = new TreeSet<>(byDay.keySet());
    days.addAll(ofUsers.keySet());
    for (Instant day : days) {
      List<Long> sums = byDay.getOrDefault(day, none());
      List<Long> users = ofUsers.getOrDefault(day, none());
      for (int i = 0; i < COUNTERS.size(); i++) {
        String counter = COUNTERS.get(i);
        compare(
            null,
            "folded %s of users %s".formatted(counter, day),
            users.get(i),
            sums.get(i),
            MONEY.contains(counter));
      }
      all = plus(all, sums);
    }
    compare(null, "folded", folded.nanos(), all.get(COST), true);
    compare(null, "folded tokens", folded.tokens(), all.get(TOKENS), false);
    compare(null, "folded calls", folded.calls(), all.get(CALLS), false);
    compare(null, "folded operations", folded.operations(), operations(), false);
    compareBudgets(copied, cells, tree, paths);
    return differences;
  }

  /** Of the budgets on paths: what narrows is in no path, and a FIXED one does not count all. */
  private void compareBudgets(
      Counters copied, List<Row> cells, BudgetTree tree, Map<String, List<String>> paths) {
    Map<String, List<Long>> byBudget = new TreeMap<>();
    paths.values().forEach(ids -> ids.forEach(id -> byBudget.put(id, none())));
    for (Row row : cells) {
      for (String budgetId : paths.getOrDefault(row.pathId(), List.of())) {
        byBudget.merge(budgetId, row.sums(), FoldedGraph::plus);
      }
    }
    byBudget.forEach(
        (budgetId, sums) -> {
          Budget budget = tree.budget(budgetId);
          if (budget != null && budget.period() != Period.FIXED) {
            long nanos = 0;
            long tokens = 0;
            long calls = 0;
            for (Spending one : copied.foldedPeriods().getOrDefault(budgetId, List.of())) {
              nanos = Math.addExact(nanos, one.nanos());
              tokens = Math.addExact(tokens, one.tokens());
              calls = Math.addExact(calls, one.entries());
            }
            compare(budgetId, "folded", nanos, sums.get(COST), true);
            compare(budgetId, "folded tokens", tokens, sums.get(TOKENS), false);
            compare(budgetId, "folded entries", calls, sums.get(CALLS), false);
          }
        });
  }

  /** {@return how many ids are remembered} Without one of them its usage could be booked again. */
  private long operations() {
    return graph
        .read(
            COUNT_FOLDED_OPERATIONS,
            Map.of("platformId", platformId),
            row -> row.get("operations").asLong())
        .getFirst();
  }

  private List<Row> read(CypherFile file) {
    return graph.read(file, Map.of("platformId", platformId), Row::of);
  }

  private static Map<Instant, List<Long>> byDay(List<Row> rows) {
    Map<Instant, List<Long>> byDay = new HashMap<>();
    rows.forEach(row -> byDay.merge(row.day(), row.sums(), FoldedGraph::plus));
    return byDay;
  }

  private static List<Long> none() {
    return COUNTERS.stream().map(counter -> 0L).toList();
  }

  private static List<Long> plus(List<Long> one, List<Long> other) {
    List<Long> sums = new ArrayList<>();
    for (int i = 0; i < one.size(); i++) {
      sums.add(Math.addExact(one.get(i), other.get(i)));
    }
    return sums;
  }

  private void compare(
      @Nullable String budgetId, String counter, long recorded, long computed, boolean money) {
    if (recorded != computed) {
      differences.add(
          new BookDifference(
              budgetId,
              null,
              counter,
              money ? Decimal.ofNanos(recorded) : Decimal.ofWhole(recorded),
              money ? Decimal.ofNanos(computed) : Decimal.ofWhole(computed)));
    }
  }
}
