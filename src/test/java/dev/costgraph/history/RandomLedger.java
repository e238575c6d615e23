package dev.costgraph.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.GraphQl;
import dev.costgraph.SteppedClock;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A platform to which anything happens that a ledger knows, drawn from one seed. */
final class RandomLedger {

  static final Instant START = Instant.parse("2026-03-28T20:00:00Z"); // Berlin's clocks change

  final String platformId = "then-" + UUID.randomUUID().toString().substring(0, 8);
  private final Random random;
  private final SteppedClock clock;
  private final String model = "model-" + platformId;
  private final List<String> budgets = new ArrayList<>();
  private int made;
  private int reservations;

  RandomLedger(Random random, SteppedClock clock) {
    this.random = random;
    this.clock = clock;
    clock.stop(START);
    send(
        "put-platform",
        Map.of("platform", Map.of("platformId", platformId, "zone", "Europe/Berlin")));
    for (int i = 0; i < 4; i++) {
      send("put-project", Map.of("projectId", id("p" + i % 2), "platformId", platformId));
      send("put-task", Map.of("taskId", id("t" + i), "projectId", id("p" + i % 2)));
    }
    create("root", "CUSTOM", null, "MONTH", "300");
    create("platform", "PLATFORM", platformId, "DAY", "90", "root");
    budget("shared", "CUSTOM", null, "WEEK", "40000", Map.of("unit", "TOKENS"));
    budget(
        "fixed",
        "CUSTOM",
        null,
        "FIXED",
        "70",
        Map.of(
            "periodStart", START.plusSeconds(20_000).toString(),
            "periodEnd", START.plusSeconds(150_000).toString()));
    create("p0", "PROJECT", id("p0"), "WEEK", "120", "platform", "shared");
    create("p1", "PROJECT", id("p1"), "HOUR", "60", "platform", "fixed");
    create("t0", "TASK", id("t0"), "DAY", "50", "p0");
    create("t1", "TASK", id("t1"), "MONTH", "50", "p1", "shared");
    create("a0", "AGENT", "a0", "DAY", "45");
    create("a1", "AGENT", "a1", "HOUR", "30", "p0");
    create("u0", "USER", "u0", "WEEK", "30", "a1", "fixed");
    create("m0", "MODEL", model, "DAY", "30", "fixed", "t0");
  }

  String id(String name) {
    return platformId + ":" + name;
  }

  private void create(
      String name,
      String type,
      @Nullable Object resource,
      String period,
      String limit,
      String... parents) {
    List<String> ids = Stream.of(parents).map(this::id).toList();
    budget(name, type, resource, period, limit, Map.of("parentBudgetIds", ids));
  }

  private void budget(
      String name,
      String type,
      @Nullable Object resource,
      String period,
      String limit,
      Map<String, Object> more) {
    Map<String, Object> budget = new HashMap<>(more);
    budget.put("budgetId", id(name));
    budget.put("name", name);
    budget.put("type", type);
    if (resource != null) {
      budget.put("resourceId", resource);
    }
    budget.put("platformId", platformId);
    budget.put("period", period);
    budget.put("zone", one("UTC", "Europe/Berlin"));
    budget.put("limit", limit);
    if (GraphQl.send("create-budget", Map.of("budget", budget)).getString("errors") == null) {
      budgets.add(name);
    }
  }

  /** One more thing happens, or is refused. */
  void happen() {
    int share = random.nextInt(100);
    if (share < 35) {
      send("record-usages", Map.of("usages", usages()));
    } else if (share < 50) {
      send("reserve", Map.of("reservation", reservation()));
    } else if (share < 60) {
      send("settle", Map.of("reservationId", known(), "usage", usage()));
    } else if (share < 66) {
      send("release", Map.of("reservationId", known()));
    } else if (share < 74) {
      send("extend", Map.of("reservationId", known(), "ttlSeconds", 1 + random.nextInt(86_400)));
    } else if (share < 82) {
      clock.step(Duration.ofSeconds(one(30, 2_000, 20_000) + random.nextInt(60)));
    } else if (share < 86) {
      reprice();
    } else {
      edit();
    }
  }

  private void edit() {
    String id = id(budgets.get(random.nextInt(budgets.size())));
    switch (random.nextInt(7)) {
      case 0, 1, 2 -> {
        Map<String, Object> change = new HashMap<>();
        change.put("limit", Integer.toString(random.nextInt(120)));
        change.put("enforcement", one("HARD", "HARD", "SOFT", "TRACK"));
        change.put("warningThresholds", one(List.of("0.5"), List.of("0.8", "0.95"), List.of()));
        GraphQl.send("update-budget", Map.of("budgetId", id, "change", change));
      }
      case 3 -> GraphQl.send("freeze", Map.of("budgetId", id, "frozen", random.nextBoolean()));
      case 4 -> {
        List<String> parents = List.of(id(budgets.get(random.nextInt(budgets.size()))));
        GraphQl.send("move-budget", Map.of("budgetId", id, "parentBudgetIds", parents));
      }
      case 5 -> GraphQl.send("close-budget", Map.of("budgetId", id));
      default -> create("late-" + made++, "AGENT", one("a0", "a1", "a2"), "DAY", "20");
    }
  }

  /** Makes what had no price have one, or costs more or less than before. */
  private void reprice() {
    Map<String, Object> price =
        Map.of(
            "model",
            model,
            "provider",
            "own-host",
            "platformId",
            platformId,
            "components",
            List.of(Map.of("name", "input", "price", Integer.toString(100 * random.nextInt(9)))));
    GraphQl.send("add-price", Map.of("price", price)); // refused when it is there already
    Map<String, Object> filter = Map.of("platformIds", List.of(platformId));
    send("reprice", Map.of("filter", filter, "reason", "price " + made++, "dryRun", false));
  }

  private List<Map<String, Object>> usages() {
    List<Map<String, Object>> usages = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      usages.add(usage());
    }
    return usages;
  }

  private Map<String, Object> usage() {
    Map<String, Object> usage = new HashMap<>();
    usage.put("operationId", id("op" + made++));
    usage.put("agentId", one("a0", "a1", "a2"));
    usage.put("platformId", platformId);
    int place = random.nextInt(6);
    if (place == 0) {
      usage.put("split", List.of(share("t0", "0.3"), share("t1", "0.45"), share("t2", "0.25")));
    } else if (place > 1) {
      usage.put("taskId", id("t" + random.nextInt(4)));
    }
    if (random.nextBoolean()) {
      usage.put("userId", one("u0", "u1"));
    }
    usage.put("outcome", one("SUCCEEDED", "SUCCEEDED", "FAILED"));
    if (random.nextInt(3) == 0) {
      usage.put("amount", random.nextInt(12) + ".000000001");
    } else {
      usage.put("model", one(model, model, "gpt-4o", "never-priced"));
      usage.put("tokens", Map.of("input", 1_000 * (1 + random.nextInt(9))));
    }
    int late = random.nextInt(3);
    if (late > 0) {
      Instant at = clock.instant().plusSeconds(late == 1 ? -random.nextInt(150_000) : 300);
      usage.put("timestamp", at.toString());
    }
    return usage;
  }

  private Map<String, Object> share(String task, String weight) {
    return Map.of("taskId", id(task), "weight", weight);
  }

  private Map<String, Object> reservation() {
    Map<String, Object> reservation = new HashMap<>();
    reservation.put("reservationId", id("r" + reservations++));
    reservation.put("agentId", one("a0", "a1", "a2"));
    reservation.put("platformId", platformId);
    reservation.put("taskId", id("t" + random.nextInt(4)));
    reservation.put("userId", one("u0", "u1"));
    reservation.put("model", one(model, "gpt-4o"));
    reservation.put("amount", random.nextInt(9) + ".5");
    if (random.nextBoolean()) {
      reservation.put("tokens", Map.of("input", 1_000 * random.nextInt(5)));
    }
    reservation.put("ttlSeconds", one(60, 1_800, 7_200, 86_400));
    return reservation;
  }

  private String known() {
    return id("r" + random.nextInt(reservations + 1));
  }

  @SafeVarargs
  private <T> T one(T... of) {
    return of[random.nextInt(of.length)];
  }

  private static void send(String operation, Map<String, ?> variables) {
    JsonPath answer = GraphQl.send(operation, variables);
    assertThat(answer.getString("errors")).as("%s %s", operation, variables).isNull();
  }
}
