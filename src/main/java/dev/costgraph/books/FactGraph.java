package dev.costgraph.books;

import dev.costgraph.books.Fact.Adjusted;
import dev.costgraph.books.Fact.Charged;
import dev.costgraph.books.Fact.Edited;
import dev.costgraph.books.Fact.Ended;
import dev.costgraph.books.Fact.Extended;
import dev.costgraph.books.Fact.Opened;
import dev.costgraph.books.Fact.Snapshot;
import dev.costgraph.books.Fact.Told;
import dev.costgraph.budget.BudgetProperties;
import dev.costgraph.budget.Enforcement;
import dev.costgraph.budget.Period;
import dev.costgraph.graph.CypherFile;
import dev.costgraph.graph.Graph;
import dev.costgraph.graph.Properties;
import dev.costgraph.ledger.ChargePath;
import dev.costgraph.ledger.Ledger;
import dev.costgraph.ledger.LedgerEventType;
import dev.costgraph.money.Decimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;

/** Reads the facts of one platform, and sees that each of them is whole. */
final class FactGraph {

  private static final CypherFile READ_PATHS = CypherFile.of("books/read-paths");
  private static final CypherFile READ_USAGES = CypherFile.of("books/read-usages");
  private static final CypherFile READ_ADJUSTMENTS = CypherFile.of("books/read-adjustments");
  private static final CypherFile READ_RESERVATIONS = CypherFile.of("books/read-reservations");
  private static final CypherFile CHECK_RESERVATIONS = CypherFile.of("books/check-reservations");
  private static final CypherFile READ_EVENTS = CypherFile.of("books/read-events");

  private static final int DIFFERENCES_MAX = 1_000;

  private final Graph graph;
  private final String platformId;
  private final Map<String, List<String>> paths = new HashMap<>();

  /** Reservations that may only have been half written when they were read. */
  private final Set<String> suspects = new TreeSet<>();

  private final List<BookDifference> differences = new ArrayList<>();

  FactGraph(Graph graph, String platformId) {
    this.graph = graph;
    this.platformId = platformId;
    graph.read(READ_PATHS, Map.of("platformId", platformId), this::path);
  }

  /** A path is what its content says. */
  private String path(Record row) {
    String pathId = row.get("pathId").asString();
    List<String> budgetIds =
        row.get("budgetIds").asList(v -> v.asString()).stream().sorted().toList();
    paths.put(pathId, budgetIds);
    String content =
        ChargePath.id(
            platformId,
            row.get("projectId").asString(null),
            row.get("taskId").asString(null),
            budgetIds);
    if (!content.equals(pathId)) {
      differ("content of path " + pathId, 1, 0);
    }
    return pathId;
  }

  /** {@return the budgets of each path} */
  Map<String, List<String>> paths() {
    return paths;
  }

  /** {@return the facts with these numbers, in order; after exclusive, until inclusive} */
  List<Fact> read(long after, long until) {
    Map<String, Object> range = Map.of("platformId", platformId, "after", after, "until", until);
    List<Fact> facts = new ArrayList<>(graph.read(READ_USAGES, range, this::usage));
    facts.addAll(graph.read(READ_ADJUSTMENTS, range, this::adjustment));
    facts.addAll(graph.read(READ_EVENTS, range, FactGraph::event));
    graph
        .read(READ_RESERVATIONS, range, row -> reservation(row, after, until))
        .forEach(facts::addAll);
    facts.sort(Comparator.comparingLong(Fact::sequence));
    return facts;
  }

  /** {@return what is wrong with facts that were read} */
  List<BookDifference> differences(Ledger ledger) {
    if (!suspects.isEmpty()) {
      ledger
          .readUnderLock(
              platformId,
              (locked, reader) ->
                  reader.read(
                      CHECK_RESERVATIONS,
                      Map.of("reservationIds", List.copyOf(suspects)),
                      row -> row.get("reservationId").asString()))
          .forEach(id -> differ("state of reservation " + id, 1, 0));
    }
    return differences;
  }

  private Fact usage(Record row) {
    List<String> charged = budgets(row);
    long cells = row.get("cells").asLong();
    if (cells != 1) {
      differ("cells of usage " + row.get("operationId").asString(null), cells, 1);
    }
    List<Long> costs = row.get("costs").asList(v -> v.asLong());
    return new Charged(
        row.get("sequence").asLong(),
        charged,
        row.get("at").asZonedDateTime().toInstant(),
        costs.stream().mapToLong(Long::longValue).reduce(0, Math::addExact),
        row.get("tokens").asLong(),
        row.get("calls").asLong(),
        costs.size());
  }

  private Fact adjustment(Record row) {
    List<Long> costs = row.get("costs").asList(v -> v.asLong());
    return new Adjusted(
        row.get("sequence").asLong(),
        budgets(row),
        row.get("at").asZonedDateTime().toInstant(),
        costs.stream().mapToLong(Long::longValue).reduce(0, Math::addExact),
        costs.size());
  }

  private List<Fact> reservation(Record row, long after, long until) {
    Properties node = Properties.of(row.get("reservation"));
    String reservationId = node.text("reservation_id");
    List<Fact> facts = new ArrayList<>();
    if (node.number("sequence") > after && node.number("sequence") <= until) {
      facts.add(
          new Opened(
              node.number("sequence"),
              reservationId,
              budgets(row),
              new Period.Bounds(node.instant("created_at"), node.instant("first_expires_at")),
              node.number("amount_nanos"),
              node.number("tokens")));
    }
    Long end = node.numberOrNull("end_sequence");
    if (end != null && end > after && end <= until) {
      facts.add(new Ended(end, reservationId));
      long settled = node.text("state").equals("SETTLED") ? 1 : 0;
      if (row.get("settlements").asLong() != settled) {
        differ("settlements of " + reservationId, row.get("settlements").asLong(), settled);
      }
    }
    if ((end == null) != node.text("state").equals("OPEN")) {
      suspects.add(reservationId);
    }
    return facts;
  }

  private List<String> budgets(Record row) {
    String pathId = row.get("pathId").asString(null);
    List<String> budgetIds = new ArrayList<>(paths.getOrDefault(pathId, List.of()));
    if (!paths.containsKey(pathId)) {
      differ("path " + pathId, 1, 0);
    }
    budgetIds.addAll(row.get("narrowingBudgetIds").asList(v -> v.asString(), List.of()));
    return budgetIds;
  }

  private static Fact event(Record row) {
    Properties event = Properties.of(row.get("event"));
    long sequence = event.number("sequence");
    String enforcement = event.textOrNull("enforcement");
    return switch (LedgerEventType.valueOf(event.text("event_type"))) {
      case BUDGET_EDITED ->
          new Edited(
              sequence,
              event.text("budget_id"),
              event.textOrNull("limit"),
              enforcement == null ? Enforcement.HARD : Enforcement.valueOf(enforcement),
              event.flag("frozen"),
              snapshot(event));
      case RESERVATION_EXTENDED ->
          new Extended(sequence, event.text("reservation_id"), event.instant("expires_at"));
      case COST_RECORDED,
          COST_ADJUSTED,
          BUDGET_WARNING,
          BUDGET_EXCEEDED,
          RESERVATION_OPENED,
          RESERVATION_ENDED,
          RESERVATION_DENIED ->
          new Told(sequence, snapshot(event));
    };
  }

  /** {@return what the event remembers of a budget; null for an event that remembers nothing} */
  private static @Nullable Snapshot snapshot(Properties event) {
    return event.has("spent_nanos") && event.has("entries")
        ? new Snapshot(
            event.text("budget_id"), BudgetProperties.spending(event), event.textOrNull("limit"))
        : null;
  }

  private void differ(String counter, long recorded, long counted) {
    if (differences.size() < DIFFERENCES_MAX) {
      differences.add(
          new BookDifference(
              null, null, counter, Decimal.ofWhole(recorded), Decimal.ofWhole(counted)));
    }
  }
}
