package dev.costgraph.live;

import dev.costgraph.budget.BudgetGraph;
import dev.costgraph.budget.BudgetGraph.StoredPeriod;
import dev.costgraph.graph.CypherFile;
import dev.costgraph.graph.Graph;
import dev.costgraph.graph.Properties;
import dev.costgraph.ledger.LedgerEventType;
import dev.costgraph.live.Position.Folded;
import dev.costgraph.money.Decimal;
import dev.costgraph.reservation.Reservation;
import dev.costgraph.reservation.ReservationProperties;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;

/** Reads what subscribers follow. */
@Singleton
class LiveGraph {

  private static final CypherFile READ_POSITION = CypherFile.of("live/read-position");
  private static final CypherFile READ_FOLDED = CypherFile.of("live/read-folded");
  private static final CypherFile READ_SEQUENCES = CypherFile.of("live/read-sequences");
  private static final CypherFile READ_COSTS = CypherFile.of("live/read-costs");
  private static final CypherFile READ_ADJUSTMENTS = CypherFile.of("live/read-adjustments");
  private static final CypherFile READ_EVENTS = CypherFile.of("live/read-events");
  private static final CypherFile READ_RESERVATIONS = CypherFile.of("live/read-reservations");
  private static final CypherFile READ_CHANGED_PERIODS = CypherFile.of("live/read-changed-periods");

  private final Graph graph;

  LiveGraph(Graph graph) {
    this.graph = graph;
  }

  /**
   * {@return where a ledger stands; at the start for a platform that does not exist}
   *
   * <p>It waits for the transaction that holds the ledger's lock, if there is one.
   */
  Position position(String platformId) {
    try (Session session = graph.lockSession()) {
      return session.executeWrite(
          tx ->
              tx
                  .run(READ_POSITION.statement(), Map.of("platformId", platformId))
                  .list(
                      row ->
                          new Position(
                              row.get("sequence").asLong(),
                              row.get("treeVersion").asLong(),
                              foldedOf(row)))
                  .stream()
                  .findFirst()
                  .orElse(Position.START));
    }
  }

  /**
   * {@return how far a ledger is folded} It says so before anything goes, so without its lock what
   * is gone of what was read before is known.
   */
  Folded folded(String platformId) {
    return graph.read(READ_FOLDED, Map.of("platformId", platformId), LiveGraph::foldedOf).stream()
        .findFirst()
        .orElse(Folded.NONE);
  }

  private static Folded foldedOf(Record row) {
    return new Folded(row.get("folded").asLong(), row.get("foldedEvents").asLong());
  }

  /** {@return the sequence of each platform that exists, perhaps before its facts are visible} */
  Map<String, Long> sequences(Collection<String> platformIds) {
    Map<String, Long> sequences = new HashMap<>();
    graph
        .read(
            READ_SEQUENCES,
            Map.of("platformIds", List.copyOf(platformIds)),
            row -> Map.entry(row.get("platformId").asString(), row.get("sequence").asLong()))
        .forEach(entry -> sequences.put(entry.getKey(), entry.getValue()));
    return sequences;
  }

  /** {@return the usages of a range of sequences as events} */
  List<LedgerEvent> costs(String platformId, long after, long until, @Nullable String budgetId) {
    return graph.read(
        READ_COSTS, range(platformId, after, until, budgetId), row -> cost(platformId, row));
  }

  /** {@return the adjustments of a range of sequences as events} */
  List<LedgerEvent> adjustments(
      String platformId, long after, long until, @Nullable String budgetId) {
    return graph.read(
        READ_ADJUSTMENTS,
        range(platformId, after, until, budgetId),
        row -> adjustment(platformId, row));
  }

  /** {@return the stored events of a range of sequences} */
  List<Properties> events(
      String platformId,
      long after,
      long until,
      @Nullable String budgetId,
      @Nullable Collection<LedgerEventType> types) {
    Map<String, Object> parameters = range(platformId, after, until, budgetId);
    parameters.put("types", types == null ? null : types.stream().map(Enum::name).toList());
    return graph.read(READ_EVENTS, parameters, row -> Properties.of(row.get("event")));
  }

  /** {@return the openings and ends of reservations of a range of sequences as events} */
  List<LedgerEvent> reservations(
      String platformId, long after, long until, @Nullable String budgetId) {
    return graph.read(
        READ_RESERVATIONS,
        range(platformId, after, until, budgetId),
        row -> {
          Properties node = Properties.of(row.get("reservation"));
          Reservation reservation = ReservationProperties.reservation(node);
          return row.get("opened").asBoolean()
              ? ReservationEvents.opened(reservation)
              : ReservationEvents.ended(reservation);
        });
  }

  List<StoredPeriod> changedPeriods(String platformId, long after) {
    return graph.read(
        READ_CHANGED_PERIODS,
        Map.of("platformId", platformId, "after", after),
        BudgetGraph::period);
  }

  private static Map<String, Object> range(
      String platformId, long after, long until, @Nullable String budgetId) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("platformId", platformId);
    parameters.put("after", after);
    parameters.put("until", until);
    parameters.put("budgetId", budgetId);
    return parameters;
  }

  private static LedgerEvent cost(String platformId, Record row) {
    Decimal cost =
        row.get("costNanos").isNull() ? null : Decimal.ofNanos(row.get("costNanos").asLong());
    String model = row.get("model").isNull() ? "" : " for " + row.get("model").asString();
    String message =
        cost == null
            ? "unpriced: " + row.get("unpricedBecause").asString("its price is not known")
            : cost.text() + " " + row.get("currency").asString() + model;
    return ofUsage(platformId, row, LedgerEventType.COST_RECORDED, cost, message);
  }

  private static LedgerEvent adjustment(String platformId, Record row) {
    Decimal change = Decimal.ofNanos(row.get("costNanos").asLong());
    String message =
        "%s %s: %s"
            .formatted(
                change.text(), row.get("currency").asString(), row.get("reason").asString(""));
    return ofUsage(platformId, row, LedgerEventType.COST_ADJUSTED, change, message);
  }

  private static LedgerEvent ofUsage(
      String platformId,
      Record row,
      LedgerEventType type,
      @Nullable Decimal amount,
      String message) {
    return new LedgerEvent(
        row.get("sequence").asLong(),
        type,
        row.get("at").asZonedDateTime().toInstant(),
        platformId,
        null,
        null,
        row.get("operationId").asString(),
        row.get("agentId").asString(),
        amount,
        null,
        null,
        message);
  }
}
