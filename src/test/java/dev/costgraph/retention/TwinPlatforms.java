package dev.costgraph.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.GraphQl;
import dev.costgraph.ledger.TestTree;
import io.restassured.path.json.JsonPath;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Two platforms to which the same happens at the same times: one keeps all, one is folded in
 * between. Ids that are unique across platforms are made each platform's own.
 */
final class TwinPlatforms {

  /** Has no price until one is added. */
  private static final String LATE_MODEL = "priced-late";

  private static final int LIST_MAX = 9;

  final TestTree whole = TestTree.create("whole");
  final TestTree folded = TestTree.create("folded");
  private final Random random;
  private final List<Sent> sent = new ArrayList<>();
  private final List<String> open = new ArrayList<>();
  private int reservations;
  private int prices;
  private int operations;

  TwinPlatforms(Random random, Instant start) {
    this.random = random;
    budget("hours", "PLATFORM", "HOUR", "UTC", "TOKENS", "20000", null);
    budget("days", "PLATFORM", "DAY", "America/New_York", "MONEY", "9", null);
    budget("agent", "AGENT", "WEEK", "Europe/Berlin", "MONEY", null, null);
    budget("model", "MODEL", "MONTH", "Asia/Kolkata", "TOKENS", null, null);
    budget("user", "USER", "DAY", "UTC", "MONEY", "3", null);
    budget("fixed", "PLATFORM", "FIXED", "UTC", "MONEY", "30", start.plusSeconds(150_000));
  }

  /** A usage; of one that settled a reservation with that. */
  private record Sent(Map<String, Object> usage, @Nullable String reservationId) {}

  private void budget(
      String name,
      String type,
      String period,
      String zone,
      String unit,
      @Nullable String limit,
      @Nullable Instant fixedStart) {
    onBoth(
        "create-budget",
        tree -> {
          Map<String, Object> budget = new HashMap<>();
          budget.put("budgetId", tree.id(name));
          budget.put("name", name);
          budget.put("type", type);
          budget.put(
              "resourceId",
              switch (type) {
                case "AGENT" -> "agent-0";
                case "MODEL" -> "gpt-4o";
                case "USER" -> "user-0";
                default -> tree.platformId();
              });
          budget.put("platformId", tree.platformId());
          budget.put("period", period);
          budget.put("zone", zone);
          budget.put("unit", unit);
          budget.put("limit", limit);
          budget.put("warningThresholds", List.of("0.3", "0.6", "0.9"));
          if (fixedStart != null) {
            budget.put("periodStart", fixedStart.toString());
            budget.put("periodEnd", fixedStart.plusSeconds(100_000).toString());
          }
          return Map.of("budget", budget);
        });
  }

  private interface Variables {
    Map<String, Object> on(TestTree tree);
  }

  /** {@return the answer of each; both are without errors} */
  private List<JsonPath> onBoth(String operation, Variables variables) {
    List<JsonPath> answers = new ArrayList<>();
    for (TestTree tree : List.of(whole, folded)) {
      JsonPath answer = GraphQl.send(operation, variables.on(tree));
      assertThat(answer.getString("errors")).as("%s %s", operation, variables.on(tree)).isNull();
      answers.add(answer);
    }
    return answers;
  }

  /** Records some usages; both answer the same. */
  void record(Instant now) {
    List<Map<String, Object>> usages = new ArrayList<>();
    for (int i = random.nextInt(LIST_MAX); i >= 0; i--) {
      usages.add(usage(now));
    }
    List<List<String>> outcomes = outcomes(usages);
    assertThat(outcomes.get(0)).as("%s", usages).allMatch("Recorded"::equals);
    assertThat(outcomes.get(1)).as("%s", usages).isEqualTo(outcomes.get(0));
    usages.forEach(usage -> sent.add(new Sent(usage, null)));
  }

  /** {@return what each platform answers} */
  private List<List<String>> outcomes(List<Map<String, Object>> usages) {
    return onBoth(
            "record-usages",
            tree -> Map.of("usages", usages.stream().map(usage -> on(tree, usage)).toList()))
        .stream()
        .map(
            answer -> {
              List<Map<String, Object>> results = answer.getList("data.recordUsages");
              return results.stream().map(TwinPlatforms::outcome).toList();
            })
        .toList();
  }

  /** Sends what was sent before; {@return what the folded platform answers, by operation id} */
  Map<String, String> resend() {
    Map<String, String> answers = new HashMap<>();
    for (int i = 0; i < 20 && !sent.isEmpty(); i++) {
      Sent one = sent.get(random.nextInt(sent.size()));
      List<List<String>> outcomes =
          one.reservationId() == null
              ? outcomes(List.of(one.usage()))
              : settle(one.reservationId(), one.usage());
      assertThat(outcomes.get(0)).containsExactly("Replayed");
      answers.put(
          folded.id(String.valueOf(one.usage().get("operationId"))), outcomes.get(1).getFirst());
    }
    return answers;
  }

  /** Opens a reservation, or ends one by its usage or without. */
  void reserve(Instant now) {
    if (open.isEmpty() || random.nextBoolean()) {
      String id = "reservation-" + reservations++;
      Map<String, Object> reservation = new HashMap<>();
      reservation.put("reservationId", id);
      reservation.put("agentId", agent());
      reservation.put("taskId", "task-" + random.nextInt(3));
      reservation.put("amount", random.nextInt(3) + ".5");
      reservation.put("ttlSeconds", 1 + random.nextInt(86_400));
      onBoth("reserve", tree -> Map.of("reservation", on(tree, reservation)));
      open.add(id);
      return;
    }
    String id = open.get(random.nextInt(open.size()));
    int end = random.nextInt(4);
    if (end == 0) {
      onBoth("extend", tree -> Map.of("reservationId", tree.id(id), "ttlSeconds", 80_000));
      return;
    }
    open.remove(id);
    if (end == 1) {
      onBoth("release", tree -> Map.of("reservationId", tree.id(id)));
      return;
    }
    Map<String, Object> usage = usage(now);
    assertThat(settle(id, usage)).containsOnly(List.of("Recorded"));
    sent.add(new Sent(usage, id));
  }

  /** Ends what is still held. */
  void releaseAll() {
    open.forEach(id -> onBoth("release", tree -> Map.of("reservationId", tree.id(id))));
    open.clear();
  }

  /** {@return what each platform answers} */
  private List<List<String>> settle(String reservationId, Map<String, Object> usage) {
    return onBoth(
            "settle",
            tree -> Map.of("reservationId", tree.id(reservationId), "usage", on(tree, usage)))
        .stream()
        .map(answer -> List.of(outcome(answer.getMap("data.settle"))))
        .toList();
  }

  private static String outcome(Map<String, Object> result) {
    return String.valueOf(
        result.get("code") == null ? result.get("__typename") : result.get("code"));
  }

  /** Corrects what lies after an instant by a price that nobody had. */
  void reprice(Instant from) {
    reprice(from, tree -> filter(tree, "from", from.toString()));
  }

  /** Prices what has no price, however old it is. */
  void priceAll(Instant since) {
    reprice(since, tree -> filter(tree, "unpriced", true));
  }

  private static Map<String, Object> filter(TestTree tree, String field, Object value) {
    return Map.of("platformIds", List.of(tree.platformId()), field, value);
  }

  private void reprice(Instant from, Variables filter) {
    String price = Integer.toString(++prices);
    for (String model : List.of(LATE_MODEL, "priced")) {
      onBoth(
          "add-price",
          tree ->
              Map.of(
                  "price",
                  Map.of(
                      "model",
                      model,
                      "provider",
                      "own-host",
                      "platformId",
                      tree.platformId(),
                      "effectiveFrom",
                      from.toString(),
                      "components",
                      List.of(
                          Map.of("name", "input", "price", price),
                          Map.of("name", "output", "price", price)))));
    }
    onBoth(
        "reprice",
        tree -> Map.of("filter", filter.on(tree), "reason", "price " + price, "dryRun", false));
  }

  /** {@return what questions are answered that cells and days of users tell, without the name} */
  List<String> answers(TestTree tree) {
    List<String> answers = new ArrayList<>();
    Map<String, Object> filter = Map.of("platformIds", List.of(tree.platformId()));
    for (List<String> groupBy :
        List.of(
            List.of("USER"),
            List.of("PROJECT", "TASK", "AGENT", "MODEL", "CAPABILITY", "KIND"),
            List.<String>of())) {
      JsonPath costs =
          GraphQl.send("costs", Map.of("groupBy", groupBy, "filter", filter, "first", 500));
      JsonPath series =
          GraphQl.send(
              "cost-series", Map.of("interval", "DAY", "groupBy", groupBy, "filter", filter));
      assertThat(costs.getString("errors")).isNull();
      assertThat(series.getString("errors")).isNull();
      answers.add(costs.getString("data.costs").replace(tree.platformId(), ""));
      answers.add(series.getString("data.costSeries").replace(tree.platformId(), ""));
    }
    return answers;
  }

  private static Map<String, Object> on(TestTree tree, Map<String, Object> input) {
    Map<String, Object> own = new HashMap<>(input);
    for (String id : List.of("operationId", "reservationId", "taskId")) {
      own.computeIfPresent(id, (key, name) -> tree.id(String.valueOf(name)));
    }
    own.computeIfPresent(
        "split",
        (key, shares) -> {
          List<Map<String, Object>> all = new ArrayList<>();
          ((List<?>) shares)
              .forEach(
                  one -> {
                    Map<String, Object> share = new HashMap<>();
                    ((Map<?, ?>) one).forEach((k, v) -> share.put(String.valueOf(k), v));
                    all.add(on(tree, share));
                  });
          return all;
        });
    if (input.containsKey("operationId") || input.containsKey("reservationId")) {
      own.put("platformId", tree.platformId());
    }
    return own;
  }

  private String agent() {
    return "agent-" + random.nextInt(2);
  }

  private Map<String, Object> usage(Instant now) {
    Map<String, Object> usage = new HashMap<>();
    usage.put("operationId", "op-" + operations++);
    usage.put("agentId", agent());
    usage.put("outcome", random.nextInt(4) == 0 ? "FAILED" : "SUCCEEDED");
    if (random.nextInt(5) == 0) {
      usage.put(
          "split",
          List.of(
              Map.of("taskId", "task-0", "weight", "0.333"),
              Map.of("taskId", "task-1", "weight", "0.567"),
              Map.of("taskId", "task-2", "weight", "0.1")));
    } else if (random.nextInt(6) > 0) {
      usage.put("taskId", "task-" + random.nextInt(3));
    }
    if (random.nextBoolean()) {
      usage.put("userId", "user-" + random.nextInt(2));
    }
    if (random.nextBoolean()) {
      int run = random.nextInt(6);
      usage.put("runId", "run-" + run);
      if (run > 0 && random.nextBoolean()) {
        usage.put("parentRunId", "run-" + (run - 1));
      }
    }
    switch (random.nextInt(3)) {
      case 0 -> usage.put("timestamp", now.minusSeconds(random.nextInt(50_000)).toString());
      case 1 -> usage.put("timestamp", now.plusSeconds(random.nextInt(599)).toString());
      default -> {}
    }
    if (random.nextInt(3) == 0) {
      usage.put("amount", BigDecimal.valueOf(random.nextInt(900_000_000), 9).toPlainString());
    } else {
      usage.put("model", random.nextBoolean() ? LATE_MODEL : "gpt-4o");
      usage.put("tokens", Map.of("input", random.nextInt(4_000), "output", random.nextInt(900)));
    }
    return usage;
  }
}
