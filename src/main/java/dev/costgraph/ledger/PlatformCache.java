package dev.costgraph.ledger;

import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetPeriods;
import dev.costgraph.budget.BudgetTree;
import dev.costgraph.ledger.LedgerGraph.TaskPlace;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one writer remembers of its platform between transactions. Only what is known to be
 * committed gets in. What depends on the tree is dropped when the ledger shows another tree
 * version; used by one thread at a time.
 */
final class PlatformCache {

  private static final int ENTRIES_MAX = 100_000;

  private long treeVersion = -1;
  private BudgetTree tree = new BudgetTree(List.of());
  private final Map<String, TaskPlace> tasks = new HashMap<>();
  private final Map<String, String> projects = new HashMap<>();
  private final Map<Leaf, ChargePath> paths = new HashMap<>();
  private final Set<String> stored = new HashSet<>();

  private long sequence = -1;
  private final Map<String, BudgetPeriods> periods = new HashMap<>();
  private final Set<String> learned = new HashSet<>();
  private final Map<String, Hold> openHolds = new HashMap<>();

  /** What a usage names: at least the platform. */
  record Leaf(@Nullable String projectId, @Nullable String taskId) {}

  /**
   * Counters and holds are those of this writer's last transaction: they are forgotten when another
   * writer or an edit has come between, or when there are too many.
   */
  void recall(LockedLedger ledger) {
    if (sequence != ledger.sequence() || learned.size() > ENTRIES_MAX) {
      forgetCounters();
    }
    sequence = -1; // until this transaction is committed
  }

  /** After the commit of a transaction that ended with this number. */
  void committed(long atSequence) {
    sequence = atSequence;
  }

  private void forgetCounters() {
    periods.clear();
    learned.clear();
    openHolds.clear();
  }

  /** {@return the known periods of a budget, to be read and changed} */
  BudgetPeriods periods(Budget budget) {
    return periods.computeIfAbsent(budget.budgetId(), id -> new BudgetPeriods(budget, List.of()));
  }

  /** {@return whether a period was not known; from now on it is} */
  boolean learn(String periodKey) {
    return learned.add(periodKey);
  }

  /** {@return open holds by reservation id, to be read and changed} */
  Map<String, Hold> openHolds() {
    return openHolds;
  }

  /** Brings the tree up to the version that the locked ledger shows. */
  BudgetTree tree(LockedLedger ledger, LedgerGraph graph) {
    if (treeVersion != ledger.treeVersion()) {
      tree = graph.readTree();
      tasks.clear();
      paths.clear();
      treeVersion = ledger.treeVersion();
    }
    return tree;
  }

  /**
   * {@return the places of these tasks; an unknown task is absent and asked for again next time}
   */
  Map<String, TaskPlace> tasks(Set<String> taskIds, LedgerGraph graph) {
    bound(tasks);
    Set<String> missing = missing(taskIds, tasks.keySet());
    if (!missing.isEmpty()) {
      tasks.putAll(graph.readTasks(missing));
    }
    return tasks;
  }

  /** {@return the platforms of these projects, likewise} */
  Map<String, String> projects(Set<String> projectIds, LedgerGraph graph) {
    bound(projects);
    Set<String> missing = missing(projectIds, projects.keySet());
    if (!missing.isEmpty()) {
      projects.putAll(graph.readProjects(missing));
    }
    return projects;
  }

  ChargePath path(LockedLedger ledger, Leaf leaf) {
    bound(paths);
    String platformId = ledger.platform().platformId();
    return paths.computeIfAbsent(
        leaf,
        key ->
            ChargePath.of(
                platformId,
                key.projectId(),
                key.taskId(),
                tree.path(platformId, key.projectId(), key.taskId())));
  }

  /** {@return those of the nodes that are not known to be stored; {@link #remember} adds them} */
  Set<String> unknown(String label, Collection<String> ids) {
    return ids.stream()
        .filter(id -> !stored.contains(label + "\n" + id))
        .collect(Collectors.toCollection(java.util.TreeSet::new));
  }

  /** After the commit: these nodes are stored, and nodes of this kind are never deleted. */
  void remember(String label, Collection<String> ids) {
    if (stored.size() > ENTRIES_MAX) {
      stored.clear();
    }
    ids.forEach(id -> stored.add(label + "\n" + id));
  }

  private static Set<String> missing(Set<String> wanted, Set<String> known) {
    return wanted.stream().filter(id -> !known.contains(id)).collect(Collectors.toSet());
  }

  private static void bound(Map<?, ?> map) {
    if (map.size() > ENTRIES_MAX) {
      map.clear();
    }
  }
}
