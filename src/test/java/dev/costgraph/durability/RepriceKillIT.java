package dev.costgraph.durability;

import static jakarta.json.Json.createArrayBuilder;
import static jakarta.json.Json.createObjectBuilder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import dev.costgraph.GraphQlClient;
import dev.costgraph.PackagedApp;
import dev.costgraph.Proofs;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;

/**
 * The packaged application is killed in the middle of a reprice and started again: the same reprice
 * sent again posts exactly the rest.
 *
 * <p>Each round appends a higher price of all models, one of which had none, and kills once some of
 * the change is booked. Usages cost tokens × a whole number of nanos, so nothing is rounded.
 */
@Execution(CONCURRENT)
class RepriceKillIT {

  private static final String PLATFORM = "reprice-kill";
  private static final Instant START = Instant.parse("2025-03-01T00:00:00Z");
  private static final int MINUTES = 60 * 24 * 60;
  private static final int LIST = 500;
  private static final int LISTS = 6;

  /** Of each round, of a model that has no price before. */
  private static final int UNPRICED = 250;

  /** What a reprice posts in one transaction: all of it or nothing. */
  private static final int TRANSACTION = 200;

  /** The kill comes when so much of the change is booked at most, far from its end. */
  private static final int PERCENT_MAX = 50;

  private static final Duration WAIT_MAX = Duration.ofSeconds(60);

  /** Its own questions, of plain facts: none of the service's statements is used. */
  private static final String ADJUSTED =
      """
      MATCH (usage:Usage {platform_id: $platformId})
      RETURN COUNT { (usage)-[:INCURRED]->(:Adjustment {reason: $reason}) } AS adjustments,
        count(usage) AS usages
      """;

  private static final String WRONGLY_PRICED =
      """
      MATCH (usage:Usage {platform_id: $platformId})
      OPTIONAL MATCH (usage)-[:INCURRED]->(entry:CostEntry)
      WITH usage, sum(entry.total_cost_nanos) AS nanos
      WHERE usage:Unpriced OR nanos <> usage.total_tokens * $nanosPerToken
      RETURN usage.operation_id AS id
      """;

  private static final System.Logger LOG = System.getLogger("test");

  @TempDir Path directory;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final List<String> models = new ArrayList<>();
  private long usages;
  private long tokens;
  private long nanosPerToken;

  @Test
  void shouldAdjustEachUsageOnceWhereverItWasKilled() throws Exception {
    LOG.log(
        System.Logger.Level.INFO,
        "{0} kills of a reprice, seed {1}",
        Proofs.RESTARTS,
        Long.toString(seed));
    int inTheMiddle = 0;
    PackagedApp app = PackagedApp.start(directory, Map.of());
    try {
      prepare(new GraphQlClient(app.port()));
      for (int round = 1; round <= Proofs.RESTARTS; round++) {
        GraphQlClient client = new GraphQlClient(app.port());
        models.add("late-" + round);
        record(client, models.getLast(), UNPRICED);
        BigDecimal cost = costs(client, "cost");
        nanosPerToken += 1 + random.nextInt(5_000);
        addPrices(client);
        String reason = "the price of round " + round;
        int percent = 1 + random.nextInt(PERCENT_MAX);
        killOnceAdjusted(app, reason, expectedCost().subtract(cost), percent);

        app = PackagedApp.start(directory, Map.of());
        long adjusted = finish(app, reason);
        inTheMiddle += adjusted > 0 && adjusted < usages ? 1 : 0;
        LOG.log(
            System.Logger.Level.INFO,
            "kill {0} of {1} at {2} % of the change: {3} of {4} usages adjusted before it, the"
                + " rest after it, none twice",
            round,
            Proofs.RESTARTS,
            percent,
            adjusted,
            usages);
      }
      assertThat(inTheMiddle).as("kills in the middle").isPositive();
      app.stop();
    } finally {
      app.close();
    }
  }

  /** Starts a reprice and kills the process when so many percent of its change are booked. */
  private void killOnceAdjusted(PackagedApp app, String reason, BigDecimal change, int percent)
      throws Exception {
    GraphQlClient client = new GraphQlClient(app.port());
    BigDecimal wanted =
        costs(client, "cost").add(change.multiply(BigDecimal.valueOf(percent)).movePointLeft(2));
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<JsonObject> reprice = executor.submit(() -> reprice(client, reason));
      Load.await("adjustments", WAIT_MAX, () -> costs(client, "cost").compareTo(wanted) >= 0);
      app.kill();
      try {
        reprice.get();
      } catch (ExecutionException e) {
        assertThat(e).hasCauseInstanceOf(UncheckedIOException.class);
      }
    }
  }

  /** Checks what the kill left, and adjusts the rest; {@return how many were adjusted before} */
  private long finish(PackagedApp app, String reason) throws Exception {
    GraphQlClient client = new GraphQlClient(app.port());
    String password = Files.readString(app.passwordFile()).strip();
    try (Driver driver = GraphDatabase.driver(app.boltUri(), AuthTokens.basic("neo4j", password))) {
      requireBalance(client);
      Map<Long, Long> before = usagesByAdjustments(driver, reason);
      assertThat(before.keySet()).as("adjustments of one usage").isSubsetOf(0L, 1L);
      long adjusted = before.getOrDefault(1L, 0L);
      assertThat(adjusted == usages ? 0 : adjusted % TRANSACTION).as("in whole pages").isZero();

      JsonObject rest = reprice(client, reason);
      JsonObject again = reprice(client, reason);

      assertThat(rest.getInt("usages")).isEqualTo((int) usages);
      assertThat(rest.getInt("adjusted")).isEqualTo((int) (usages - adjusted));
      assertThat(again.getInt("adjusted")).isZero();
      assertThat(usagesByAdjustments(driver, reason)).isEqualTo(Map.of(1L, usages));
      assertThat(wronglyPriced(driver)).isEmpty();
      assertThat(costs(client, "cost")).isEqualByComparingTo(expectedCost());
      assertThat(costs(client, "calls")).isEqualByComparingTo(BigDecimal.valueOf(usages));
      assertThat(costs(client, "unpricedCalls")).isZero();
      requireBalance(client);
      return adjusted;
    }
  }

  private BigDecimal expectedCost() {
    return BigDecimal.valueOf(Math.multiplyExact(tokens, nanosPerToken), 9);
  }

  private void prepare(GraphQlClient client) {
    JsonObject platform = createObjectBuilder().add("platformId", PLATFORM).build();
    client.send("put-platform", createObjectBuilder().add("platform", platform).build());
    budget(client, "PLATFORM", PLATFORM, "MONTH");
    budget(client, "AGENT", "agent-1", "DAY");
    models.add("known");
    nanosPerToken = 1 + random.nextInt(5_000);
    addPrices(client);
    for (int list = 0; list < LISTS; list++) {
      record(client, "known", LIST);
    }
  }

  private static void budget(GraphQlClient client, String type, String resourceId, String period) {
    JsonObject budget =
        createObjectBuilder()
            .add("budgetId", PLATFORM + ":" + type)
            .add("name", type)
            .add("type", type)
            .add("resourceId", resourceId)
            .add("platformId", PLATFORM)
            .add("period", period)
            .add("limit", "1")
            .build();
    client.send("create-budget", createObjectBuilder().add("budget", budget).build());
  }

  private void record(GraphQlClient client, String model, int count) {
    JsonArrayBuilder list = createArrayBuilder();
    for (int i = 0; i < count; i++) {
      int input = 1 + random.nextInt(2_000);
      list.add(
          createObjectBuilder()
              .add("operationId", PLATFORM + "-op-" + usages++)
              .add("agentId", "agent-" + random.nextInt(3))
              .add("platformId", PLATFORM)
              .add("model", model)
              .add("timestamp", START.plusSeconds(60L * random.nextInt(MINUTES)).toString())
              .add("tokens", createObjectBuilder().add("input", input)));
      tokens += input;
    }
    JsonObject answer =
        client.send("record-usages", createObjectBuilder().add("usages", list).build());
    assertThat(Journal.results(answer))
        .allMatch(result -> result.getString("__typename").equals("Recorded"));
  }

  /** Of all models, from before the first usage on. */
  private void addPrices(GraphQlClient client) {
    for (String model : models) {
      JsonObject price =
          createObjectBuilder()
              .add("model", model)
              .add("provider", "own-host")
              .add("platformId", PLATFORM)
              .add("effectiveFrom", START.toString())
              .add(
                  "components",
                  createArrayBuilder()
                      .add(
                          createObjectBuilder()
                              .add("name", "input")
                              .add("price", BigDecimal.valueOf(nanosPerToken, 3).toPlainString())))
              .build();
      client.send("add-price", createObjectBuilder().add("price", price).build());
    }
  }

  private static JsonObject filter() {
    return createObjectBuilder().add("platformIds", createArrayBuilder().add(PLATFORM)).build();
  }

  private static JsonObject reprice(GraphQlClient client, String reason) {
    JsonObject variables =
        createObjectBuilder()
            .add("filter", filter())
            .add("reason", reason)
            .add("dryRun", false)
            .build();
    return client.send("reprice", variables).getJsonObject("reprice");
  }

  /** {@return one of the sums over all usages} */
  private static BigDecimal costs(GraphQlClient client, String sum) {
    JsonObject variables =
        createObjectBuilder().add("groupBy", createArrayBuilder()).add("filter", filter()).build();
    JsonObject total =
        client.send("costs", variables).getJsonObject("costs").getJsonObject("total");
    return sum.equals("cost")
        ? new BigDecimal(total.getString(sum))
        : total.getJsonNumber(sum).bigDecimalValue();
  }

  private static void requireBalance(GraphQlClient client) {
    JsonObject variables = createObjectBuilder().add("platformId", PLATFORM).build();
    JsonObject books = client.send("books", variables).getJsonObject("books");
    assertThat(books.getBoolean("balanced")).as("%s", books).isTrue();
  }

  /** {@return number of adjustments of this reason → usages that have so many} */
  private static Map<Long, Long> usagesByAdjustments(Driver driver, String reason) {
    Map<Long, Long> counts = new TreeMap<>();
    driver
        .executableQuery(ADJUSTED)
        .withParameters(Map.of("platformId", PLATFORM, "reason", reason))
        .execute()
        .records()
        .forEach(row -> counts.put(row.get("adjustments").asLong(), row.get("usages").asLong()));
    return counts;
  }

  private List<String> wronglyPriced(Driver driver) {
    return driver
        .executableQuery(WRONGLY_PRICED)
        .withParameters(Map.of("platformId", PLATFORM, "nanosPerToken", nanosPerToken))
        .execute()
        .records()
        .stream()
        .map(row -> row.get("id").asString())
        .toList();
  }
}
