package dev.costgraph.run;

import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Adds up what the runs of a tree cost, from the leaves to the root, and knows then what each of
 * them spawned. A chain may be of any depth.
 */
final class RunTree implements Spawned {

  /** The last of the siblings first, for a stack. */
  private static final Comparator<Run> LAST_FIRST =
      Comparator.comparing(Run::startedAt).thenComparing(Run::runId).reversed();

  /** By the id of who spawned them, in the order of the tree. */
  private final Map<String, List<Run>> spawned = new HashMap<>();

  private RunTree() {}

  /**
   * {@return the runs with what is below each: a run, then all that it spawned, siblings by start
   * and id}
   *
   * @param runs with their own usages alone
   * @param rootId whose parent is not asked for
   * @param depth of the root
   */
  static List<Run> fold(List<Run> runs, String rootId, int depth) {
    return new RunTree().folded(runs, rootId, depth);
  }

  private List<Run> folded(List<Run> runs, String rootId, int depth) {
    Map<String, List<Run>> below = new HashMap<>();
    Deque<Run> open = new ArrayDeque<>();
    for (Run run : runs) {
      String parentRunId = run.parentRunId();
      if (run.runId().equals(rootId)) {
        open.push(run.at(depth, this));
      } else if (parentRunId != null) {
        below.computeIfAbsent(parentRunId, id -> new ArrayList<>()).add(run);
      }
    }
    List<Run> tree = new ArrayList<>(runs.size());
    Map<String, Integer> places = new HashMap<>();
    while (!open.isEmpty()) {
      Run run = open.pop();
      places.put(run.runId(), tree.size());
      tree.add(run);
      List<Run> children = below.getOrDefault(run.runId(), List.of());
      children.stream()
          .sorted(LAST_FIRST)
          .forEach(child -> open.push(child.at(run.depth() + 1, this)));
    }
    for (int place = tree.size() - 1; place > 0; place--) {
      Run run = tree.get(place);
      int parent = Objects.requireNonNull(places.get(run.parentRunId()));
      tree.set(
          parent,
          tree.get(parent)
              .over(
                  run.total(),
                  run.runsBelow() + 1,
                  run.firstUsageAt(),
                  run.lastUsageAt(),
                  run.earliest()));
    }
    for (Run run : tree.subList(1, tree.size())) {
      String parentRunId = Objects.requireNonNull(run.parentRunId());
      spawned.computeIfAbsent(parentRunId, id -> new ArrayList<>()).add(run);
    }
    return tree;
  }

  @Override
  public Uni<RunConnection> page(Run run, int first, String after) {
    List<Run> page =
        spawned.getOrDefault(run.runId(), List.of()).stream()
            .filter(child -> child.runId().compareTo(after) > 0)
            .sorted(Comparator.comparing(Run::runId))
            .limit(first + 1L)
            .toList();
    return Uni.createFrom().item(RunConnection.of(page, first, !after.isEmpty()));
  }
}
