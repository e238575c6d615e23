package dev.costgraph.ledger;

import dev.costgraph.Limits;
import dev.costgraph.command.ReserveResult.Reserved;
import dev.costgraph.graph.CypherFile;
import dev.costgraph.graph.Graph;
import dev.costgraph.graph.Properties;
import dev.costgraph.ledger.Command.Route;
import dev.costgraph.platform.Platform;
import dev.costgraph.platform.PlatformGraph;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
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
 * Which platform a task, project, budget or reservation is of. That never changes, so what is known
 * is remembered; what is not is asked for again. It only routes: the ledger checks under its lock.
 */
@Singleton
public class PlatformDirectory {

  private static final int ENTRIES_MAX = 200_000;
  private static final String RESERVATION = "Reservation\n";

  private static final CypherFile FIND_PLATFORMS = CypherFile.of("ledger/find-platforms");
  static final CypherFile CREATE_PLATFORM = CypherFile.of("ledger/create-platform");
  private static final CypherFile COUNT_PLATFORMS = CypherFile.of("ledger/count-platforms");

  private final Graph graph;
  private final Clock clock;
  private final Map<String, String> platformByKey = new ConcurrentHashMap<>();

  /** Apart from the others, for there are so many that it is often emptied. */
  private final Map<String, String> platformByReservation = new ConcurrentHashMap<>();

  private final Set<String> existing = ConcurrentHashMap.newKeySet();

  PlatformDirectory(Graph graph, Clock clock) {
    this.graph = graph;
    this.clock = clock;
  }

  /**
   * {@return the platform of each command: the one it names, or that of its task, project or
   * reservation; null for a reservation that is not known}
   */
  List<@Nullable String> platformsOf(List<Route> routes) {
    Set<String> keys =
        routes.stream()
            .filter(route -> route.platformId() == null)
            .flatMap(route -> keys(route).stream())
            .collect(Collectors.toSet());
    Map<String, String> found = find(keys);
    List<@Nullable String> platformIds = new ArrayList<>();
    for (Route route : routes) {
      List<String> own = keys(route);
      String byId =
          own.stream().filter(found::containsKey).findFirst().map(found::get).orElse(null);
      boolean unknownReservation =
          byId == null && own.stream().anyMatch(key -> key.startsWith(RESERVATION));
      platformIds.add(
          route.platformId() != null
              ? route.platformId()
              : byId != null ? byId : unknownReservation ? null : Platform.DEFAULT_ID);
    }
    return platformIds;
  }

  /** Reservations that were just made are about to be settled. */
  void remember(Collection<Object> outcomes) {
    for (Object outcome : outcomes) {
      if (outcome instanceof Reserved reserved) {
        bound(platformByReservation);
        platformByReservation.put(
            RESERVATION + reserved.reservation().reservationId(),
            reserved.reservation().platformId());
      }
    }
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
        graph.lookUp(COUNT_PLATFORMS, Map.of(), row -> row.get("platforms").asLong()).getFirst();
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
            "resources_on_first_sight", 0L,
            "held_nanos", 0L,
            "held_tokens", 0L,
            "open_reservations", 0L);
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
      String platformId = known(key).get(key);
      if (platformId == null) {
        missing.add(key);
      } else {
        found.put(key, platformId);
      }
    }
    if (!missing.isEmpty()) {
      bound(platformByKey);
      bound(platformByReservation);
      graph
          .lookUp(
              FIND_PLATFORMS,
              Map.of(
                  "platformIds", ids("Platform\n", missing),
                  "projectIds", ids("Project\n", missing),
                  "taskIds", ids("Task\n", missing),
                  "budgetIds", ids("Budget\n", missing),
                  "reservationIds", ids(RESERVATION, missing)),
              row ->
                  Map.entry(
                      row.get("label").asString() + "\n" + row.get("id").asString(),
                      row.get("platformId").asString()))
          .forEach(
              entry -> {
                found.put(entry.getKey(), entry.getValue());
                known(entry.getKey()).put(entry.getKey(), entry.getValue());
              });
    }
    return found;
  }

  private Map<String, String> known(String key) {
    return key.startsWith(RESERVATION) ? platformByReservation : platformByKey;
  }

  private static void bound(Map<?, ?> map) {
    if (map.size() > ENTRIES_MAX) {
      map.clear();
    }
  }

  private static List<String> ids(String prefix, List<String> keys) {
    return keys.stream()
        .filter(key -> key.startsWith(prefix))
        .map(key -> key.substring(prefix.length()))
        .toList();
  }

  private static List<String> keys(Route route) {
    if (!route.taskIds().isEmpty()) {
      return route.taskIds().stream().map(taskId -> "Task\n" + taskId).toList();
    }
    if (route.projectId() != null) {
      return List.of("Project\n" + route.projectId());
    }
    return route.reservationId() == null ? List.of() : List.of(RESERVATION + route.reservationId());
  }
}
