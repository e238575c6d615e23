package dev.costgraph.ledger;

import dev.costgraph.budget.BudgetTree;
import dev.costgraph.graph.Properties;
import dev.costgraph.ledger.LedgerGraph.Booked;
import dev.costgraph.ledger.LedgerGraph.RefusedSpawn;
import dev.costgraph.ledger.LedgerGraph.TaskPlace;
import dev.costgraph.pricing.PriceBook;
import dev.costgraph.pricing.PriceMatch;
import dev.costgraph.pricing.PriceProperties;
import dev.costgraph.usage.RecordUsageResult;
import dev.costgraph.usage.RecordUsageResult.Recorded;
import dev.costgraph.usage.Usage;
import dev.costgraph.usage.UsageInput;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One transaction that books usages: read under the lock, decide, write. */
final class UsageBatch {

  /** A usage as sent, within its bounds. */
  record Command(UsageInput usage, String contentHash) {}

  private final LockedLedger ledger;
  private final LedgerGraph graph;
  private final PlatformCache cache;
  private final PriceBook prices;
  private final Map<String, Collection<String>> storedByLabel = new HashMap<>();

  UsageBatch(LockedLedger ledger, LedgerGraph graph, PlatformCache cache, PriceBook prices) {
    this.ledger = ledger;
    this.graph = graph;
    this.cache = cache;
    this.prices = prices;
  }

  /** {@return the outcome of each command, in order; nothing of it holds before the commit} */
  List<RecordUsageResult> record(List<Command> commands) {
    UsageDecisions decisions = read(commands);
    RecordUsageResult[] outcomes = new RecordUsageResult[commands.size()];
    for (int i = 0; i < outcomes.length; i++) {
      Command command = commands.get(i);
      outcomes[i] = decisions.decide(i, command.usage(), command.contentHash());
    }
    List<Charge> charges = decisions.charges();
    if (!charges.isEmpty()) {
      List<Recorded> recorded = write(decisions, charges);
      for (int i = 0; i < charges.size(); i++) {
        outcomes[charges.get(i).position()] = recorded.get(i);
      }
    }
    return Arrays.stream(outcomes).map(Objects::requireNonNull).toList();
  }

  /** After the commit: the cache may rely on what was stored. */
  void committed() {
    storedByLabel.forEach(cache::remember);
  }

  private UsageDecisions read(List<Command> commands) {
    List<String> operationIds = new ArrayList<>();
    Set<String> taskIds = new HashSet<>();
    Set<String> projectIds = new HashSet<>();
    for (Command command : commands) {
      UsageInput usage = command.usage();
      operationIds.add(usage.operationId());
      if (usage.taskId() != null) {
        taskIds.add(usage.taskId());
      }
      if (usage.projectId() != null) {
        projectIds.add(usage.projectId());
      }
    }
    Map<String, Booked> booked = graph.readUsages(operationIds);
    BudgetTree tree = cache.tree(ledger, graph);
    Map<String, TaskPlace> tasks = cache.tasks(taskIds, graph);
    if (!tasks.keySet().containsAll(taskIds)) {
      projectIds.add(UsageDecisions.unassigned(ledger.platform().platformId()));
    }
    Map<String, String> projects = cache.projects(projectIds, graph);
    return new UsageDecisions(ledger, tree, cache, prices, booked, tasks, projects);
  }

  private List<Recorded> write(UsageDecisions decisions, List<Charge> charges) {
    Events events = new Events(ledger, decisions.sequence());
    Charges folded = new Charges(ledger, events);
    List<Recorded> outcomes = folded.charge(charges, graph.readPeriods(Charges.ranges(charges)));
    createResources(decisions);
    ensureNodes(charges);
    Map<String, String> refusedSpawns = writeRuns(charges);
    folded.write(graph, graph.missingCells(missing("CostCell", folded.cellIds())));
    graph.linkUsagesToRuns(
        charges.stream()
            .map(Charge::usage)
            .filter(usage -> usage.runId() != null)
            .map(
                usage ->
                    Map.<String, Object>of(
                        "operation_id", usage.operationId(), "run_id", usage.runId()))
            .toList());
    graph.createEvents(events.rows());
    graph.advance(
        Map.of(
            "sequence", events.sequence(),
            "last_time", Properties.time(ledger.time()),
            "charged_nanos", decisions.chargedNanos(),
            "charged_tokens", decisions.chargedTokens(),
            "resources_on_first_sight",
                ledger.resourcesOnFirstSight()
                    + decisions.newProjects().size()
                    + decisions.newTasks().size()));
    return outcomes.stream().map(outcome -> warn(outcome, refusedSpawns)).toList();
  }

  private void createResources(UsageDecisions decisions) {
    graph.createProjects(
        decisions.newProjects().stream()
            .map(id -> Map.<String, Object>of("project_id", id, "name", id))
            .toList(),
        ledger.time());
    graph.createTasks(
        decisions.newTasks().entrySet().stream()
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

  private void ensureNodes(List<Charge> charges) {
    Set<String> agentIds =
        charges.stream().map(charge -> charge.usage().agentId()).collect(Collectors.toSet());
    graph.ensureAgents(missing("Agent", agentIds), ledger.time());

    Map<String, ChargePath> paths = new TreeMap<>();
    charges.forEach(charge -> paths.put(charge.path().pathId(), charge.path()));
    graph.ensurePaths(missing("ChargePath", paths.keySet()).stream().map(paths::get).toList());

    Map<String, PriceMatch> matches = new TreeMap<>();
    for (Charge charge : charges) {
      PriceMatch match = charge.price().match();
      if (match != null) {
        matches.put(match.priceId(), match);
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

  private Map<String, String> writeRuns(List<Charge> charges) {
    Map<String, Map<String, Object>> runs = new TreeMap<>();
    Map<String, Map<String, Object>> spawns = new TreeMap<>();
    for (Charge charge : charges) {
      Usage usage = charge.usage();
      if (usage.runId() != null) {
        runs.merge(usage.runId(), run(usage.runId(), usage.agentId(), usage), UsageBatch::earlier);
      }
      if (usage.runId() != null && usage.parentRunId() != null) {
        runs.merge(usage.parentRunId(), run(usage.parentRunId(), null, usage), UsageBatch::earlier);
        spawns.put(
            usage.runId() + "\n" + usage.parentRunId(),
            Map.of("run_id", usage.runId(), "parent_run_id", usage.parentRunId()));
      }
    }
    graph.ensureRuns(List.copyOf(runs.values()));
    return graph.linkRuns(List.copyOf(spawns.values())).stream()
        .collect(
            Collectors.toMap(
                refused -> refused.runId() + "\n" + refused.parentRunId(),
                UsageBatch::refusal,
                (first, second) -> first));
  }

  private static Map<String, Object> run(String runId, @Nullable String agentId, Usage usage) {
    Map<String, Object> run = new HashMap<>();
    run.put("run_id", runId);
    run.put("agent_id", agentId);
    run.put("started_at", Properties.time(usage.timestamp()));
    return run;
  }

  private static Map<String, Object> earlier(Map<String, Object> one, Map<String, Object> other) {
    Map<String, Object> run = new HashMap<>(one);
    run.computeIfAbsent("agent_id", key -> other.get("agent_id"));
    run.merge("started_at", Objects.requireNonNull(other.get("started_at")), UsageBatch::minimum);
    return run;
  }

  private static Object minimum(Object one, Object other) {
    return ((ZonedDateTime) one).isBefore((ZonedDateTime) other) ? one : other;
  }

  private static String refusal(RefusedSpawn refused) {
    return refused.currentParentRunId() == null
        ? "run '%s' was not linked to parent '%s': it would be its own ancestor"
            .formatted(refused.runId(), refused.parentRunId())
        : "run '%s' was not linked to parent '%s': its parent is '%s'"
            .formatted(refused.runId(), refused.parentRunId(), refused.currentParentRunId());
  }

  private static Recorded warn(Recorded outcome, Map<String, String> refusedSpawns) {
    String refusal =
        refusedSpawns.get(outcome.usage().runId() + "\n" + outcome.usage().parentRunId());
    if (refusal == null) {
      return outcome;
    }
    List<String> warnings = new ArrayList<>(outcome.warnings());
    warnings.add(refusal);
    return new Recorded(outcome.usage(), outcome.budgets(), warnings);
  }
}
