package dev.costgraph.durability;

import static jakarta.json.Json.createArrayBuilder;
import static jakarta.json.Json.createObjectBuilder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import dev.costgraph.GraphQlClient;
import dev.costgraph.PackagedApp;
import dev.costgraph.Proofs;
import dev.costgraph.retention.ArchivedUsages;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.exceptions.Neo4jException;

/**
 * The packaged application is killed in the middle of folding and started again, and two processes
 * fold one platform: nothing is lost and nothing counts twice. Archive and store together have
 * every usage, all sums stay, the books balance.
 *
 * <p>Usages are made old by hand: the time when they were booked is no part of any sum.
 */
@Execution(CONCURRENT)
class RetentionKillIT {

  private static final String PLATFORM = "retention-kill";
  private static final Instant LONG_AGO = Instant.parse("2025-03-01T00:00:00Z");
  private static final int LIST = 250;
  private static final int LISTS = 4;
  private static final Duration WAIT_MAX = Duration.ofSeconds(90);

  /** Usages are folded a day after they were booked, which is looked for every second. */
  private static final Map<String, String> FOLDING =
      Map.of(
          "COSTGRAPH_RETENTION_DAYS", "1",
          "COSTGRAPH_RETENTION_DELAYED", "3s",
          "COSTGRAPH_RETENTION_EVERY", "1s");

  private static final String MAKE_OLD =
      """
      MATCH (usage:Usage {platform_id: $platformId})
      WHERE usage.recorded_at > datetime('2025-07-01T00:00:00Z')
      SET usage.recorded_at = datetime('2025-06-01T00:00:00Z')
      """;

  private static final String OPERATIONS =
      """
      MATCH (usage:Usage {platform_id: $platformId})
      RETURN coalesce(usage.operation_id, '') AS id
      """;

  private static final System.Logger LOG = System.getLogger("test");

  @TempDir Path directory;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final Set<String> sent = new TreeSet<>();
  private BigDecimal cost = BigDecimal.ZERO;

  @Test
  void shouldFoldEachUsageOnceWhereverItWasKilledAndWhoeverFolds() throws Exception {
    LOG.log(System.Logger.Level.INFO, "seed {0}", Long.toString(seed));
    int inTheMiddle = 0;
    int left = LISTS * LIST;
    for (int kill = 0; kill < Proofs.RESTARTS && left > 0; kill++) {
      try (PackagedApp folding = PackagedApp.start(directory, FOLDING)) {
        if (kill == 0) {
          prepare(new GraphQlClient(folding.port()));
          for (int list = 0; list < LISTS; list++) {
            record(new GraphQlClient(folding.port()), LONG_AGO);
          }
          makeOld(folding);
        } else {
          left = requireAllThere(folding);
          inTheMiddle += left > 0 && left < sent.size() ? 1 : 0;
        }
        try (Driver driver = driver(folding)) {
          int wanted = Math.max(0, left - 1 - random.nextInt(1 + left / 2));
          Load.await("folded", WAIT_MAX, () -> left(driver) <= wanted);
        }
        folding.kill();
      }
    }
    try (PackagedApp store = PackagedApp.start(directory, FOLDING)) {
      left = requireAllThere(store);
      inTheMiddle += left > 0 && left < sent.size() ? 1 : 0;
      assertThat(inTheMiddle).as("kills in the middle").isPositive();
      foldWithAnother(store);
      requireSums(new GraphQlClient(store.port()));
      assertThat(archived()).isEqualTo(sent);
      store.stop();
    }
  }

  /** Two processes record and fold the same platform until nothing is left. */
  private void foldWithAnother(PackagedApp store) throws Exception {
    Map<String, String> remote = new HashMap<>(FOLDING);
    remote.put("NEO4J_URI", store.boltUri());
    remote.put("NEO4J_PASSWORD", Files.readString(store.passwordFile()).strip());
    remote.put("COSTGRAPH_ARCHIVE", directory.resolve("data").resolve("archive").toString());
    try (PackagedApp other = PackagedApp.start(directory.resolve("other"), remote);
        Driver driver = driver(store)) {
      for (int list = 0; list < LISTS / 2; list++) {
        record(new GraphQlClient(list % 2 == 0 ? store.port() : other.port()), null);
        makeOld(store);
      }
      Load.await("all folded", WAIT_MAX, () -> left(driver) == 0);
      other.stop();
    }
  }

  /**
   * Looks while usages may go: what is not in the store any more is in the archive by then.
   *
   * @return how many usages are left in the store
   */
  private int requireAllThere(PackagedApp app) throws Exception {
    try (Driver driver = driver(app)) {
      Set<String> left = operations(driver);
      Set<String> both = new HashSet<>(archived());
      both.addAll(left);
      assertThat(both).isEqualTo(sent);
      requireSums(new GraphQlClient(app.port()));
      LOG.log(System.Logger.Level.INFO, "{0} of {1} left", left.size(), sent.size());
      return left.size();
    }
  }

  private void requireSums(GraphQlClient client) {
    for (String dimension : List.of("AGENT", "USER")) {
      JsonObject variables =
          createObjectBuilder()
              .add("groupBy", createArrayBuilder().add(dimension))
              .add(
                  "filter",
                  createObjectBuilder().add("platformIds", createArrayBuilder().add(PLATFORM)))
              .build();
      JsonObject total =
          client.send("costs", variables).getJsonObject("costs").getJsonObject("total");
      assertThat(new BigDecimal(total.getString("cost"))).as(dimension).isEqualByComparingTo(cost);
      assertThat(total.getInt("calls")).as(dimension).isEqualTo(sent.size());
    }
    JsonObject books =
        client
            .send("books", createObjectBuilder().add("platformId", PLATFORM).build())
            .getJsonObject("books");
    assertThat(books.getBoolean("balanced")).as("%s", books).isTrue();
  }

  private Set<String> archived() throws IOException {
    return new TreeSet<>(
        ArchivedUsages.read(directory.resolve("data").resolve("archive"), PLATFORM).keySet());
  }

  private static void prepare(GraphQlClient client) {
    JsonObject platform = createObjectBuilder().add("platformId", PLATFORM).build();
    client.send("put-platform", createObjectBuilder().add("platform", platform).build());
    for (String period : List.of("DAY", "MONTH")) {
      JsonObject budget =
          createObjectBuilder()
              .add("budgetId", PLATFORM + ":" + period)
              .add("name", period)
              .add("type", "PLATFORM")
              .add("resourceId", PLATFORM)
              .add("platformId", PLATFORM)
              .add("period", period)
              .add("limit", "1")
              .build();
      client.send("create-budget", createObjectBuilder().add("budget", budget).build());
    }
  }

  private void record(GraphQlClient client, @Nullable Instant from) {
    JsonArrayBuilder list = createArrayBuilder();
    for (int i = 0; i < LIST; i++) {
      BigDecimal amount = BigDecimal.valueOf(1 + random.nextInt(1_000_000), 9);
      String id = PLATFORM + "-op-" + sent.size();
      JsonObjectBuilder usage =
          createObjectBuilder()
              .add("operationId", id)
              .add("agentId", "agent-" + random.nextInt(3))
              .add("userId", "user-" + random.nextInt(3))
              .add("platformId", PLATFORM)
              .add("amount", amount.toPlainString());
      if (from != null) {
        usage.add("timestamp", from.plusSeconds(60L * random.nextInt(60 * 24 * 60)).toString());
      }
      list.add(usage);
      sent.add(id);
      cost = cost.add(amount);
    }
    JsonObject answer =
        client.send("record-usages", createObjectBuilder().add("usages", list).build());
    assertThat(Journal.results(answer))
        .allMatch(result -> result.getString("__typename").equals("Recorded"));
  }

  private static Driver driver(PackagedApp app) throws IOException {
    String password = Files.readString(app.passwordFile()).strip();
    return GraphDatabase.driver(app.boltUri(), AuthTokens.basic("neo4j", password));
  }

  private static void makeOld(PackagedApp app) throws IOException {
    try (Driver driver = driver(app)) {
      driver.executableQuery(MAKE_OLD).withParameters(Map.of("platformId", PLATFORM)).execute();
    }
  }

  /** {@return how many usages are left; one that goes while it is read is none yet} */
  private static int left(Driver driver) {
    try {
      return operations(driver).size();
    } catch (Neo4jException e) {
      return Integer.MAX_VALUE;
    }
  }

  private static Set<String> operations(Driver driver) {
    Set<String> ids = new TreeSet<>();
    driver
        .executableQuery(OPERATIONS)
        .withParameters(Map.of("platformId", PLATFORM))
        .execute()
        .records()
        .forEach(row -> ids.add(row.get("id").asString()));
    return ids;
  }
}
