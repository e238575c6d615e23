package dev.costgraph.ledger;

import dev.costgraph.Limits;
import dev.costgraph.command.RejectionCode;
import dev.costgraph.ledger.Command.Route;
import dev.costgraph.ledger.LedgerGraph.TaskPlace;
import dev.costgraph.ledger.PlatformCache.Leaf;
import dev.costgraph.platform.UnknownResources;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the commands of a batch are booked, and the projects and tasks made on first sight. */
final class Places {

  private final LockedLedger ledger;
  private final Map<String, TaskPlace> tasks;
  private final Map<String, String> projects;
  private final Map<String, String> newProjects = new LinkedHashMap<>();
  private final Map<String, String> newTasks = new LinkedHashMap<>();

  /**
   * @param tasks where the batch's tasks belong, as far as they are known
   * @param projects the platforms of the batch's projects, likewise
   */
  Places(LockedLedger ledger, Map<String, TaskPlace> tasks, Map<String, String> projects) {
    this.ledger = ledger;
    this.tasks = tasks;
    this.projects = projects;
  }

  /** Where a command is booked, and the resources that come into being for it. */
  record Place(
      Leaf leaf, @Nullable String newProject, @Nullable String newTask, List<String> warnings) {

    /** {@return whether it was not what is named, which is not known and was not made} */
    boolean isStandIn() {
      return !warnings.isEmpty();
    }
  }

  /** {@return the leaves of a command as far as they are known yet} */
  List<Leaf> likely(Route route) {
    if (route.taskIds().isEmpty()) {
      return List.of(new Leaf(route.projectId(), null));
    }
    List<Leaf> leaves = new ArrayList<>();
    for (String taskId : route.taskIds()) {
      TaskPlace known = tasks.get(taskId);
      leaves.add(new Leaf(known == null ? route.projectId() : known.projectId(), taskId));
    }
    return leaves;
  }

  /**
   * {@return where a command with these ids is booked; nothing is made}
   *
   * @throws Refused when the ids contradict what is known, or are unknown where none are made
   */
  Place find(@Nullable String taskId, @Nullable String projectId) {
    if (taskId != null) {
      return task(taskId, projectId);
    }
    return projectId == null
        ? new Place(new Leaf(null, null), null, null, List.of())
        : project(projectId);
  }

  private Place task(String taskId, @Nullable String namedProjectId) {
    String platformId = ledger.platform().platformId();
    TaskPlace known = tasks.get(taskId);
    String projectId = known == null ? newTasks.get(taskId) : known.projectId();
    if (known != null && !known.platformId().equals(platformId)) {
      throw contradiction("taskId", "task '%s' is of platform '%s'", taskId, known.platformId());
    }
    if (projectId != null) {
      if (namedProjectId != null && !namedProjectId.equals(projectId)) {
        throw contradiction("projectId", "task '%s' is of project '%s'", taskId, projectId);
      }
      return new Place(new Leaf(projectId, taskId), null, null, List.of());
    }
    requireCreation("taskId", "task", taskId);
    String home = namedProjectId == null ? unassigned(platformId) : namedProjectId;
    Place parent = project(home);
    if (room() <= (parent.newProject() == null ? 0 : 1)) {
      String warning = full("task", taskId, parent.leaf());
      return new Place(parent.leaf(), parent.newProject(), null, List.of(warning));
    }
    return new Place(new Leaf(home, taskId), parent.newProject(), taskId, List.of());
  }

  private Place project(String projectId) {
    String platformId = ledger.platform().platformId();
    String known = projects.getOrDefault(projectId, newProjects.get(projectId));
    if (known != null) {
      if (!known.equals(platformId)) {
        throw contradiction("projectId", "project '%s' is of platform '%s'", projectId, known);
      }
      return new Place(new Leaf(projectId, null), null, null, List.of());
    }
    requireCreation("projectId", "project", projectId);
    if (room() <= 0) {
      Leaf platform = new Leaf(null, null);
      return new Place(platform, null, null, List.of(full("project", projectId, platform)));
    }
    return new Place(new Leaf(projectId, null), projectId, null, List.of());
  }

  /** A task that is seen first without its project waits here until it is put into one. */
  static String unassigned(String platformId) {
    return platformId + ":unassigned";
  }

  private void requireCreation(String field, String noun, String id) {
    if (ledger.platform().unknownResources() == UnknownResources.REJECT) {
      throw new Refused(
          RejectionCode.UNKNOWN_RESOURCE,
          field,
          "%s '%s' is not known to platform '%s', which rejects unknown ones: put it first"
              .formatted(noun, id, ledger.platform().platformId()));
    }
  }

  private long room() {
    return Limits.RESOURCES_ON_FIRST_SIGHT_MAX - resourcesOnFirstSight();
  }

  /** {@return projects and tasks that were ever made so, with those of this batch} */
  long resourcesOnFirstSight() {
    return ledger.resourcesOnFirstSight() + newProjects.size() + newTasks.size();
  }

  private static String full(String noun, String id, Leaf leaf) {
    return ("%s '%s' is not known and %d were made on first sight, the most: booked to %s; put it"
            + " first to book to it")
        .formatted(
            noun,
            id,
            Limits.RESOURCES_ON_FIRST_SIGHT_MAX,
            leaf.projectId() == null ? "the platform" : "project '" + leaf.projectId() + "'");
  }

  private static Refused contradiction(String field, String message, String id, String other) {
    return new Refused(RejectionCode.CONTRADICTING_IDS, field, message.formatted(id, other));
  }

  /** Makes what a place needs; from here on the batch knows it. */
  void create(Place place) {
    if (place.newProject() != null) {
      newProjects.put(place.newProject(), ledger.platform().platformId());
    }
    if (place.newTask() != null && place.leaf().projectId() != null) {
      newTasks.put(place.newTask(), place.leaf().projectId());
    }
  }

  /** {@return project ids that come into being} */
  Set<String> newProjects() {
    return newProjects.keySet();
  }

  /** {@return task ids that come into being, with their projects} */
  Map<String, String> newTasks() {
    return newTasks;
  }
}
