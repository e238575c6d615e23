package dev.costgraph.ledger;

import dev.costgraph.graph.Properties;
import dev.costgraph.ledger.LedgerGraph.RefusedSpawn;
import dev.costgraph.usage.Usage;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The runs that the usages of a batch happened in, and which run spawned which. Of usages that
 * contradict each other the first one counts, in a batch as between two.
 */
final class Runs {

  private final List<Usage> usages;

  /**
   * @param charges in the order of their sequence numbers
   */
  Runs(List<Charge> charges) {
    this.usages =
        charges.stream().map(Charge::usage).filter(usage -> usage.runId() != null).toList();
  }

  /** Which run is told to have spawned which. */
  record Spawn(String runId, String parentRunId) {}

  /** Makes runs and spawns; {@return why spawns were refused} */
  Map<Spawn, String> ensure(LedgerGraph graph) {
    if (usages.isEmpty()) {
      return Map.of();
    }
    Map<String, Map<String, Object>> runs = new TreeMap<>();
    Map<Spawn, Map<String, Object>> spawns = new LinkedHashMap<>();
    for (Usage usage : usages) {
      String runId = Objects.requireNonNull(usage.runId());
      runs.merge(runId, run(runId, usage.agentId(), usage), Runs::earlier);
      String parentRunId = usage.parentRunId();
      if (parentRunId != null) {
        runs.merge(parentRunId, run(parentRunId, null, usage), Runs::earlier);
        spawns.putIfAbsent(
            new Spawn(runId, parentRunId), Map.of("run_id", runId, "parent_run_id", parentRunId));
      }
    }
    graph.ensureRuns(List.copyOf(runs.values()));
    return graph.linkRuns(List.copyOf(spawns.values())).stream()
        .collect(
            Collectors.toMap(
                refused -> new Spawn(refused.runId(), refused.parentRunId()),
                Runs::refusal,
                (first, second) -> first));
  }

  /** {@return why what a usage tells of was refused; null when it was not, or tells of nothing} */
  static @Nullable String warning(Usage usage, Map<Spawn, String> refusals) {
    return usage.runId() == null || usage.parentRunId() == null
        ? null
        : refusals.get(new Spawn(usage.runId(), usage.parentRunId()));
  }

  /** Ties the usages, which are written by now, to their runs. */
  void link(LedgerGraph graph) {
    graph.linkUsagesToRuns(
        usages.stream()
            .map(
                usage ->
                    Map.<String, Object>of(
                        "operation_id",
                        usage.nodeId(),
                        "run_id",
                        Objects.requireNonNull(usage.runId())))
            .toList());
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
    run.merge("started_at", Objects.requireNonNull(other.get("started_at")), Runs::minimum);
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
}
