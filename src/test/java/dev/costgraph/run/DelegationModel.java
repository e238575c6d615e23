package dev.costgraph.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What usages say of runs, as plain loops: every sum goes through all usages, and every usage walks
 * up to its root. It knows nothing of how the service adds up.
 */
public final class DelegationModel {

  private final List<Told> told;
  private final Map<String, String> parents = new HashMap<>();
  private final Map<String, String> performers = new HashMap<>();
  private final Map<String, Instant> starts = new TreeMap<>();
  private final Map<Long, String> refusals = new TreeMap<>();

  /**
   * What one usage says.
   *
   * @param sequence the ledger's number of it, the order in which usages count
   */
  public record Told(
      long sequence,
      String operationId,
      String agentId,
      @Nullable String runId,
      @Nullable String parentRunId,
      Instant at,
      long nanos) {}

  public DelegationModel(List<Told> booked) {
    told = booked.stream().sorted(Comparator.comparingLong(Told::sequence)).toList();
    for (Told usage : told) {
      if (usage.runId() != null) {
        performers.putIfAbsent(usage.runId(), usage.agentId());
        starts.merge(usage.runId(), usage.at(), DelegationModel::earlier);
        if (usage.parentRunId() != null) {
          starts.merge(usage.parentRunId(), usage.at(), DelegationModel::earlier);
          link(usage, usage.runId(), usage.parentRunId());
        }
      }
    }
  }

  private void link(Told usage, String runId, String parentRunId) {
    String current = parents.get(runId);
    String refused = "run '%s' was not linked to parent '%s': ".formatted(runId, parentRunId);
    if (current != null && !current.equals(parentRunId)) {
      refusals.put(usage.sequence(), refused + "its parent is '" + current + "'");
    } else if (current == null && upFrom(parentRunId).contains(runId)) {
      refusals.put(usage.sequence(), refused + "it would be its own ancestor");
    } else {
      parents.put(runId, parentRunId);
    }
  }

  /** {@return a run and all above it, the root last} */
  List<String> upFrom(String runId) {
    List<String> up = new ArrayList<>();
    for (String run = runId; run != null; run = parents.get(run)) {
      up.add(run);
    }
    return up;
  }

  private Instant start(String runId) {
    return Objects.requireNonNull(starts.get(runId));
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  public List<Told> told() {
    return told;
  }

  /** {@return why spawns were refused, by the sequence of the usages that told of them} */
  public Map<Long, String> refusals() {
    return refusals;
  }

  public Set<String> runIds() {
    return starts.keySet();
  }

  public List<String> roots() {
    return starts.keySet().stream().filter(run -> !parents.containsKey(run)).toList();
  }

  @Nullable String parentOf(String runId) {
    return parents.get(runId);
  }

  @Nullable String performerOf(String runId) {
    return performers.get(runId);
  }

  /** {@return each run of a tree, then what it spawned, in the words of {@link #line}} */
  public List<String> tree(String root) {
    List<String> lines = new ArrayList<>();
    addTree(root, lines);
    return lines;
  }

  private void addTree(String runId, List<String> lines) {
    lines.add(line(runId));
    starts.keySet().stream()
        .filter(run -> runId.equals(parents.get(run)))
        .sorted(Comparator.comparing(this::start).thenComparing(Comparator.naturalOrder()))
        .forEach(run -> addTree(run, lines));
  }

  private String line(String runId) {
    return line(
        runId,
        performers.get(runId),
        parents.get(runId),
        start(runId),
        upFrom(runId).size() - 1,
        starts.keySet().stream().filter(run -> upFrom(run).contains(runId)).count() - 1,
        told.stream().filter(usage -> runId.equals(usage.runId())).count(),
        nanos(told.stream().filter(usage -> runId.equals(usage.runId())).toList()),
        nanos(told.stream().filter(usage -> isWithin(usage, runId)).toList()));
  }

  /** {@return what is compared of a run} */
  public static String line(
      String runId,
      @Nullable String agentId,
      @Nullable String parentRunId,
      Instant startedAt,
      long depth,
      long runsBelow,
      long calls,
      long ownNanos,
      long totalNanos) {
    return "%s by %s of %s at %s, depth %d, %d below, %d calls, %d of %d"
        .formatted(
            runId, agentId, parentRunId, startedAt, depth, runsBelow, calls, ownNanos, totalNanos);
  }

  private static boolean isIn(Told usage, Set<String> runs) {
    return usage.runId() != null && runs.contains(usage.runId());
  }

  private boolean isWithin(Told usage, String runId) {
    return usage.runId() != null && upFrom(usage.runId()).contains(runId);
  }

  private static long nanos(List<Told> usages) {
    return usages.stream().mapToLong(Told::nanos).sum();
  }

  private List<Told> between(Instant from, Instant to) {
    return told.stream()
        .filter(usage -> !usage.at().isBefore(from) && usage.at().isBefore(to))
        .toList();
  }

  /** {@return {@code agent: own, delegated} of each agent in a stretch of time, by agent} */
  public List<String> agentCosts(Instant from, Instant to) {
    Map<String, Long> own = new TreeMap<>();
    Map<String, Long> delegated = new TreeMap<>();
    for (Told usage : between(from, to)) {
      own.merge(usage.agentId(), usage.nanos(), Long::sum);
      if (usage.runId() != null) {
        Set<String> delegating =
            upFrom(usage.runId()).stream()
                .skip(1)
                .map(performers::get)
                .filter(agent -> agent != null && !agent.equals(usage.agentId()))
                .collect(Collectors.toCollection(TreeSet::new));
        delegating.forEach(agent -> delegated.merge(agent, usage.nanos(), Long::sum));
      }
    }
    Set<String> agents = new TreeSet<>(own.keySet());
    agents.addAll(delegated.keySet());
    return agents.stream()
        .map(
            agent ->
                "%s: %d, %d"
                    .formatted(
                        agent, own.getOrDefault(agent, 0L), delegated.getOrDefault(agent, 0L)))
        .toList();
  }

  /** {@return {@code from > to: runs, own, total} of each pair in a stretch of time, sorted} */
  public List<String> delegations(Instant from, Instant to) {
    List<Told> usages = between(from, to);
    Map<String, Set<String>> spawned = new TreeMap<>();
    for (String run : active(usages)) {
      String parent = parents.get(run);
      if (parent != null) {
        spawned
            .computeIfAbsent(
                performers.get(parent) + " > " + performers.get(run), pair -> new TreeSet<>())
            .add(run);
      }
    }
    List<String> lines = new ArrayList<>();
    spawned.forEach(
        (pair, runs) ->
            lines.add(
                "%s: %d, %d, %d"
                    .formatted(
                        pair,
                        runs.size(),
                        nanos(usages.stream().filter(u -> isIn(u, runs)).toList()),
                        nanos(
                            usages.stream()
                                .filter(u -> runs.stream().anyMatch(run -> isWithin(u, run)))
                                .toList()))));
    return lines;
  }

  private Set<String> active(List<Told> usages) {
    return usages.stream()
        .filter(usage -> usage.runId() != null)
        .flatMap(usage -> upFrom(usage.runId()).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
