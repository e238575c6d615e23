package dev.costgraph.live;

import static dev.costgraph.live.Tenant.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import dev.costgraph.GraphQlClient;
import dev.costgraph.PackagedApp;
import dev.costgraph.Proofs;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

/**
 * Two processes on one database, 40 callers at each, one leaf below five levels of budgets and a
 * second parent: together they admit what fits and no more.
 */
@Execution(CONCURRENT)
class TwoProcessesReservingIT {

  private static final int CALLERS = 40;
  private static final int CALLS = 3;
  private static final int FIT = 90 / 7;

  @TempDir Path directory;

  /** What one caller holds and has spent after all. */
  private record Taken(BigDecimal held, BigDecimal spent, List<String> openIds) {}

  @Test
  void shouldNeverPassALimitTogether() throws Exception {
    long seed = System.nanoTime();
    System.getLogger("test").log(System.Logger.Level.INFO, "seed {0,number,#}", seed);
    try (PackagedApp first = PackagedApp.start(directory.resolve("first"), Map.of());
        PackagedApp second = PackagedApp.startBeside(first, directory.resolve("second"))) {
      for (int round = 0; round < Proofs.ROUNDS; round++) {
        Tenant one = Tenant.create(first.port());
        Tenant other = new Tenant(new GraphQlClient(second.port()), one.id());
        neverPassALimit(one, other, seed + round);
      }
      second.stop();
      first.stop();
    }
  }

  private static void neverPassALimit(Tenant one, Tenant other, long seed) throws Exception {
    makeTree(one);

    // When all hold the same amount at once
    List<Taken> held = callAll(one, other, (tenant, name) -> hold(tenant, name));

    // Then exactly as many are admitted as fit
    assertThat(held.stream().flatMap(taken -> taken.openIds().stream())).hasSize(FIT);
    assertStanding(other, held, seed);
    for (Taken taken : held) {
      taken.openIds().forEach(id -> release(other, id));
    }

    // When holds come and go
    List<Taken> mixed =
        callAll(
            one, other, (tenant, name) -> mix(tenant, name, new Random(seed + name.hashCode())));

    // Then what stands is what was answered, and the books of both say so
    assertStanding(one, mixed, seed);
    for (Tenant tenant : List.of(one, other)) {
      JsonObject books =
          tenant
              .client()
              .send("books", object().add("platformId", tenant.id()).build())
              .getJsonObject("books");
      assertThat(books.getBoolean("balanced")).as("seed %d: %s", seed, books).isTrue();
    }
  }

  private interface Caller {
    Taken call(Tenant tenant, String name);
  }

  private static List<Taken> callAll(Tenant one, Tenant other, Caller caller) throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    List<Callable<Taken>> calls = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      String name = "c" + i;
      calls.add(() -> caller.call(one, "one-" + name));
      calls.add(() -> caller.call(other, "other-" + name));
    }
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> watched = executor.submit(() -> watch(other, done));
      List<Taken> taken = new ArrayList<>();
      try {
        for (Future<Taken> future : executor.invokeAll(calls)) {
          taken.add(future.get());
        }
      } finally {
        done.set(true); // or the watcher would never end
      }
      assertThat(watched.get()).isPositive();
      return taken;
    }
  }

  /** {@return how often all levels were looked at} */
  private static int watch(Tenant tenant, AtomicBoolean done) {
    int looks = 0;
    do {
      statuses(tenant)
          .forEach(
              (id, status) -> {
                if (status.get("remaining") instanceof JsonString remaining) {
                  assertThat(new BigDecimal(remaining.getString()))
                      .as("%s: %s", id, status)
                      .isNotNegative();
                }
              });
      looks++;
    } while (!done.get());
    return looks;
  }

  private static Taken hold(Tenant tenant, String name) {
    String id = tenant.operation("hold-" + name);
    return reserve(tenant, id, 7)
        ? new Taken(BigDecimal.valueOf(7), BigDecimal.ZERO, List.of(id))
        : new Taken(BigDecimal.ZERO, BigDecimal.ZERO, List.of());
  }

  private static Taken mix(Tenant tenant, String name, Random random) {
    BigDecimal held = BigDecimal.ZERO;
    BigDecimal spent = BigDecimal.ZERO;
    for (int call = 0; call < CALLS; call++) {
      String id = tenant.operation("mix-" + name + "-" + call);
      int amount = 1 + random.nextInt(60);
      if (!reserve(tenant, id, amount)) {
        continue;
      }
      switch (random.nextInt(5)) {
        case 0 -> held = held.add(BigDecimal.valueOf(amount));
        case 1 -> {
          BigDecimal cost = new BigDecimal(random.nextInt(amount) + "e-2");
          settle(tenant, id, cost.toPlainString());
          spent = spent.add(cost);
        }
        default -> release(tenant, id);
      }
    }
    return new Taken(held, spent, List.of());
  }

  private static boolean reserve(Tenant tenant, String id, int amount) {
    JsonObjectBuilder reservation =
        object()
            .add("reservationId", id)
            .add("agentId", "agent")
            .add("taskId", tenant.operation("task"))
            .add("amount", Integer.toString(amount))
            .add("ttlSeconds", 3_600);
    String answer = answer(tenant, "reserve", object().add("reservation", reservation).build());
    assertThat(answer).isIn("Reserved", "Denied");
    return answer.equals("Reserved");
  }

  private static void settle(Tenant tenant, String id, String cost) {
    JsonObjectBuilder usage =
        object()
            .add("operationId", "op-" + id)
            .add("agentId", "agent")
            .add("taskId", tenant.operation("task"))
            .add("amount", cost);
    assertThat(
            answer(tenant, "settle", object().add("reservationId", id).add("usage", usage).build()))
        .isEqualTo("Recorded");
  }

  private static void release(Tenant tenant, String id) {
    assertThat(answer(tenant, "release", object().add("reservationId", id).build()))
        .isEqualTo("Released");
  }

  private static String answer(Tenant tenant, String operation, JsonObject variables) {
    return tenant
        .client()
        .send(operation, variables)
        .getJsonObject(operation)
        .getString("__typename");
  }

  private static void assertStanding(Tenant tenant, List<Taken> taken, long seed) {
    BigDecimal held = taken.stream().map(Taken::held).reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal spent = taken.stream().map(Taken::spent).reduce(BigDecimal.ZERO, BigDecimal::add);
    Map<String, JsonObject> statuses = statuses(tenant);
    assertThat(statuses).hasSize(6);
    statuses.forEach(
        (id, status) -> {
          assertThat(new BigDecimal(status.getString("held")))
              .as("seed %d, held on %s", seed, id)
              .isEqualByComparingTo(held);
          assertThat(new BigDecimal(status.getString("spent")))
              .as("seed %d, spent on %s", seed, id)
              .isEqualByComparingTo(spent);
        });
  }

  private static Map<String, JsonObject> statuses(Tenant tenant) {
    Map<String, JsonObject> statuses = new HashMap<>();
    for (String root : List.of("root", "shared")) {
      tenant
          .client()
          .send("subtree-status", object().add("budgetId", tenant.operation(root)).build())
          .getJsonArray("subtree")
          .getValuesAs(JsonObject.class)
          .forEach(
              budget -> statuses.put(budget.getString("budgetId"), budget.getJsonObject("status")));
    }
    return statuses;
  }

  /** {@code root ─ platform ─ division ─ project ─ task}, and {@code shared ─ task}. */
  private static void makeTree(Tenant tenant) {
    String project = tenant.operation("project");
    String task = tenant.operation("task");
    tenant
        .client()
        .send(
            "put-project",
            object().add("projectId", project).add("platformId", tenant.id()).build());
    tenant
        .client()
        .send("put-task", object().add("taskId", task).add("projectId", project).build());
    String root = tenant.budget("root", object().add("type", "CUSTOM").add("limit", "1000"));
    String shared = tenant.budget("shared", object().add("type", "CUSTOM").add("limit", "90"));
    String platform = tenant.budget("all", below(root).add("type", "PLATFORM").add("limit", "800"));
    String division = tenant.budget("division", below(platform).add("type", "CUSTOM"));
    String ofProject =
        tenant.budget(
            "of-project",
            below(division).add("type", "PROJECT").add("resourceId", project).add("limit", "300"));
    tenant.budget(
        "of-task",
        below(ofProject, shared).add("type", "TASK").add("resourceId", task).add("limit", "100"));
  }

  private static JsonObjectBuilder below(String... parents) {
    JsonArrayBuilder ids = Json.createArrayBuilder();
    for (String parent : parents) {
      ids.add(parent);
    }
    return object().add("parentBudgetIds", ids);
  }
}
