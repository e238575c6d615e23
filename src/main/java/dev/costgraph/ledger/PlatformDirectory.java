package dev.costgraph.ledger;

import dev.costgraph.Limits;
import dev.costgraph.graph.CypherFile;
import dev.costgraph.graph.Graph;
import dev.costgraph.graph.Properties;
import dev.costgraph.platform.Platform;
import dev.costgraph.platform.PlatformGraph;
import dev.costgraph.usage.UsageInput;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;

/**
 * Which platform a task, project or budget is of. That never changes, so what is known is
 * remembered; what is not is asked for again. It only routes: the ledger checks under its lock.
 */
@Singleton
public class PlatformDirectory {

  private static final int ENTRIES_MAX = 200_000;

  private static final CypherFile FIND_PLATFORMS = CypherFile.of("ledger/find-platforms");
  static final CypherFile CREATE_PLATFORM = CypherFile.of("ledger/create-platform");
  private static final CypherFile COUNT_PLATFORMS = CypherFile.of("ledger/count-platforms");

  private final Graph graph;
  private final Clock clock;
  private final Map<String, String> platformByKey = new ConcurrentHashMap<>();
  private final Set<String> existing = ConcurrentHashMap.newKeySet();

  PlatformDirectory(Graph graph, Clock clock) {
    this.graph = graph;
    this.clock = clock;
  }

  /**
   * {@return the platform to book each usage on: the one it names, or that of its task or project}
   */
  List<String> platformsOf(List<UsageInput> usages) {
    Set<String> keys =
        usages.stream()
            .filter(usage -> usage.platformId() == null)
            .map(PlatformDirectory::key)
            .filter(key -> key != null)
            .collect(Collectors.toSet());
    Map<String, String> found = find(keys);
    List<String> platformIds = new ArrayList<>();
    for (UsageInput usage : usages) {
      String key = key(usage);
      String byResource = key == null ? null : found.get(key);
      platformIds.add(
          usage.platformId() != null
              ? usage.platformId()
              : byResource == null ? Platform.DEFAULT_ID : byResource);
    }
    return platformIds;
  }

  /** {@return the platform of a budget; null for an unknown one} */
  public @Nullable String platformOfBudget(String budgetId) {
    return find(Set.of("Budget\n" + budgetId)).get("Budget\n" + budgetId);
  }

  /** {@return the platform of a project; null for an unknown one} */
  public @Nullable String platformOfProject(String projectId) {
    return find(Set.of("Project\n" + projectId)).get("Project\n" + projectId);
  }

  /** {@return the platform of a task; null for an unknown one} */
  public @Nullable String platformOfTask(String taskId) {
    return find(Set.of("Task\n" + taskId)).get("Task\n" + taskId);
  }

  /** {@return whether the platform exists now; the cap on platforms made so may forbid it} */
  boolean createOnFirstSight(String platformId) {
    if (exists(platformId)) {
      return true;
    }
    long platforms =
        graph.read(COUNT_PLATFORMS, Map.of(), row -> row.get("platforms").asLong()).getFirst();
    if (platforms >= Limits.PLATFORMS_ON_FIRST_SIGHT_MAX
        && !Platform.DEFAULT_ID.equals(platformId)) {
      return false;
    }
    create(Platform.onFirstSight(platformId), !Platform.DEFAULT_ID.equals(platformId));
    return true;
  }

  public boolean exists(String platformId) {
    if (existing.contains(platformId)) {
      return true;
    }
    boolean found = !find(Set.of("Platform\n" + platformId)).isEmpty();
    if (found) {
      existing.add(platformId);
    }
    return found;
  }

  /** Makes the platform unless it exists; {@return it as it is stored} */
  public Platform create(Platform platform) {
    return create(platform, false);
  }

  private Platform create(Platform platform, boolean onFirstSight) {
    Map<String, Object> parameters = parameters(platform, onFirstSight);
    try (Session session = graph.writeSession()) {
      Record row =
          session.executeWrite(tx -> tx.run(CREATE_PLATFORM.statement(), parameters).single());
      existing.add(platform.platformId());
      return PlatformGraph.platform(Properties.of(row.get("platform")));
    }
  }

  /** {@return the parameters of {@link #CREATE_PLATFORM}} */
  Map<String, Object> parameters(Platform platform, boolean onFirstSight) {
    Map<String, Object> ledger =
        Map.of(
            "sequence", 0L,
            "tree_version", 0L,
            "last_time", Properties.time(Instant.EPOCH),
            "charged_nanos", 0L,
            "charged_tokens", 0L,
            "resources_on_first_sight", 0L);
    Map<String, Object> properties =
        Map.of(
            "platform_id", platform.platformId(),
            "name", platform.name(),
            "currency", platform.currency(),
            "zone", platform.zone(),
            "unknown_resources", platform.unknownResources().name(),
            "on_first_sight", onFirstSight,
            "created_at", Properties.time(clock.instant()));
    return Map.of("platform", properties, "ledger", ledger);
  }

  private Map<String, String> find(Set<String> keys) {
    Map<String, String> found = new HashMap<>();
    List<String> missing = new ArrayList<>();
    for (String key : keys) {
      String platformId = platformByKey.get(key);
      if (platformId == null) {
        missing.add(key);
      } else {
        found.put(key, platformId);
      }
    }
    if (!missing.isEmpty()) {
      if (platformByKey.size() > ENTRIES_MAX) {
        platformByKey.clear();
      }
      graph
          .read(
              FIND_PLATFORMS,
              Map.of(
                  "platformIds", ids("Platform", missing),
                  "projectIds", ids("Project", missing),
                  "taskIds", ids("Task", missing),
                  "budgetIds", ids("Budget", missing)),
              row ->
                  Map.entry(
                      row.get("label").asString() + "\n" + row.get("id").asString(),
                      row.get("platformId").asString()))
          .forEach(
              entry -> {
                found.put(entry.getKey(), entry.getValue());
                platformByKey.put(entry.getKey(), entry.getValue());
              });
    }
    return found;
  }

  private static List<String> ids(String label, List<String> keys) {
    return keys.stream()
        .filter(key -> key.startsWith(label + "\n"))
        .map(key -> key.substring(label.length() + 1))
        .toList();
  }

  private static @Nullable String key(UsageInput usage) {
    if (usage.taskId() != null) {
      return "Task\n" + usage.taskId();
    }
    return usage.projectId() == null ? null : "Project\n" + usage.projectId();
  }
}
