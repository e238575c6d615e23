package dev.costgraph.ledger;

import dev.costgraph.budget.BudgetInput;
import dev.costgraph.budget.BudgetType;
import dev.costgraph.ledger.LedgerModel.Stretch;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The budgets and tasks of {@link LedgerModel}: what counts what, and edits that were taken. */
final class ModelTree {

  final String platformId;
  final Map<String, ModelBudget> budgets = new TreeMap<>();
  final Map<String, String> projectByTask = new TreeMap<>();

  ModelTree(String platformId) {
    this.platformId = platformId;
  }

  ModelBudget budget(String budgetId) {
    return Objects.requireNonNull(budgets.get(budgetId));
  }

  /** The budgets that count it: by its resources and above them, and those that narrow these. */
  List<ModelBudget> counting(
      @Nullable String task,
      @Nullable String namedProject,
      String agent,
      @Nullable String user,
      @Nullable String model,
      Stretch life) {
    String project = task == null ? namedProject : projectByTask.get(task);
    Set<ModelBudget> path = new LinkedHashSet<>();
    for (ModelBudget budget : budgets.values()) {
      if (budget.isOf(BudgetType.PLATFORM, platformId)
          || budget.isOf(BudgetType.PROJECT, project)
          || budget.isOf(BudgetType.TASK, task)) {
        climb(budget, path);
      }
    }
    List<ModelBudget> all = new ArrayList<>(path);
    for (ModelBudget budget : budgets.values()) {
      if (narrows(budget, path, agent, user, model, life)) {
        all.add(budget);
      }
    }
    return all;
  }

  /** The budgets that would count its usage in this life and hold nothing for it. */
  Set<ModelBudget> reached(LedgerModel.Held held, Stretch life) {
    Set<ModelBudget> on = new LinkedHashSet<>(held.on);
    Set<ModelBudget> reached = new LinkedHashSet<>();
    for (ModelBudget budget : budgets.values()) {
      if (!on.contains(budget)
          && narrows(
              budget, on, held.sent.agentId(), held.sent.userId(), held.sent.model(), life)) {
        reached.add(budget);
      }
    }
    return reached;
  }

  private void climb(ModelBudget budget, Set<ModelBudget> path) {
    if (path.add(budget)) {
      budget.parents.forEach(parent -> climb(budget(parent), path));
    }
  }

  private boolean narrows(
      ModelBudget budget,
      Set<ModelBudget> path,
      String agent,
      @Nullable String user,
      @Nullable String model,
      Stretch life) {
    boolean matches =
        budget.isOf(BudgetType.AGENT, agent)
            || budget.isOf(BudgetType.USER, user)
            || budget.isOf(BudgetType.MODEL, model);
    if (!matches || budget.periods(life).isEmpty()) {
      return false;
    }
    return budget.parents.isEmpty()
        || budget.parents.stream()
            .map(this::budget)
            .anyMatch(
                parent ->
                    path.contains(parent)
                        ? !parent.periods(life).isEmpty()
                        : narrows(parent, path, agent, user, model, life));
  }

  void create(BudgetInput input) {
    budgets.put(input.budgetId(), new ModelBudget(input, platformId));
  }

  /** Moves a budget, and the task of a TASK budget with it. */
  void move(String budgetId, List<String> parents) {
    ModelBudget budget = budget(budgetId);
    budget.parents = List.copyOf(parents);
    if (budget.type == BudgetType.TASK) {
      Set<ModelBudget> above = new LinkedHashSet<>();
      climb(budget, above);
      above.stream()
          .filter(one -> one.type == BudgetType.PROJECT)
          .forEach(one -> projectByTask.put(budget.resourceId(), one.resourceId()));
    }
  }

  void freeze(String budgetId, boolean frozen) {
    for (ModelBudget budget : budgets.values()) {
      Set<ModelBudget> above = new LinkedHashSet<>();
      climb(budget, above);
      if (!budget.closed && above.stream().anyMatch(one -> one.id.equals(budgetId))) {
        budget.frozen = frozen;
      }
    }
  }
}
