package dev.costgraph.run;

import dev.costgraph.run.RunForest.Node;
import dev.costgraph.run.RunForest.Part;
import dev.costgraph.run.RunGraph.Repeat;
import dev.costgraph.run.Runaways.Runaway;
import dev.costgraph.run.Runaways.RunawayKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When a run ran away. Counts are whole, and a bound may be reached. */
final class RunawayRules {

  /** Fewer runs of an agent for a task do not tell what is usual. */
  private static final int USUAL_RUNS_MIN = 5;

  private RunawayRules() {}

  /** An agent's work for a task, in whichever run. */
  private record Work(String agentId, @Nullable String taskId) {}

  static List<Runaway> find(RunForest forest, List<Repeat> repeats, RunawayBounds bounds) {
    List<Runaway> findings = new ArrayList<>();
    findings.addAll(callsAboveUsual(forest.parts(), bounds));
    findings.addAll(repeats.stream().map(RunawayRules::repeated).toList());
    findings.addAll(deep(forest, bounds));
    findings.addAll(wide(forest, bounds));
    return findings;
  }

  /** What is usual is told by runs for the same task; where they are few, by those for any. */
  private static List<Runaway> callsAboveUsual(List<Part> parts, RunawayBounds bounds) {
    Map<Work, List<Part>> runsOfWork = new HashMap<>();
    Map<String, List<Part>> runsOfAgent = new HashMap<>();
    for (Part part : parts) {
      if (part.link() != null && part.totals().calls() > 0) {
        Work work = new Work(part.agentId(), part.taskId());
        runsOfWork.computeIfAbsent(work, w -> new ArrayList<>()).add(part);
        runsOfAgent.computeIfAbsent(work.agentId(), id -> new ArrayList<>()).add(part);
      }
    }
    List<Runaway> findings = new ArrayList<>();
    runsOfWork.forEach(
        (work, runs) -> {
          List<Part> telling =
              runs.size() >= USUAL_RUNS_MIN
                  ? runs
                  : runsOfAgent.getOrDefault(work.agentId(), List.of());
          if (telling.size() >= USUAL_RUNS_MIN) {
            findings.addAll(callsAbove(median(telling), runs, bounds));
          }
        });
    return findings;
  }

  private static List<Runaway> callsAbove(long usual, List<Part> runs, RunawayBounds bounds) {
    long bound = Math.max(bounds.callsMax(), usual * bounds.timesUsualMax());
    List<Runaway> findings = new ArrayList<>();
    for (Part run : runs) {
      if (run.totals().calls() > bound && run.link() != null) {
        findings.add(
            new Runaway(
                RunawayKind.CALLS_ABOVE_USUAL,
                run.link().runId(),
                run.agentId(),
                run.taskId(),
                null,
                null,
                null,
                null,
                null,
                run.totals().calls(),
                bound,
                usual,
                run.totals().costNanos()));
      }
    }
    return findings;
  }

  /** {@return the calls of the run in the middle, of two the lower} */
  private static long median(List<Part> runs) {
    long[] calls = runs.stream().mapToLong(run -> run.totals().calls()).sorted().toArray();
    return calls[(calls.length - 1) / 2];
  }

  private static Runaway repeated(Repeat repeat) {
    return new Runaway(
        RunawayKind.REPEATED_CALLS,
        repeat.runId(),
        repeat.agentId(),
        null,
        repeat.kind(),
        repeat.capability(),
        repeat.model(),
        repeat.promptTokens(),
        repeat.completionTokens(),
        repeat.calls(),
        repeat.bound(),
        null,
        repeat.costNanos());
  }

  /** What is deeper than the bound in one tree. */
  private record Deeper(long depth, long costNanos) {

    Deeper and(Deeper other) {
      return new Deeper(Math.max(depth, other.depth), Math.addExact(costNanos, other.costNanos));
    }
  }

  /** One finding per tree: its deepest run, and what everything deeper than the bound cost. */
  private static List<Runaway> deep(RunForest forest, RunawayBounds bounds) {
    Map<Integer, Deeper> byRoot = new HashMap<>();
    List<Node> nodes = forest.nodes();
    for (Node node : nodes) {
      if (node.depth() > bounds.depthMax()) {
        byRoot.merge(node.root(), new Deeper(node.depth(), node.own().costNanos()), Deeper::and);
      }
    }
    List<Runaway> findings = new ArrayList<>();
    byRoot.forEach(
        (root, deeper) ->
            findings.add(
                Runaway.ofRun(
                    RunawayKind.DEEP,
                    nodes.get(root).link(),
                    deeper.depth,
                    bounds.depthMax(),
                    deeper.costNanos)));
    return findings;
  }

  private static List<Runaway> wide(RunForest forest, RunawayBounds bounds) {
    List<Runaway> findings = new ArrayList<>();
    List<Node> nodes = forest.nodes();
    for (int place = 0; place < nodes.size(); place++) {
      if (forest.spawned(place) > bounds.spawnedMax()) {
        Node node = nodes.get(place);
        findings.add(
            Runaway.ofRun(
                RunawayKind.WIDE,
                node.link(),
                forest.spawned(place),
                bounds.spawnedMax(),
                forest.total(place).minus(node.own()).costNanos()));
      }
    }
    return findings;
  }
}
