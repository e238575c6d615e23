package dev.costgraph.reprice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.GraphQl;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Corrections of what was booked, by prices that came later. */
@QuarkusTest
class RepriceIT {

  private static final String JANUARY = "2026-01-10T12:00:00Z";

  private final String platformId = "p-" + UUID.randomUUID();
  private final String model = "m-" + UUID.randomUUID();

  @BeforeEach
  void makeBudget() {
    requireNoError(
        GraphQl.send("put-platform", Map.of("platform", Map.of("platformId", platformId))));
    requireNoError(
        GraphQl.send(
            "create-budget",
            Map.of(
                "budget",
                Map.of(
                    "budgetId", platformId + ":all",
                    "name", "all",
                    "type", "PLATFORM",
                    "platformId", platformId,
                    "limit", "0.004",
                    "period", "MONTH"))));
  }

  @AfterEach
  void shouldBalance() {
    JsonPath books = GraphQl.send("books", Map.of("platformId", platformId));
    assertThat(books.getBoolean("data.books.balanced"))
        .as("%s", books.getString("data.books.differences"))
        .isTrue();
  }

  @Test
  void shouldPriceWhatHadNoPriceOnceItIsKnown() {
    record(usage("a", 1000));
    record(usage("b", 500));
    addPrice("2");

    JsonPath dry = reprice(true);
    assertThat(dry.getInt("usages")).isEqualTo(2);
    assertThat(dry.getInt("adjusted")).isEqualTo(2);
    assertThat(dry.getString("change")).isEqualTo("0.003");
    assertThat(cost("a")).isNull();

    JsonPath done = reprice(false);

    assertThat(done.getString("change")).isEqualTo("0.003");
    assertThat(done.getList("byModel.keys")).containsExactly(List.of(model));
    assertThat(done.getString("byModel[0].totals.adjustments")).isEqualTo("0.003");
    assertThat(cost("a")).isEqualTo("0.002");
    assertThat(entries("a")).containsExactly("ADJUSTMENT 0.002 the price arrived");
    assertThat(explain("a").getList("data.explainCost.warnings")).isEmpty();
    assertThat(explain("a").getString("data.explainCost.components[0].cost")).isEqualTo("0.002");
    JsonPath total = total();
    assertThat(total.getString("cost")).isEqualTo("0.003");
    assertThat(total.getString("adjustments")).isEqualTo("0.003");
    assertThat(total.getInt("calls")).isEqualTo(2);
    assertThat(total.getInt("unpricedCalls")).isZero();
  }

  @Test
  void shouldAdjustNothingTwice() {
    record(usage("a", 1000));
    addPrice("2");
    reprice(false);

    JsonPath again = reprice(false);

    assertThat(again.getInt("usages")).isEqualTo(1);
    assertThat(again.getInt("adjusted")).isZero();
    assertThat(again.getString("change")).isEqualTo("0");
    assertThat(entries("a")).hasSize(1);
  }

  @Test
  void shouldCorrectUpAndDownInThePeriodOfTheUsage() {
    addPrice("2");
    record(usage("a", 1000));
    record(
        Map.of(
            "operationId",
            id("amount"),
            "agentId",
            "x",
            "platformId",
            platformId,
            "timestamp",
            JANUARY,
            "amount",
            "0.0005"));
    addPrice("5");
    reprice(false);

    assertThat(cost("a")).isEqualTo("0.005");
    assertThat(entries("a"))
        .containsExactly("CHARGE 0.002 null", "ADJUSTMENT 0.003 the price arrived");
    assertThat(januarySpent()).isEqualTo("0.0055");

    addPrice("1");
    reprice(false);

    assertThat(cost("a")).isEqualTo("0.001");
    assertThat(entries("a")).hasSize(3);
    assertThat(januarySpent()).isEqualTo("0.0015");
    assertThat(cost("amount")).isEqualTo("0.0005");
    assertThat(explain("a").getList("data.explainCost.warnings")).isEmpty();
    assertThat(explain("a").getString("data.explainCost.components[0].unitPrice")).isEqualTo("1");
  }

  @Test
  void shouldCostWhatTheRightPriceAtOnceWouldHaveCost() {
    // Given random usages priced wrongly, and the same priced right at once
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<Integer> inputs =
        IntStream.range(0, 450).map(i -> random.nextInt(100_000)).boxed().toList();
    addPrice("0.7391");
    for (int from = 0; from < inputs.size(); from += 150) {
      List<Map<String, Object>> usages = new ArrayList<>();
      for (int i = from; i < from + 150; i++) {
        usages.add(usage("u" + i, inputs.get(i)));
      }
      recordAll(usages);
    }
    addPrice("0.3333333");

    JsonPath done = reprice(false);

    assertThat(done.getInt("usages")).as("seed %d", seed).isEqualTo(450);
    List<Map<String, Object>> atOnce = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i += 7) {
      atOnce.add(usage("once" + i, inputs.get(i)));
    }
    recordAll(atOnce);
    for (int i = 0; i < inputs.size(); i += 7) {
      assertThat(cost("u" + i)).as("seed %d, %d", seed, i).isEqualTo(cost("once" + i));
    }
  }

  @Test
  void shouldStayBalancedWhileOthersRecord() throws Exception {
    addPrice("2");
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> writers = new ArrayList<>();
      for (int writer = 0; writer < 4; writer++) {
        String name = "w" + writer;
        writers.add(
            executor.submit(
                () -> {
                  for (int i = 0; i < 30; i++) {
                    record(usage(name + "-" + i, 100 + i));
                  }
                }));
      }
      for (int i = 0; i < 5; i++) {
        addPrice(Integer.toString(3 + i));
        reprice(false);
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    }
    reprice(false);
    // every call at the last price: 4 × sum of 100 … 129, at 7 per million
    assertThat(total().getString("cost")).isEqualTo("0.09618");
  }

  @Test
  void shouldAskForAReason() {
    assertThat(
            GraphQl.error(
                GraphQl.send("reprice", Map.of("filter", Map.of(), "reason", "", "dryRun", true))))
        .isEqualTo("INVALID_VALUE reason");
  }

  private JsonPath reprice(boolean dryRun) {
    JsonPath answer =
        GraphQl.send(
            "reprice",
            Map.of(
                "filter",
                Map.of("platformIds", List.of(platformId)),
                "reason",
                "the price arrived",
                "dryRun",
                dryRun));
    requireNoError(answer);
    return answer.setRootPath("data.reprice");
  }

  private void addPrice(String input) {
    requireNoError(
        GraphQl.send(
            "add-price",
            Map.of(
                "price",
                Map.of(
                    "model",
                    model,
                    "provider",
                    "own-host",
                    "platformId",
                    platformId,
                    "components",
                    List.of(Map.of("name", "input", "price", input))))));
  }

  private Map<String, Object> usage(String name, int input) {
    return Map.of(
        "operationId",
        id(name),
        "agentId",
        "agent",
        "platformId",
        platformId,
        "model",
        model,
        "timestamp",
        JANUARY,
        "tokens",
        Map.of("input", input));
  }

  private static void record(Map<String, Object> usage) {
    recordAll(List.of(usage));
  }

  private static void recordAll(List<Map<String, Object>> usages) {
    JsonPath answer = GraphQl.send("record-usages", Map.of("usages", usages));
    requireNoError(answer);
    assertThat(answer.<String>getList("data.recordUsages.__typename")).containsOnly("Recorded");
  }

  private @Nullable String cost(String name) {
    return GraphQl.send("usage", Map.of("operationId", id(name))).getString("data.usage.cost");
  }

  private List<String> entries(String name) {
    JsonPath answer = GraphQl.send("usage", Map.of("operationId", id(name)));
    List<Map<String, Object>> entries = answer.getList("data.usage.entries");
    return entries.stream()
        .map(e -> "%s %s %s".formatted(e.get("entryKind"), e.get("totalCost"), e.get("reason")))
        .toList();
  }

  private JsonPath explain(String name) {
    return GraphQl.send("explain-cost", Map.of("operationId", id(name)));
  }

  private JsonPath total() {
    Map<String, Object> variables = new HashMap<>();
    variables.put("groupBy", List.of());
    variables.put("filter", Map.of("platformIds", List.of(platformId)));
    return GraphQl.send("costs", variables).setRootPath("data.costs.total");
  }

  private String januarySpent() {
    return GraphQl.send("budget-at", Map.of("budgetId", platformId + ":all", "at", JANUARY))
        .getString("data.budget.status.spent");
  }

  private static void requireNoError(JsonPath answer) {
    assertThat(answer.getString("errors")).isNull();
  }

  private String id(String name) {
    return platformId + ":" + name;
  }
}
