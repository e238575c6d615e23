package dev.costgraph.ledger;

import dev.costgraph.Limits;
import dev.costgraph.budget.BudgetGraph;
import dev.costgraph.budget.BudgetTree;
import dev.costgraph.budget.Spending;
import dev.costgraph.graph.CypherFile;
import dev.costgraph.graph.Properties;
import dev.costgraph.graph.WriteTransaction;
import dev.costgraph.platform.PlatformGraph;
import dev.costgraph.reservation.Reservation;
import dev.costgraph.reservation.ReservationProperties;
import dev.costgraph.usage.Usage;
import dev.costgraph.usage.UsageProperties;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;

/** The statements of {@code cypher/ledger}, within one transaction of one platform. */
public final class LedgerGraph {

  private static final CypherFile LOCK_LEDGER = CypherFile.of("ledger/lock-ledger");
  private static final CypherFile READ_USAGES = CypherFile.of("ledger/read-usages");
  private static final CypherFile FIND_FOLDED = CypherFile.of("ledger/find-folded");
  private static final CypherFile READ_TASKS = CypherFile.of("ledger/read-tasks");
  private static final CypherFile READ_PROJECTS = CypherFile.of("ledger/read-projects");
  private static final CypherFile CREATE_PROJECTS = CypherFile.of("ledger/create-projects");
  private static final CypherFile CREATE_TASKS = CypherFile.of("ledger/create-tasks");
  private static final CypherFile ENSURE_AGENTS = CypherFile.of("ledger/ensure-agents");
  private static final CypherFile ENSURE_PRICES = CypherFile.of("ledger/ensure-prices");
  private static final CypherFile ENSURE_PATHS = CypherFile.of("ledger/ensure-paths");
  private static final CypherFile ENSURE_RUNS = CypherFile.of("ledger/ensure-runs");
  private static final CypherFile LINK_RUNS = CypherFile.of("ledger/link-runs");
  private static final CypherFile ADD_TO_CELLS = CypherFile.of("ledger/add-to-cells");
  private static final CypherFile FIND_CELLS = CypherFile.of("ledger/find-cells");
  private static final CypherFile CREATE_DAYS = CypherFile.of("ledger/create-days");
  private static final CypherFile CREATE_HOURS = CypherFile.of("ledger/create-hours");
  private static final CypherFile CREATE_ENTRIES = CypherFile.of("ledger/create-entries");
  private static final CypherFile CREATE_USAGES = CypherFile.of("ledger/create-usages");
  private static final CypherFile LINK_USAGES_TO_RUNS = CypherFile.of("ledger/link-usages-to-runs");
  private static final CypherFile READ_RESERVATIONS = CypherFile.of("ledger/read-reservations");
  private static final CypherFile READ_DUE = CypherFile.of("ledger/read-due");
  private static final CypherFile FIND_NEXT_EXPIRY = CypherFile.of("ledger/find-next-expiry");
  private static final CypherFile CREATE_RESERVATIONS = CypherFile.of("ledger/create-reservations");
  private static final CypherFile EXTEND_RESERVATIONS = CypherFile.of("ledger/extend-reservations");
  private static final CypherFile END_RESERVATIONS = CypherFile.of("ledger/end-reservations");
  private static final CypherFile COUNT_DENIALS = CypherFile.of("ledger/count-denials");
  private static final CypherFile CREATE_PERIODS = CypherFile.of("ledger/create-periods");
  private static final CypherFile ADD_TO_PERIODS = CypherFile.of("ledger/add-to-periods");
  private static final CypherFile CREATE_EVENTS = CypherFile.of("ledger/create-events");
  private static final CypherFile ADVANCE_LEDGER = CypherFile.of("ledger/advance-ledger");

  private final WriteTransaction tx;
  private final String platformId;

  LedgerGraph(WriteTransaction tx, String platformId) {
    this.tx = tx;
    this.platformId = platformId;
  }

  /** A usage that was booked before, all of it. */
  record Booked(Usage usage, String contentHash) {}

  /** Where a task belongs. */
  public record TaskPlace(String projectId, String platformId) {}

  /** A spawn that was not linked; the current parent is null for a loop. */
  record RefusedSpawn(String runId, String parentRunId, @Nullable String currentParentRunId) {}

  /** Takes the lock; {@return the ledger, or null for a platform that does not exist} */
  @Nullable LockedLedger lock(String lockId, Instant clock) {
    List<Record> rows = tx.read(LOCK_LEDGER, Map.of("platformId", platformId, "lockId", lockId));
    if (rows.isEmpty()) {
      return null;
    }
    Record row = rows.getFirst();
    Properties ledger = Properties.of(row.get("ledger"));
    Instant last = ledger.instant("last_time");
    return new LockedLedger(
        PlatformGraph.platform(Properties.of(row.get("platform"))),
        row.get("lastLockId").asString(""),
        ledger.number("sequence"),
        ledger.number("tree_version"),
        clock.isAfter(last) ? clock : last,
        ledger.number("charged_nanos"),
        ledger.number("charged_tokens"),
        ledger.number("resources_on_first_sight"),
        ledger.number("held_nanos"),
        ledger.number("held_tokens"),
        ledger.number("open_reservations"),
        ledger.instantOrNull("next_expiry"),
        row.get("priceVersion").asLong(),
        LockedLedger.Folded.of(ledger),
        row.get("anyRemembered").asBoolean());
  }

  public BudgetTree readTree() {
    return new BudgetTree(
        read(BudgetGraph.READ_TREE, Map.of("platformId", platformId), BudgetGraph::budget));
  }

  Map<String, Booked> readUsages(List<String> operationIds) {
    Map<String, Booked> booked = new HashMap<>();
    if (operationIds.isEmpty()) {
      return booked;
    }
    Map<String, List<Usage>> parts = new HashMap<>();
    Map<String, String> contentHashes = new HashMap<>();
    tx.read(READ_USAGES, Map.of("operationIds", operationIds))
        .forEach(
            row -> {
              Properties node = Properties.of(row.get("usage"));
              Usage part = UsageProperties.usage(node, Properties.listOf(row.get("entries")));
              parts.computeIfAbsent(part.operationId(), id -> new ArrayList<>()).add(part);
              contentHashes.put(part.operationId(), node.text("content_hash"));
            });
    parts.forEach(
        (id, all) ->
            booked.put(
                id, new Booked(Usage.whole(all), Objects.requireNonNull(contentHashes.get(id)))));
    return booked;
  }

  /** {@return the platforms of those of these that were folded and are remembered} */
  Map<String, String> readFolded(List<String> ids) {
    return platforms(FIND_FOLDED, Map.of("operationIds", ids));
  }

  public Map<String, TaskPlace> readTasks(Collection<String> taskIds) {
    Map<String, TaskPlace> places = new HashMap<>();
    tx.read(READ_TASKS, Map.of("taskIds", List.copyOf(taskIds)))
        .forEach(
            row ->
                places.put(
                    row.get("taskId").asString(),
                    new TaskPlace(
                        row.get("projectId").asString(), row.get("platformId").asString())));
    return places;
  }

  /** {@return the platform of each project that is known} */
  public Map<String, String> readProjects(Collection<String> projectIds) {
    return platforms(READ_PROJECTS, Map.of("projectIds", List.copyOf(projectIds)));
  }

  private Map<String, String> platforms(CypherFile file, Map<String, Object> parameters) {
    Map<String, String> byId = new HashMap<>();
    tx.read(file, parameters)
        .forEach(row -> byId.put(row.get(0).asString(), row.get("platformId").asString()));
    return byId;
  }

  /** {@return stored periods by budget that may overlap the ranges} */
  public Map<String, List<Spending>> readPeriods(List<Map<String, Object>> ranges) {
    return BudgetGraph.byBudget(
        read(BudgetGraph.READ_PERIODS, Map.of("ranges", ranges), BudgetGraph::period));
  }

  public void createProjects(List<Map<String, Object>> projects, Instant at) {
    write(CREATE_PROJECTS, "projects", projects, Map.of("at", Properties.time(at)));
  }

  public void createTasks(List<Map<String, Object>> tasks, Instant at) {
    write(CREATE_TASKS, "tasks", tasks, Map.of("at", Properties.time(at)));
  }

  void ensureAgents(Collection<String> agentIds, Instant at) {
    List<String> sorted = agentIds.stream().sorted().toList();
    write(ENSURE_AGENTS, "agentIds", sorted, Map.of("at", Properties.time(at)));
  }

  void ensurePrices(List<Map<String, Object>> prices) {
    write(ENSURE_PRICES, "prices", prices, Map.of());
  }

  void ensurePaths(Collection<ChargePath> paths) {
    write(ENSURE_PATHS, "paths", paths.stream().map(ChargePath::row).toList(), Map.of());
  }

  void ensureRuns(List<Map<String, Object>> runs) {
    write(ENSURE_RUNS, "runs", runs, Map.of());
  }

  List<RefusedSpawn> linkRuns(List<Map<String, Object>> spawns) {
    if (spawns.isEmpty()) {
      return List.of();
    }
    return read(
        LINK_RUNS,
        Map.of("platformId", platformId, "spawns", spawns),
        row ->
            new RefusedSpawn(
                row.get("runId").asString(),
                row.get("parentRunId").asString(),
                row.get("currentParentRunId").asString(null)));
  }

  /** {@return those of the cells that are not there} */
  Set<String> missingCells(Set<String> cellIds) {
    Set<String> missing = new HashSet<>(cellIds);
    if (!missing.isEmpty()) {
      tx.read(FIND_CELLS, Map.of("cellIds", List.copyOf(cellIds)))
          .forEach(row -> missing.remove(row.get("cellId").asString()));
    }
    return missing;
  }

  void createDays(List<Map<String, Object>> cells) {
    create(CREATE_DAYS, cells, cells.size());
  }

  void createHours(List<Map<String, Object>> cells) {
    create(CREATE_HOURS, cells, cells.size());
  }

  void addToCells(List<Map<String, Object>> cells) {
    if (!cells.isEmpty()) {
      tx.send(
          ADD_TO_CELLS,
          Map.of("cells", cells),
          done -> require(cells.size(), done.rows().getFirst().get("cells").asLong()));
    }
  }

  /**
   * @param nodes how many usages and entries the cells' usages are
   */
  void createUsages(List<Map<String, Object>> cells, long nodes) {
    create(CREATE_USAGES, cells, nodes);
  }

  /** Adds entries to usages of this batch. */
  void createEntries(List<Map<String, Object>> entries) {
    if (!entries.isEmpty()) {
      tx.send(
          CREATE_ENTRIES,
          Map.of("entries", entries),
          done -> require(entries.size(), done.counters().nodesCreated()));
    }
  }

  private void create(CypherFile file, List<Map<String, Object>> cells, long nodes) {
    if (!cells.isEmpty()) {
      Map<String, Object> parameters = Map.of("platformId", platformId, "cells", cells);
      tx.send(file, parameters, done -> require(nodes, done.counters().nodesCreated()));
    }
  }

  void linkUsagesToRuns(List<Map<String, Object>> usages) {
    write(LINK_USAGES_TO_RUNS, "usages", usages, Map.of());
  }

  /** {@return those that are known, of whichever platform: an id is taken for all of them} */
  List<Hold> readReservations(Collection<String> reservationIds) {
    return read(
        READ_RESERVATIONS,
        Map.of("reservationIds", List.copyOf(reservationIds)),
        LedgerGraph::hold);
  }

  /** {@return open holds whose time has run out} */
  List<Hold> readDue(Instant now) {
    return read(
        READ_DUE,
        Map.of(
            "platformId",
            platformId,
            "now",
            Properties.time(now),
            "limit",
            Limits.DUE_PER_TRANSACTION_MAX),
        LedgerGraph::hold);
  }

  /** {@return when the first open reservation runs out after an instant; null without one} */
  @Nullable Instant nextExpiry(Instant now) {
    List<Instant> next =
        read(
            FIND_NEXT_EXPIRY,
            Map.of("platformId", platformId, "now", Properties.time(now)),
            row -> row.get("at").asZonedDateTime().toInstant());
    return next.isEmpty() ? null : next.getFirst();
  }

  private static Hold hold(Record row) {
    Properties node = Properties.of(row.get("reservation"));
    Reservation reservation = ReservationProperties.reservation(node);
    List<String> budgetIds = new ArrayList<>(row.get("budgetIds").asList(v -> v.asString()));
    budgetIds.addAll(reservation.narrowingBudgetIds());
    return new Hold(reservation, node.text("content_hash"), budgetIds);
  }

  void createReservations(List<Map<String, Object>> reservations) {
    if (!reservations.isEmpty()) {
      tx.send(
          CREATE_RESERVATIONS,
          Map.of("reservations", reservations),
          done -> require(reservations.size(), done.counters().nodesCreated()));
    }
  }

  void extendReservations(List<Map<String, Object>> reservations) {
    write(EXTEND_RESERVATIONS, "reservations", reservations, Map.of());
  }

  /** Each ends once: what has ended already is a defect and undoes the transaction. */
  void endReservations(List<Map<String, Object>> reservations) {
    if (!reservations.isEmpty()) {
      tx.send(
          END_RESERVATIONS,
          Map.of("reservations", reservations),
          done -> require(reservations.size(), done.rows().getFirst().get("ended").asLong()));
    }
  }

  /** {@return the keys that have an event, which counts them now} */
  List<String> countDenials(List<Map<String, Object>> denials) {
    return read(COUNT_DENIALS, Map.of("denials", denials), row -> row.get("denialKey").asString());
  }

  void createPeriods(List<Map<String, Object>> periods) {
    if (!periods.isEmpty()) {
      tx.send(
          CREATE_PERIODS,
          Map.of("periods", periods),
          done -> require(periods.size(), done.counters().nodesCreated()));
    }
  }

  void addToPeriods(List<Map<String, Object>> periods) {
    if (!periods.isEmpty()) {
      tx.send(
          ADD_TO_PERIODS,
          Map.of("periods", periods),
          done -> require(periods.size() * 6L, done.counters().propertiesSet()));
    }
  }

  public void createEvents(List<Map<String, Object>> events) {
    write(CREATE_EVENTS, "events", events, Map.of());
  }

  public void advance(Map<String, Object> ledger) {
    send(ADVANCE_LEDGER, Map.of("platformId", platformId, "ledger", ledger));
  }

  /** {@return the platform of a budget, of whichever; null for an unknown id} */
  public @Nullable String platformOfBudget(String budgetId) {
    return tx.read(BudgetGraph.READ_BUDGETS, Map.of("budgetIds", List.of(budgetId))).stream()
        .map(row -> BudgetGraph.budget(row).platformId())
        .findAny()
        .orElse(null);
  }

  /** Does a write of the caller's as a part of the transaction. */
  public void write(CypherFile file, Map<String, Object> parameters) {
    send(file, parameters);
  }

  /** {@return the rows of a statement of the caller's, at the moment that the lock holds} */
  public <T> List<T> read(
      CypherFile file, Map<String, Object> parameters, Function<Record, T> mapping) {
    return tx.read(file, parameters).stream().map(mapping).toList();
  }

  /** A node that somebody deleted by hand must not swallow what is booked on it. */
  private static void require(long expected, long written) {
    if (expected != written) {
      throw new IllegalStateException(
          "%d nodes or properties to write, %d written: the graph lacks a node that was there"
              .formatted(expected, written));
    }
  }

  private void write(
      CypherFile file, String rowsName, List<?> rows, Map<String, Object> otherParameters) {
    if (rows.isEmpty()) {
      return;
    }
    Map<String, Object> parameters = new HashMap<>(otherParameters);
    parameters.put("platformId", platformId);
    parameters.put(rowsName, rows);
    send(file, parameters);
  }

  private void send(CypherFile file, Map<String, Object> parameters) {
    tx.send(file, parameters, done -> {});
  }
}
