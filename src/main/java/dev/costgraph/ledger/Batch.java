package dev.costgraph.ledger;

import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetTree;
import dev.costgraph.budget.Period;
import dev.costgraph.command.RecordUsageResult.Recorded;
import dev.costgraph.graph.Properties;
import dev.costgraph.ledger.Command.Expire;
import dev.costgraph.ledger.Command.Extend;
import dev.costgraph.ledger.Command.RecordUsage;
import dev.costgraph.ledger.Command.Release;
import dev.costgraph.ledger.Command.Reserve;
import dev.costgraph.ledger.Command.Route;
import dev.costgraph.ledger.LedgerGraph.Booked;
import dev.costgraph.ledger.LedgerGraph.TaskPlace;
import dev.costgraph.ledger.PlatformCache.Leaf;
import dev.costgraph.ledger.Runs.Spawn;
import dev.costgraph.pricing.PriceBook;
import dev.costgraph.pricing.PriceMatch;
import dev.costgraph.pricing.PriceProperties;
import dev.costgraph.reservation.ReservationState;
import dev.costgraph.usage.Posting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One transaction that carries out commands: read under the lock, decide in memory, write each kind
 * of change in one statement.
 */
final class Batch {

  private final LockedLedger ledger;
  private final LedgerGraph graph;
  private final PlatformCache cache;
  private final PriceBook prices;
  private final Map<String, Collection<String>> storedByLabel = new HashMap<>();
  private long sequence;

  Batch(LockedLedger ledger, LedgerGraph graph, PlatformCache cache, PriceBook prices) {
    this.ledger = ledger;
    this.graph = graph;
    this.cache = cache;
    this.prices = prices;
    this.sequence = ledger.sequence();
  }

  /**
   * {@return the outcome of each command, in order; empty when so many holds were due that this
   * transaction only ends some of them} Nothing of it holds before the commit.
   */
  Optional<List<Object>> run(List<Command> commands) {
    cache.recall(ledger);
    BudgetTree tree = cache.tree(ledger, graph);
    BatchState state = read(commands, tree);
    if (state.holds.expireDue(graph, state.events)) {
      write(state);
      return Optional.empty();
    }
    Map<String, Booked> booked = graph.readUsages(operationIds(commands));
    UsageDecisions usages = new UsageDecisions(state, booked, folded(commands, booked.keySet()));
    ReservationDecisions reservations = new ReservationDecisions(state);
    List<Object> outcomes = new ArrayList<>();
    for (Command command : commands) {
      try {
        outcomes.add(
            switch (command) {
              case RecordUsage usage -> usages.decide(usage);
              case Reserve reserve when reserve.dryRun() -> reservations.afford(reserve);
              case Reserve reserve -> reservations.reserve(reserve);
              case Release release -> reservations.release(release);
              case Extend extend -> reservations.extend(extend);
              case Expire expire -> expire;
            });
      } catch (Refused refused) {
        outcomes.add(refused.rejected(command.id()));
      }
    }
    state.denials.write(graph, state.events);
    if (state.events.sequence() == ledger.sequence()) {
      state.holds.writeNextExpiry(graph);
      return Optional.of(outcomes);
    }
    Map<Spawn, String> refusedSpawns = write(state);
    return Optional.of(
        refusedSpawns.isEmpty()
            ? outcomes
            : outcomes.stream().map(outcome -> warn(outcome, refusedSpawns)).toList());
  }

  /** After the commit: the cache may rely on what was stored. */
  void committed() {
    storedByLabel.forEach(cache::remember);
    cache.committed(sequence);
  }

  private BatchState read(List<Command> commands, BudgetTree tree) {
    Set<String> taskIds = new HashSet<>();
    Set<String> projectIds = new HashSet<>();
    Set<String> reservationIds = new HashSet<>();
    for (Command command : commands) {
      Route route = command.route();
      taskIds.addAll(route.taskIds());
      add(projectIds, route.projectId());
      add(reservationIds, route.reservationId());
      if (command instanceof Reserve(var reservation, boolean dryRun, var hash) && !dryRun) {
        reservationIds.add(reservation.reservationId());
      }
    }
    Counters counters = new Counters(graph, cache);
    Holds holds = new Holds(ledger, tree, counters, cache.openHolds());
    holds.load(reservationIds, graph);
    for (String reservationId : reservationIds) {
      Hold hold = holds.find(reservationId);
      if (hold != null) { // a usage that settles it may name no place and is booked to this one
        add(taskIds, hold.reservation().taskId());
        add(projectIds, hold.reservation().projectId());
      }
    }
    Map<String, TaskPlace> tasks = cache.tasks(taskIds, graph);
    if (!tasks.keySet().containsAll(taskIds)) {
      projectIds.add(Places.unassigned(ledger.platform().platformId()));
    }
    Places places = new Places(ledger, tasks, cache.projects(projectIds, graph));
    BatchState state = new BatchState(ledger, tree, cache, prices, places, counters, holds);
    List<Counters.Point> points = points(commands, state);
    reservationIds.stream()
        .map(holds::find)
        .filter(hold -> hold != null && hold.reservation().state() == ReservationState.OPEN)
        .forEach(hold -> points.addAll(holds.points(hold)));
    counters.load(points);
    return state;
  }

  private static void add(Set<String> ids, @Nullable String id) {
    if (id != null) {
      ids.add(id);
    }
  }

  /**
   * {@return the platforms of the ids among these that were folded and are remembered} What a usage
   * names may lead elsewhere when it is sent again, so those of all platforms are looked at.
   */
  private Map<String, String> folded(List<Command> commands, Set<String> booked) {
    List<String> unknown =
        operationIds(commands).stream().filter(id -> !booked.contains(id)).toList();
    return !ledger.anyRemembered() || unknown.isEmpty() ? Map.of() : graph.readFolded(unknown);
  }

  private static List<String> operationIds(List<Command> commands) {
    return commands.stream().filter(RecordUsage.class::isInstance).map(Command::id).toList();
  }

  /** {@return where most commands will be counted, to be read at once; the rest is read singly} */
  private static List<Counters.Point> points(List<Command> commands, BatchState state) {
    Instant now = state.ledger.time();
    List<Counters.Point> points = new ArrayList<>();
    for (Command command : commands) {
      Instant at =
          command instanceof RecordUsage usage && usage.usage().timestamp() != null
              ? usage.usage().timestamp()
              : now;
      int ttlSeconds =
          switch (command) {
            case Reserve reserve -> reserve.reservation().ttlSeconds();
            case Extend extend -> extend.ttlSeconds();
            default -> 0;
          };
      for (Leaf leaf : state.places.likely(command.route())) {
        for (Budget budget : state.cache.path(state.ledger, leaf).budgets()) {
          points.add(new Counters.Point(budget, at));
          if (ttlSeconds > 0) {
            points.addAll(
                Counters.points(budget, new Period.Bounds(now, now.plusSeconds(ttlSeconds))));
          }
        }
      }
    }
    return points;
  }

  private Map<Spawn, String> write(BatchState state) {
    createResources(state);
    ensureNodes(state);
    Runs runs = new Runs(state.charges.all());
    Map<Spawn, String> refusedSpawns = runs.ensure(graph);
    state.charges.write(graph, graph.missingCells(missing("CostCell", state.charges.cellIds())));
    runs.link(graph);
    state.holds.write(graph);
    state.counters.write();
    graph.createEvents(state.events.rows());
    sequence = state.events.sequence();
    Map<String, Object> totals = state.holds.totals();
    totals.put("sequence", sequence);
    totals.put("last_time", Properties.time(ledger.time()));
    totals.put("charged_nanos", state.chargedNanos);
    totals.put("charged_tokens", state.chargedTokens);
    totals.put("resources_on_first_sight", state.places.resourcesOnFirstSight());
    graph.advance(totals);
    return refusedSpawns;
  }

  private void createResources(BatchState state) {
    graph.createProjects(
        state.places.newProjects().stream()
            .map(id -> Map.<String, Object>of("project_id", id, "name", id))
            .toList(),
        ledger.time());
    graph.createTasks(
        state.places.newTasks().entrySet().stream()
            .map(
                task ->
                    Map.<String, Object>of(
                        "task_id",
                        task.getKey(),
                        "name",
                        task.getKey(),
                        "project_id",
                        task.getValue()))
            .toList(),
        ledger.time());
  }

  private void ensureNodes(BatchState state) {
    List<Charge> charges = state.charges.all();
    Set<String> agentIds =
        charges.stream().map(charge -> charge.usage().agentId()).collect(Collectors.toSet());
    graph.ensureAgents(missing("Agent", agentIds), ledger.time());
    graph.ensurePaths(
        missing("ChargePath", state.paths.keySet()).stream().map(state.paths::get).toList());
    Map<String, PriceMatch> matches = new TreeMap<>();
    for (Charge charge : charges) {
      for (Posting entry : charge.price().entries()) {
        if (entry.match() != null) {
          matches.put(entry.match().priceId(), entry.match());
        }
      }
    }
    graph.ensurePrices(
        missing("Price", matches.keySet()).stream()
            .map(id -> PriceProperties.row(Objects.requireNonNull(matches.get(id))))
            .toList());
  }

  private Set<String> missing(String label, Collection<String> ids) {
    Set<String> missing = cache.unknown(label, ids);
    storedByLabel.put(label, missing);
    return missing;
  }

  private static Object warn(Object outcome, Map<Spawn, String> refusedSpawns) {
    if (!(outcome instanceof Recorded recorded)) {
      return outcome;
    }
    String refusal = Runs.warning(recorded.usage(), refusedSpawns);
    if (refusal == null) {
      return outcome;
    }
    List<String> warnings = new ArrayList<>(recorded.warnings());
    warnings.add(refusal);
    return new Recorded(recorded.usage(), recorded.budgets(), warnings);
  }
}
