package dev.costgraph.budget;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All budgets of one platform at one version of its tree; immutable.
 *
 * <p>It decides which budgets a usage charges. Resources decide the path: the budgets allocated to
 * its task, project and platform, and every ancestor of those, each once. Budgets of agents, users
 * and models are no part of the path; see {@link #narrowing}.
 */
public final class BudgetTree {

  private static final Comparator<Budget> BY_ID = Comparator.comparing(Budget::budgetId);

  private final Map<String, Budget> byId;
  private final Map<Resource, List<Budget>> openByResource = new HashMap<>();
  private final Map<String, List<Budget>> childrenById = new HashMap<>();

  /**
   * @param budgets of one platform, closed ones too
   */
  public BudgetTree(Collection<Budget> budgets) {
    Map<String, Budget> sorted = new LinkedHashMap<>();
    budgets.stream().sorted(BY_ID).forEach(budget -> sorted.put(budget.budgetId(), budget));
    this.byId = sorted;
    for (Budget budget : sorted.values()) {
      String resourceId = budget.resourceId();
      if (budget.isOpen() && resourceId != null) {
        openByResource
            .computeIfAbsent(new Resource(budget.type(), resourceId), r -> new ArrayList<>())
            .add(budget);
      }
      for (String parentId : budget.parentBudgetIds()) {
        childrenById.computeIfAbsent(parentId, id -> new ArrayList<>()).add(budget);
      }
    }
  }

  /** {@return the budget, open or closed; null for an unknown id} */
  public @Nullable Budget budget(String budgetId) {
    return byId.get(budgetId);
  }

  /** {@return all budgets by id} */
  public Collection<Budget> budgets() {
    return byId.values();
  }

  /** {@return the budgets directly below, by id} */
  public List<Budget> children(String budgetId) {
    return childrenById.getOrDefault(budgetId, List.of());
  }

  /** {@return this tree with one budget added or replaced} */
  public BudgetTree with(Budget budget) {
    Map<String, Budget> changed = new HashMap<>(byId);
    changed.put(budget.budgetId(), budget);
    return new BudgetTree(changed.values());
  }

  /**
   * {@return the budgets that a usage of this leaf charges by resource, by id}
   *
   * @param taskId null when the usage names none
   * @param projectId null when the usage names neither a task nor a project
   */
  public List<Budget> path(String platformId, @Nullable String projectId, @Nullable String taskId) {
    List<Budget> allocated = new ArrayList<>(open(BudgetType.PLATFORM, platformId));
    if (projectId != null) {
      allocated.addAll(open(BudgetType.PROJECT, projectId));
    }
    if (taskId != null) {
      allocated.addAll(open(BudgetType.TASK, taskId));
    }
    return withAncestors(allocated).stream().filter(Budget::isOpen).sorted(BY_ID).toList();
  }

  /**
   * {@return the budgets of the usage's agent, user and model that count it, by id: those without a
   * parent, and those with a parent that counts it}
   *
   * @param path what the usage charges by resource
   * @param life when it was used, or how long it is held: a FIXED budget counts nothing outside of
   *     its period
   * @param models the names of its model: as sent, and as priced
   */
  public List<Budget> narrowing(
      List<Budget> path,
      String agentId,
      @Nullable String userId,
      Collection<String> models,
      Period.Bounds life) {
    List<Budget> candidates = new ArrayList<>(open(BudgetType.AGENT, agentId));
    if (userId != null) {
      candidates.addAll(open(BudgetType.USER, userId));
    }
    models.forEach(model -> candidates.addAll(open(BudgetType.MODEL, model)));
    candidates.removeIf(budget -> !budget.counts(life));
    if (candidates.isEmpty()) {
      return List.of();
    }
    Set<String> counting = new HashSet<>();
    path.stream()
        .filter(budget -> budget.counts(life))
        .forEach(budget -> counting.add(budget.budgetId()));
    List<Budget> matched = new ArrayList<>();
    boolean grew = true;
    while (grew) {
      grew = false;
      for (Budget budget : candidates) {
        if (!counting.contains(budget.budgetId()) && within(budget, counting)) {
          counting.add(budget.budgetId());
          matched.add(budget);
          grew = true;
        }
      }
    }
    matched.sort(BY_ID);
    return matched;
  }

  private static boolean within(Budget budget, Set<String> counting) {
    return budget.parentBudgetIds().isEmpty()
        || budget.parentBudgetIds().stream().anyMatch(counting::contains);
  }

  /** {@return the given budgets and everything above them, each once} */
  public Set<Budget> withAncestors(Collection<Budget> start) {
    Set<Budget> reached = new LinkedHashSet<>(start);
    Deque<Budget> open = new ArrayDeque<>(start);
    while (!open.isEmpty()) {
      for (String parentId : open.remove().parentBudgetIds()) {
        Budget parent = byId.get(parentId);
        if (parent != null && reached.add(parent)) {
          open.add(parent);
        }
      }
    }
    return reached;
  }

  /** {@return the budget and everything below it, parents before children} */
  public List<Budget> subtree(String budgetId) {
    Budget root = byId.get(budgetId);
    if (root == null) {
      return List.of();
    }
    Deque<Budget> parentsFirst = new ArrayDeque<>();
    visit(root, new HashSet<>(), parentsFirst);
    return List.copyOf(parentsFirst);
  }

  private void visit(Budget budget, Set<String> seen, Deque<Budget> parentsFirst) {
    if (seen.add(budget.budgetId())) {
      children(budget.budgetId()).reversed().forEach(child -> visit(child, seen, parentsFirst));
      parentsFirst.addFirst(budget);
    }
  }

  /** {@return the number of budgets on the longest way from this one to a root, itself included} */
  public int depth(Budget budget) {
    return depth(budget, new HashMap<>());
  }

  /** Each budget is visited once, however many ways lead up. */
  private int depth(Budget budget, Map<String, Integer> known) {
    Integer depth = known.get(budget.budgetId());
    if (depth != null) {
      return depth;
    }
    int above = 0;
    for (String parentId : budget.parentBudgetIds()) {
      Budget parent = byId.get(parentId);
      above = parent == null ? above : Math.max(above, depth(parent, known));
    }
    known.put(budget.budgetId(), above + 1);
    return above + 1;
  }

  private List<Budget> open(BudgetType type, String resourceId) {
    return openByResource.getOrDefault(new Resource(type, resourceId), List.of());
  }

  private record Resource(BudgetType type, String resourceId) {}
}
