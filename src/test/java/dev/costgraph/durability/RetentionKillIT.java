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
 * fold one platform: nothing is lost and nothing counts twice, also when it is sent again. Archive
 * and store together have every usage, all sums stay, the books balance.
 *
 * <p>Usages are made old by hand: they are given the time that they were sent with as the one when
 * they were booked, which is no part of any sum. So they look as if they had come without a time.
 */
@Execution(CONCURRENT)
class RetentionKillIT {

  private static final String PLATFORM = "retention-kill";
  private static final Instant LONG_AGO = Instant.parse("2025-03-01T00:00:00Z");
  private static final int LIST = 250;
  private static final int LISTS = 3;

  /** These are made old when two processes fold. */
  private static final int LISTS_FOR_TWO = 2;

  /** Two edits of budgets, a reservation with its end, and what settled it. */
  private static final int FACTS_BEFORE = 5;

  private static final int YOUNG = 20;
  private static final int RUN_COUNT = 60;
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
      WHERE usage.timestamp < datetime('2025-07-01T00:00:00Z') AND usage.sequence <= $until
      SET usage.recorded_at = usage.timestamp
      """;

  private static final String OPERATIONS =
      """
      MATCH (usage:Usage {platform_id: $platformId})
      RETURN coalesce(usage.operation_id, '') AS id
      """;

  private static final String OLD =
      """
      MATCH (usage:Usage {platform_id: $platformId})
      WHERE usage.recorded_at < datetime('2025-07-01T00:00:00Z')
      RETURN count(usage) AS old
      """;

  private static final String RUNS =
      """
      MATCH (run:Run {platform_id: $platformId})
      RETURN count(run) AS runs
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
          settle(new GraphQlClient(folding.port()), "Recorded");
          for (int list = 0; list < LISTS + LISTS_FOR_TWO; list++) {
            record(new GraphQlClient(folding.port()), LONG_AGO, LIST);
          }
          makeOld(folding, LISTS * LIST);
        } else {
          left = requireAllThere(folding);
          inTheMiddle += left > 0 && left < LISTS * LIST ? 1 : 0;
        }
        try (Driver driver = driver(folding)) {
          int wanted = Math.max(0, left - 1 - random.nextInt(1 + left / 2));
          Load.await("folded", WAIT_MAX, () -> old(driver) <= wanted);
        }
        folding.kill();
      }
    }
    try (PackagedApp store = PackagedApp.start(directory, FOLDING)) {
      left = requireAllThere(store);
      inTheMiddle += left > 0 && left < LISTS * LIST ? 1 : 0;
      assertThat(inTheMiddle).as("kills in the middle").isPositive();
      foldWithAnother(store);
      requireResent(new GraphQlClient(store.port()));
      requireSums(new GraphQlClient(store.port()));
      try (Driver driver = driver(store)) {
        Set<String> kept = operations(driver);
        assertThat(kept).hasSize(2 * YOUNG).doesNotContainAnyElementsOf(archived());
        Load.await("runs gone", WAIT_MAX, () -> number(driver, RUNS) == 0);
        kept.addAll(archived());
        assertThat(kept).isEqualTo(sent);
      }
      store.stop();
    }
  }

  /** Two processes record and fold the same platform until nothing old is left. */
  private void foldWithAnother(PackagedApp store) throws Exception {
    Map<String, String> remote = new HashMap<>(FOLDING);
    remote.put("NEO4J_URI", store.boltUri());
    remote.put("NEO4J_PASSWORD", Files.readString(store.passwordFile()).strip());
    remote.put("COSTGRAPH_ARCHIVE", directory.resolve("data").resolve("archive").toString());
    try (PackagedApp other = PackagedApp.start(directory.resolve("other"), remote);
        Driver driver = driver(store)) {
      for (int list = 1; list <= LISTS_FOR_TWO; list++) {
        record(new GraphQlClient(list % 2 == 0 ? store.port() : other.port()), null, YOUNG);
        makeOld(store, (LISTS + list) * LIST);
      }
      Load.await("all folded", WAIT_MAX, () -> old(driver) == 0);
      other.stop();
    }
  }

  /**
   * Looks while usages may go: what is not in the store any more is in the archive by then.
   *
   * @return how many usages are left that are to go
   */
  private int requireAllThere(PackagedApp app) throws Exception {
    try (Driver driver = driver(app)) {
      Set<String> both = new HashSet<>(operations(driver));
      both.addAll(archived());
      assertThat(both).isEqualTo(sent);
      requireSums(new GraphQlClient(app.port()));
      int left = old(driver);
      LOG.log(System.Logger.Level.INFO, "{0} of {1} left", left, sent.size());
      return left;
    }
  }

  /** In a process that was started since: some of what was folded, and without its time. */
  private void requireResent(GraphQlClient client) {
    settle(client, "TOO_OLD");
    JsonArrayBuilder list = createArrayBuilder();
    for (int i = 1; i < (LISTS + LISTS_FOR_TWO) * LIST; i += LIST / 5) {
      list.add(usage(PLATFORM + "-op-" + i).add("platformId", PLATFORM).add("amount", "1"));
    }
    assertThat(
            Journal.results(
                client.send("record-usages", createObjectBuilder().add("usages", list).build())))
        .hasSize(5 * (LISTS + LISTS_FOR_TWO))
        .allMatch(result -> result.getString("code", "").equals("TOO_OLD"));
  }

  /** Names no platform: the reservation says where it goes, as long as that is known. */
  private void settle(GraphQlClient client, String outcome) {
    String id = PLATFORM + "-settling";
    JsonObject usage =
        usage(id).add("amount", "0.000001").add("timestamp", LONG_AGO.toString()).build();
    JsonObject variables =
        createObjectBuilder().add("reservationId", PLATFORM + "-held").add("usage", usage).build();
    JsonObject answer = client.send("settle", variables).getJsonObject("settle");
    assertThat(answer.getString("code", answer.getString("__typename")))
        .as("%s", answer)
        .isEqualTo(outcome);
    if (sent.add(id)) {
      cost = cost.add(new BigDecimal("0.000001"));
    }
  }

  private static JsonObjectBuilder usage(String id) {
    return createObjectBuilder()
        .add("operationId", id)
        .add("agentId", "agent-0")
        .add("userId", "user-0");
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
    JsonObject reservation =
        createObjectBuilder()
            .add("reservationId", PLATFORM + "-held")
            .add("agentId", "agent-0")
            .add("platformId", PLATFORM)
            .add("amount", "0.001")
            .add("ttlSeconds", 600)
            .build();
    client.send("reserve", createObjectBuilder().add("reservation", reservation).build());
  }

  private void record(GraphQlClient client, @Nullable Instant from, int count) {
    JsonArrayBuilder list = createArrayBuilder();
    for (int i = 0; i < count; i++) {
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
        int run = 1 + random.nextInt(RUN_COUNT);
        usage
            .add("timestamp", from.plusSeconds(60L * random.nextInt(60 * 24 * 60)).toString())
            .add("runId", "run-" + run)
            .add("parentRunId", "run-" + (run - 1));
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

  /** The first so many of the lists, with what was booked before. */
  private static void makeOld(PackagedApp app, long usages) throws IOException {
    try (Driver driver = driver(app)) {
      driver
          .executableQuery(MAKE_OLD)
          .withParameters(Map.of("platformId", PLATFORM, "until", FACTS_BEFORE + usages))
          .execute();
    }
  }

  /** {@return how many old usages are left; one that goes while it is read is none yet} */
  private static int old(Driver driver) {
    return number(driver, OLD);
  }

  private static int number(Driver driver, String statement) {
    try {
      return driver
          .executableQuery(statement)
          .withParameters(Map.of("platformId", PLATFORM))
          .execute()
          .records()
          .getFirst()
          .get(0)
          .asInt();
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
