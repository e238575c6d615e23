package dev.costgraph.reprice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.GraphQl;
import dev.costgraph.Proofs;
import dev.costgraph.graph.Graph;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds for any usages and any prices, over platforms that are alike but for their ids: no
 * order of records changes a sum, and a price that comes late comes to what it would have at once.
 *
 * <p>One seed is one set of usages and prices.
 */
@QuarkusTest
class RepricePropertyIT {

  private static final int USAGES = 150;
  private static final int LIST_MAX = 40;
  private static final int CALLERS = 4;
  private static final String PROVIDER = "own-host";

  @Inject Graph graph;

  // of one seed
  private Random random = new Random();
  private List<String> models = List.of();
  private String currency = "";
  private List<Map<String, Object>> usages = List.of();
  private List<Map<String, Object>> prices = List.of();

  static LongStream seeds() {
    long first = Long.getLong("costgraph.seed", System.nanoTime());
    return LongStream.range(first, first + Proofs.ROUNDS / 2);
  }

  private void draw(long seed) {
    System.getLogger("test").log(System.Logger.Level.INFO, "seed {0,number,#}", seed);
    random = new Random(seed);
    models = Stream.of("a", "b", "c").map(name -> "model-%s-%d".formatted(name, seed)).toList();
    currency = random.nextBoolean() ? "USD" : "EUR";
    usages = new RandomUsages(random, models, PROVIDER).list(USAGES);
    prices = randomPrices().whole();
  }

  private RandomPrices randomPrices() {
    return new RandomPrices(random, models, PROVIDER, currency);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shouldComeToTheSameInAnyOrder(long seed) throws Exception {
    draw(seed);
    BookedSums sums = new BookedSums(graph, true);
    String inOrder = createPlatform();
    addPrices(inOrder, prices);
    record(inOrder, List.of(usages));

    String shuffled = createPlatform();
    addPrices(shuffled, prices);
    boolean atOnce = random.nextBoolean();
    recordShuffled(shuffled, atOnce);

    assertThat(sums.differences(inOrder, shuffled))
        .as("seed %d, %s", seed, atOnce ? "by several callers" : "in lists one by one")
        .isEmpty();
    requireBalance(inOrder, seed);
    requireBalance(shuffled, seed);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shouldComeToWhatTheRightPriceAtOnceComesTo(long seed) {
    draw(seed);
    // a usage that had no price and named no provider goes on without one
    BookedSums sums = new BookedSums(graph, false);
    String late = createPlatform();
    addPrices(late, randomPrices().wrong(prices));
    record(late, List.of(usages));
    if (random.nextBoolean()) {
      addPrices(late, randomPrices().wrong(prices));
      reprice(late, Map.of());
    }
    addPrices(late, prices);
    assertThat(repriceInParts(late)).as("seed %d, adjusted", seed).isPositive();
    assertThat(reprice(late, Map.of())).as("seed %d, adjusted again", seed).isZero();

    String atOnce = createPlatform();
    addPrices(atOnce, prices);
    record(atOnce, List.of(usages));

    assertThat(sums.differences(atOnce, late)).as("seed %d", seed).isEmpty();
    requireBalance(late, seed);
    requireBalance(atOnce, seed);
  }

  /** Makes a platform with two projects, three tasks and budgets of every type and period. */
  private String createPlatform() {
    String platformId = "p-" + UUID.randomUUID();
    send(
        "put-platform",
        Map.of(
            "platform",
            Map.of("platformId", platformId, "currency", currency, "zone", "Europe/Berlin")));
    for (String project : List.of("project-0", "project-1")) {
      send(
          "put-project", Map.of("projectId", platformId + ":" + project, "platformId", platformId));
    }
    for (String task : List.of("task-0", "task-1", "task-2")) {
      String project = task.equals("task-2") ? ":project-1" : ":project-0";
      send(
          "put-task", Map.of("taskId", platformId + ":" + task, "projectId", platformId + project));
    }
    budget(platformId, "tokens", "CUSTOM", "", "MONTH", Map.of("unit", "TOKENS"));
    budget(platformId, "platform", "PLATFORM", platformId, "MONTH", Map.of(), "tokens");
    budget(
        platformId,
        "fixed",
        "CUSTOM",
        "",
        "FIXED",
        Map.of(
            "periodStart", RandomUsages.START.plusSeconds(RandomUsages.SECONDS / 3).toString(),
            "periodEnd", RandomPrices.CHANGE.toString()));
    String project = platformId + ":project-0";
    budget(platformId, "project-0", "PROJECT", project, "WEEK", Map.of(), "platform", "fixed");
    Map<String, Object> inNewYork = Map.of("zone", "America/New_York");
    budget(platformId, "task-0", "TASK", platformId + ":task-0", "DAY", inNewYork, "project-0");
    budget(platformId, "task-2", "TASK", platformId + ":task-2", "HOUR", Map.of(), "fixed");
    budget(platformId, "agent-0", "AGENT", "agent-0", "DAY", inNewYork);
    budget(platformId, "model-a", "MODEL", models.getFirst(), "WEEK", Map.of(), "platform");
    budget(platformId, "user-0", "USER", "user-0", "DAY", Map.of(), "agent-0");
    return platformId;
  }

  private static void budget(
      String platformId,
      String name,
      String type,
      String resourceId,
      String period,
      Map<String, Object> more,
      String... parents) {
    Map<String, Object> budget = new HashMap<>(more);
    budget.put("budgetId", platformId + ":" + name);
    budget.put("name", name);
    budget.put("type", type);
    if (!resourceId.isEmpty()) {
      budget.put("resourceId", resourceId);
    }
    budget.put("platformId", platformId);
    budget.put("period", period);
    budget.put("limit", "20");
    budget.put("parentBudgetIds", Stream.of(parents).map(id -> platformId + ":" + id).toList());
    send("create-budget", Map.of("budget", budget));
  }

  private static void addPrices(String platformId, List<Map<String, Object>> prices) {
    for (Map<String, Object> price : prices) {
      Map<String, Object> own = new HashMap<>(price);
      own.put("platformId", platformId);
      send("add-price", Map.of("price", own));
    }
  }

  /** In lists of random sizes, and some of them again. */
  private void recordShuffled(String platformId, boolean atOnce) throws Exception {
    List<Map<String, Object>> shuffled = new ArrayList<>(usages);
    shuffled.addAll(usages.subList(0, USAGES / 10));
    Collections.shuffle(shuffled, random);
    List<List<Map<String, Object>>> lists = new ArrayList<>();
    for (int from = 0; from < shuffled.size(); ) {
      int to = Math.min(shuffled.size(), from + 1 + random.nextInt(LIST_MAX));
      lists.add(shuffled.subList(from, to));
      from = to;
    }
    if (!atOnce) {
      record(platformId, lists);
      return;
    }
    try (ExecutorService executor = Executors.newFixedThreadPool(CALLERS)) {
      List<Future<?>> calls = new ArrayList<>();
      for (List<Map<String, Object>> list : lists) {
        calls.add(executor.submit(() -> record(platformId, List.of(list))));
      }
      for (Future<?> call : calls) {
        call.get();
      }
    }
  }

  private static void record(String platformId, List<List<Map<String, Object>>> lists) {
    for (List<Map<String, Object>> list : lists) {
      List<Map<String, Object>> sent =
          list.stream().map(usage -> RandomUsages.on(platformId, usage)).toList();
      JsonPath answer = send("record-usages", Map.of("usages", sent));
      assertThat(answer.<String>getList("data.recordUsages.__typename"))
          .as("%s", answer.getString("data.recordUsages"))
          .containsAnyOf("Recorded", "Replayed")
          .isSubsetOf("Recorded", "Replayed");
    }
  }

  /** {@return how many usages were adjusted} Each part of the time or of the agents apart. */
  private long repriceInParts(String platformId) {
    return switch (random.nextInt(3)) {
      case 0 -> reprice(platformId, Map.of());
      case 1 -> {
        String cut =
            RandomUsages.START.plusSeconds(random.nextInt(RandomUsages.SECONDS)).toString();
        yield reprice(platformId, Map.of("from", cut)) + reprice(platformId, Map.of("to", cut));
      }
      default ->
          Stream.of("agent-1", "agent-0", "agent-2")
              .mapToLong(agent -> reprice(platformId, Map.of("agentIds", List.of(agent))))
              .sum();
    };
  }

  /** {@return how many usages were adjusted} */
  private static long reprice(String platformId, Map<String, Object> more) {
    Map<String, Object> filter = new HashMap<>(more);
    filter.put("platformIds", List.of(platformId));
    return send("reprice", Map.of("filter", filter, "reason", "the price arrived", "dryRun", false))
        .getLong("data.reprice.adjusted");
  }

  private static void requireBalance(String platformId, long seed) {
    JsonPath books = send("books", Map.of("platformId", platformId));
    assertThat(books.getBoolean("data.books.balanced"))
        .as("seed %d: %s", seed, books.getString("data.books.differences"))
        .isTrue();
  }

  private static JsonPath send(String operation, Map<String, ?> variables) {
    JsonPath answer = GraphQl.send(operation, variables);
    assertThat(answer.getString("errors")).as("%s %s", operation, variables).isNull();
    return answer;
  }
}
