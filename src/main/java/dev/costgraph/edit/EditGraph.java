package dev.costgraph.edit;

import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetProperties;
import dev.costgraph.graph.CypherFile;
import dev.costgraph.graph.Properties;
import dev.costgraph.ledger.LedgerGraph;
import dev.costgraph.platform.UnknownResources;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The statements of {@code cypher/edit}, within one transaction of one platform's ledger. */
final class EditGraph {

  private static final CypherFile PUT_BUDGET = CypherFile.of("edit/put-budget");
  private static final CypherFile ALLOCATE_BUDGET = CypherFile.of("edit/allocate-budget");
  private static final CypherFile FREEZE_BUDGETS = CypherFile.of("edit/freeze-budgets");
  private static final CypherFile COUNT_OPEN_RESERVATIONS =
      CypherFile.of("edit/count-open-reservations");
  private static final CypherFile RENAME_PROJECT = CypherFile.of("edit/rename-project");
  private static final CypherFile CHANGE_TASK = CypherFile.of("edit/change-task");
  private static final CypherFile CHANGE_PLATFORM = CypherFile.of("edit/change-platform");

  private final LedgerGraph graph;
  private final String platformId;

  EditGraph(LedgerGraph graph, String platformId) {
    this.graph = graph;
    this.platformId = platformId;
  }

  void putBudget(Budget budget) {
    graph.write(
        PUT_BUDGET,
        Map.of("budget", BudgetProperties.of(budget), "parentBudgetIds", budget.parentBudgetIds()));
  }

  void allocate(Budget budget, String resourceId) {
    graph.write(
        ALLOCATE_BUDGET,
        Map.of(
            "budgetId",
            budget.budgetId(),
            "platformId",
            platformId,
            "type",
            budget.type().name(),
            "resourceId",
            resourceId));
  }

  void freeze(List<Budget> budgets) {
    List<Map<String, Object>> rows =
        budgets.stream()
            .map(
                budget ->
                    Map.<String, Object>of(
                        "budget_id", budget.budgetId(),
                        "frozen", budget.frozen(),
                        "sequence", budget.sequence()))
            .toList();
    graph.write(FREEZE_BUDGETS, Map.of("budgets", rows));
  }

  /** {@return how many reservations hold something on a budget} */
  long countOpenReservations(String budgetId, Instant now) {
    return graph
        .read(
            COUNT_OPEN_RESERVATIONS,
            Map.of("platformId", platformId, "budgetId", budgetId, "now", Properties.time(now)),
            row -> row.get("reservations").asLong())
        .getFirst();
  }

  /** Renames a project unless the name is null; {@return its name} */
  String renameProject(String projectId, @Nullable String name) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("projectId", projectId);
    parameters.put("name", name);
    return graph.read(RENAME_PROJECT, parameters, row -> row.get("name").asString()).getFirst();
  }

  /** Moves a task, and renames it unless the name is null; {@return its name} */
  String changeTask(String taskId, @Nullable String name, String projectId) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("taskId", taskId);
    parameters.put("name", name);
    parameters.put("projectId", projectId);
    return graph.read(CHANGE_TASK, parameters, row -> row.get("name").asString()).getFirst();
  }

  void changePlatform(String name, UnknownResources unknownResources) {
    graph.write(
        CHANGE_PLATFORM,
        Map.of(
            "platformId", platformId,
            "name", name,
            "unknownResources", unknownResources.name()));
  }
}
