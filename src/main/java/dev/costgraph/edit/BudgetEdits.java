package dev.costgraph.edit;

import dev.costgraph.BadRequest;
import dev.costgraph.BadRequest.Code;
import dev.costgraph.Limits;
import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetChange;
import dev.costgraph.budget.BudgetGraph;
import dev.costgraph.budget.BudgetInput;
import dev.costgraph.budget.BudgetPeriods;
import dev.costgraph.budget.BudgetTree;
import dev.costgraph.budget.BudgetType;
import dev.costgraph.budget.Spending;
import dev.costgraph.graph.Properties;
import dev.costgraph.ledger.Events;
import dev.costgraph.ledger.LedgerGraph;
import dev.costgraph.ledger.LedgerGraph.TaskPlace;
import dev.costgraph.ledger.LockedLedger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Edits of one platform's budget tree, within one transaction under the ledger's lock. */
final class BudgetEdits {

  private final LockedLedger ledger;
  private final LedgerGraph graph;
  private final EditGraph statements;
  private final BudgetTree tree;
  private final Events events;

  BudgetEdits(LockedLedger ledger, LedgerGraph graph) {
    this.ledger = ledger;
    this.graph = graph;
    this.statements = new EditGraph(graph, ledger.platform().platformId());
    this.tree = graph.readTree();
    this.events = new Events(ledger);
  }

  Budget create(BudgetInput input) {
    Budget existing = tree.budget(input.budgetId());
    Budget budget =
        BudgetRules.budget(
            input,
            ledger.platform(),
            existing == null ? ledger.time() : existing.createdAt(),
            existing == null ? events.next() : existing.sequence());
    if (existing != null) {
      budget = BudgetRules.frozen(budget, existing.frozen(), existing.sequence());
      if (existing.equals(budget)) {
        return existing;
      }
      throw new BadRequest(
          Code.ALREADY_EXISTS,
          "budgetId",
          "budget '%s' exists with other content or closed; updateBudget and moveBudget change it"
              .formatted(input.budgetId()));
    }
    requireFree(budget.budgetId());
    BudgetTree after = BudgetRules.checked(tree, budget);
    requireResource(budget, after);
    requirePaths(after);
    statements.putBudget(budget);
    if (budget.resourceId() != null) {
      statements.allocate(budget, budget.resourceId());
    }
    events.edited(budget, spending(budget), "created");
    advance();
    return budget;
  }

  Budget update(String budgetId, BudgetChange change) {
    Budget before = open(budgetId);
    Budget after = BudgetRules.changed(before, change, events.next());
    statements.putBudget(after);
    Spending spending = spending(before);
    events.edited(after, spending, "updated");
    events.crossings(before, spending, after, spending, null);
    advance();
    return after;
  }

  Budget move(String budgetId, List<String> parentBudgetIds) {
    Budget budget = BudgetRules.moved(open(budgetId), parentBudgetIds, events.next());
    BudgetTree after = BudgetRules.checked(tree, budget);
    if (budget.type() == BudgetType.TASK && budget.resourceId() != null) {
      moveTask(budget, budget.resourceId(), after);
    }
    requireTasksStay(budget, after);
    requirePaths(after);
    statements.putBudget(budget);
    events.edited(budget, spending(budget), "moved");
    advance();
    return budget;
  }

  /** Closing what is closed changes nothing: an answer may have been lost. */
  Budget close(String budgetId) {
    Budget known = tree.budget(budgetId);
    if (known != null && !known.isOpen()) {
      return known;
    }
    Budget budget = open(budgetId);
    List<String> openChildren =
        tree.children(budgetId).stream().filter(Budget::isOpen).map(Budget::budgetId).toList();
    if (!openChildren.isEmpty()) {
      throw new BadRequest(
          Code.NOT_CLOSABLE,
          "budgetId",
          "budget '%s' has open children: close or move %s first"
              .formatted(budgetId, String.join(", ", openChildren)));
    }
    long reservations = statements.countOpenReservations(budgetId, ledger.time());
    if (reservations > 0) {
      throw new BadRequest(
          Code.NOT_CLOSABLE,
          "budgetId",
          "budget '%s' has %d open reservations: settle or release them first"
              .formatted(budgetId, reservations));
    }
    Budget closed = BudgetRules.closed(budget, ledger.time(), events.next());
    statements.putBudget(closed);
    events.edited(closed, spending(closed), "closed");
    advance();
    return closed;
  }

  /** Freezes or thaws everything open in the subtree that is not so already. */
  Budget freeze(String budgetId, boolean frozen) {
    open(budgetId);
    List<Budget> changing =
        tree.subtree(budgetId).stream()
            .filter(budget -> budget.isOpen() && budget.frozen() != frozen)
            .toList();
    if (changing.size() > Limits.SUBTREE_MAX) {
      throw new BadRequest(
          Code.OUT_OF_RANGE,
          "budgetId",
          "%d budgets to change below '%s', at most %d: freeze parts of it"
              .formatted(changing.size(), budgetId, Limits.SUBTREE_MAX));
    }
    List<Budget> changed = new ArrayList<>();
    Map<String, List<Spending>> periods = periods(changing);
    for (Budget budget : changing) {
      Budget after = BudgetRules.frozen(budget, frozen, events.next());
      events.edited(after, spending(after, periods), frozen ? "frozen" : "thawed");
      changed.add(after);
    }
    if (!changed.isEmpty()) {
      statements.freeze(changed);
      advance();
    }
    return changed.stream()
        .filter(budget -> budget.budgetId().equals(budgetId))
        .findFirst()
        .orElseGet(() -> open(budgetId));
  }

  private void requireFree(String budgetId) {
    String platformId = graph.platformOfBudget(budgetId);
    if (platformId != null) {
      throw new BadRequest(
          Code.ALREADY_EXISTS,
          "budgetId",
          "budget '%s' exists in platform '%s'".formatted(budgetId, platformId));
    }
  }

  private Budget open(String budgetId) {
    Budget budget = tree.budget(budgetId);
    if (budget == null) {
      throw new BadRequest(
          Code.NOT_FOUND, "budgetId", "no budget has the id '%s'".formatted(budgetId));
    }
    if (!budget.isOpen()) {
      throw new BadRequest(
          Code.NOT_FOUND,
          "budgetId",
          "budget '%s' was closed at %s".formatted(budgetId, budget.closedAt()));
    }
    return budget;
  }

  /** Projects and tasks must be of this platform; those that are not known are made. */
  private void requireResource(Budget budget, BudgetTree after) {
    String resourceId = budget.resourceId();
    if (resourceId == null) {
      return;
    }
    if (budget.type() == BudgetType.PROJECT) {
      new Resources(ledger, graph).requireProject(resourceId);
    } else if (budget.type() == BudgetType.TASK) {
      String projectId = BudgetRules.projectAbove(budget, after);
      new Resources(ledger, graph).requireTask(resourceId, projectId);
    }
  }

  /** Moving the budget of a task moves the task, unless another of its budgets holds it. */
  private void moveTask(Budget budget, String taskId, BudgetTree after) {
    String projectId = BudgetRules.projectAbove(budget, after);
    TaskPlace place = graph.readTasks(Set.of(taskId)).get(taskId);
    if (projectId == null || place == null || place.projectId().equals(projectId)) {
      return;
    }
    BudgetRules.requireNoOtherProject(after, taskId, projectId);
    statements.changeTask(taskId, null, projectId);
  }

  /** The tasks whose budgets lie below move with nothing but their own budgets. */
  private void requireTasksStay(Budget moved, BudgetTree after) {
    List<Budget> below =
        after.subtree(moved.budgetId()).stream().filter(one -> !one.equals(moved)).toList();
    Map<String, TaskPlace> places = graph.readTasks(taskIds(below));
    for (Budget budget : below) {
      TaskPlace place = places.get(String.valueOf(budget.resourceId()));
      if (budget.isOpen() && budget.type() == BudgetType.TASK && place != null) {
        BudgetRules.requireProject(budget, place.projectId(), after);
      }
    }
  }

  private void requirePaths(BudgetTree after) {
    BudgetRules.requirePaths(
        after, ledger.platform().platformId(), graph.readTasks(taskIds(after.budgets())));
  }

  private static List<String> taskIds(Collection<Budget> budgets) {
    return budgets.stream()
        .filter(budget -> budget.isOpen() && budget.type() == BudgetType.TASK)
        .map(Budget::resourceId)
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  private Spending spending(Budget budget) {
    return spending(budget, periods(List.of(budget)));
  }

  private Spending spending(Budget budget, Map<String, List<Spending>> periods) {
    return new BudgetPeriods(budget, periods.getOrDefault(budget.budgetId(), List.of()))
        .shownAt(ledger.time());
  }

  private Map<String, List<Spending>> periods(List<Budget> budgets) {
    return graph.readPeriods(
        budgets.stream().map(budget -> BudgetGraph.range(budget, ledger.time())).toList());
  }

  private void advance() {
    graph.createEvents(events.rows());
    graph.advance(
        Map.of(
            "sequence", events.sequence(),
            "last_time", Properties.time(ledger.time()),
            "tree_version", ledger.treeVersion() + 1));
  }
}
