package dev.costgraph.edit;

import dev.costgraph.BadRequest;
import dev.costgraph.BadRequest.Code;
import dev.costgraph.graph.Properties;
import dev.costgraph.ledger.LedgerGraph;
import dev.costgraph.ledger.LedgerGraph.TaskPlace;
import dev.costgraph.ledger.LockedLedger;
import dev.costgraph.platform.Project;
import dev.costgraph.platform.Task;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Edits of a platform's projects and tasks, within one transaction under the ledger's lock. */
final class Resources {

  private final LockedLedger ledger;
  private final LedgerGraph graph;
  private final EditGraph statements;

  Resources(LockedLedger ledger, LedgerGraph graph) {
    this.ledger = ledger;
    this.graph = graph;
    this.statements = new EditGraph(graph, ledger.platform().platformId());
  }

  /** Makes the project or renames it; a name of null is the id, or stays. */
  Project putProject(String projectId, @Nullable String name) {
    requireProject(projectId);
    String stored = statements.renameProject(projectId, name);
    return new Project(projectId, stored, ledger.platform().platformId());
  }

  /** Makes the task, renames it or moves it to another project of the platform. */
  Task putTask(String taskId, @Nullable String name, String projectId) {
    requireProject(projectId);
    TaskPlace place = graph.readTasks(Set.of(taskId)).get(taskId);
    if (place == null) {
      createTask(taskId, projectId);
    } else {
      requireThisPlatform("taskId", taskId, place.platformId());
    }
    if (place != null && !place.projectId().equals(projectId)) {
      BudgetRules.requireNoOtherProject(graph.readTree(), taskId, projectId);
    }
    String stored = statements.changeTask(taskId, name, projectId);
    Map<String, Object> advance = new HashMap<>();
    advance.put("last_time", Properties.time(ledger.time()));
    advance.put("tree_version", ledger.treeVersion() + 1);
    graph.advance(advance);
    return new Task(taskId, stored, projectId);
  }

  /** The project is of this platform; an unknown one is made. */
  void requireProject(String projectId) {
    String platformId = graph.readProjects(Set.of(projectId)).get(projectId);
    if (platformId == null) {
      graph.createProjects(
          List.of(Map.of("project_id", projectId, "name", projectId)), ledger.time());
    } else {
      requireThisPlatform("projectId", projectId, platformId);
    }
  }

  /**
   * The task is of this platform and project; an unknown one is made.
   *
   * @param projectId null when nothing says which
   */
  void requireTask(String taskId, @Nullable String projectId) {
    TaskPlace place = graph.readTasks(Set.of(taskId)).get(taskId);
    if (place == null) {
      if (projectId == null) {
        throw new BadRequest(
            Code.NOT_FOUND,
            "resourceId",
            "task '%s' is not known and no parent says its project: putTask first"
                .formatted(taskId));
      }
      createTask(taskId, projectId);
      return;
    }
    requireThisPlatform("resourceId", taskId, place.platformId());
    if (projectId != null && !projectId.equals(place.projectId())) {
      throw new BadRequest(
          Code.CONTRADICTING_IDS,
          "parentBudgetIds",
          "task '%s' is of project '%s', the parents are of project '%s'"
              .formatted(taskId, place.projectId(), projectId));
    }
  }

  private void createTask(String taskId, String projectId) {
    graph.createTasks(
        List.of(Map.of("task_id", taskId, "name", taskId, "project_id", projectId)), ledger.time());
  }

  private void requireThisPlatform(String field, String id, String platformId) {
    if (!platformId.equals(ledger.platform().platformId())) {
      throw new BadRequest(
          Code.CONTRADICTING_IDS,
          field,
          "'%s' is of platform '%s', not '%s'"
              .formatted(id, platformId, ledger.platform().platformId()));
    }
  }
}
