package dev.costgraph.run;

import dev.costgraph.attribution.CostTotals;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The trees of all runs that were active in a stretch of time, with what was used in that time. A
 * run is active when it, or one below it, has a usage. Made without recursion: a chain may be of
 * any depth.
 */
final class RunForest {

  private final List<Part> parts;

  /** Each run, then what it spawned. */
  private final List<Node> nodes = new ArrayList<>();

  private final CostTotals[] totals;
  private final int[] spawned;

  /**
   * A run, who performed it and what spawned it.
   *
   * @param performerId null while the run is known only as a parent
   * @param parentRunId null for a root
   */
  record Link(String runId, @Nullable String performerId, @Nullable String parentRunId) {}

  /**
   * What one agent used in one run for one task.
   *
   * @param link of the run; null for usages of no run
   */
  record Part(@Nullable Link link, String agentId, @Nullable String taskId, CostTotals totals) {}

  /**
   * A run in its tree.
   *
   * @param parent where the run that spawned it is in the list; -1 for a root
   * @param root where its root is
   * @param depth how many runs are above it
   */
  record Node(Link link, int parent, int root, int depth, List<Part> parts, CostTotals own) {}

  /**
   * @param links the runs of the parts and all above them, by id
   */
  RunForest(List<Part> parts, Map<String, Link> links) {
    this.parts = parts;
    Map<String, List<Part>> partsOfRun = new HashMap<>();
    for (Part part : parts) {
      if (part.link() != null) {
        partsOfRun.computeIfAbsent(part.link().runId(), id -> new ArrayList<>(1)).add(part);
      }
    }
    Map<String, List<Link>> children = new HashMap<>();
    List<Link> roots = new ArrayList<>();
    for (Link link : links.values()) {
      String parentRunId = link.parentRunId();
      if (parentRunId == null) {
        roots.add(link);
      } else {
        children.computeIfAbsent(parentRunId, id -> new ArrayList<>(1)).add(link);
      }
    }
    for (Link root : roots) {
      add(root, children, partsOfRun);
    }
    totals = nodes.stream().map(Node::own).toArray(CostTotals[]::new);
    spawned = new int[nodes.size()];
    for (int i = nodes.size() - 1; i >= 0; i--) {
      int parent = nodes.get(i).parent();
      if (parent >= 0) {
        totals[parent] = totals[parent].plus(totals[i]);
        spawned[parent]++;
      }
    }
  }

  /** A run that is to be added below another. */
  private record Open(Link link, int parent) {}

  private void add(
      Link root, Map<String, List<Link>> children, Map<String, List<Part>> partsOfRun) {
    int rootPlace = nodes.size();
    Deque<Open> open = new ArrayDeque<>(List.of(new Open(root, -1)));
    while (!open.isEmpty()) {
      Open next = open.pop();
      int place = nodes.size();
      int depth = next.parent() < 0 ? 0 : nodes.get(next.parent()).depth() + 1;
      String runId = next.link().runId();
      List<Part> ofRun = partsOfRun.getOrDefault(runId, List.of());
      nodes.add(new Node(next.link(), next.parent(), rootPlace, depth, ofRun, sum(ofRun)));
      for (Link child : children.getOrDefault(runId, List.of())) {
        open.push(new Open(child, place));
      }
    }
  }

  private static CostTotals sum(List<Part> parts) {
    CostTotals sum = CostTotals.ZERO;
    for (Part part : parts) {
      sum = sum.plus(part.totals());
    }
    return sum;
  }

  /** {@return everything that was used, also in no run} */
  List<Part> parts() {
    return parts;
  }

  /** {@return the runs, parents before children} */
  List<Node> nodes() {
    return nodes;
  }

  /** {@return what the run at a place and all below it used} */
  CostTotals total(int place) {
    return totals[place];
  }

  /** {@return how many active runs the run at a place spawned itself} */
  int spawned(int place) {
    return spawned[place];
  }

  /**
   * What stands above the run that is looked at, by a key of it: an agent, or who spawned whom.
   *
   * <p>Runs are looked at in the order of {@link #nodes}: at each {@link #descend}, then ask, then
   * {@link #add}.
   */
  static final class Above<K> {

    private final ArrayList<@Nullable K> way = new ArrayList<>();
    private final Map<K, Integer> counts = new HashMap<>();

    /** Leaves what is not above a run. */
    void descend(Node node) {
      while (way.size() > node.depth()) {
        K left = way.removeLast();
        if (left != null) {
          counts.merge(left, -1, Integer::sum);
        }
      }
    }

    /** {@return whether one of the runs above has the key} */
    boolean has(@Nullable K key) {
      return key != null && counts.getOrDefault(key, 0) > 0;
    }

    /** Adds the run that was looked at; null when it has no key. */
    void add(@Nullable K key) {
      way.add(key);
      if (key != null) {
        counts.merge(key, 1, Integer::sum);
      }
    }
  }
}
