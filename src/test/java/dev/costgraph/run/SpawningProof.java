package dev.costgraph.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.GraphQlClient;
import dev.costgraph.run.DelegationModel.Told;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Usages of random trees arrive in any order, in lists of any length, from several callers at one
 * or more services, some shared by two tasks and some priced when all are booked; then every run,
 * tree, warning and delegation is what a model says that knows only the usages, what they cost and
 * the numbers that the ledger gave them.
 */
public final class SpawningProof {

  private static final int RUNS = 90;
  private static final int CALLERS = 6;
  private static final int LIST_MAX = 40;
  private static final Instant FROM = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2100-01-01T00:00:00Z");

  private final List<GraphQlClient> clients;
  private final long seed;
  private final Random random;
  private final String platformId = "spawning-" + UUID.randomUUID();
  private final Map<String, String> warnings = new HashMap<>();

  private SpawningProof(List<GraphQlClient> clients, long seed) {
    this.clients = clients;
    this.seed = seed;
    this.random = new Random(seed);
  }

  /** Proves it once, of any services on the same database. */
  public static void prove(List<GraphQlClient> clients, long seed) throws Exception {
    System.getLogger("test").log(System.Logger.Level.INFO, "seed {0,number,#}", seed);
    new SpawningProof(clients, seed).prove();
  }

  private void prove() throws Exception {
    boolean contradicting = random.nextInt(3) > 0;
    List<Told> usages = new RandomSpawning(random, contradicting).list(RUNS);
    send(clients.getFirst(), "put-platform", object().add("platform", onPlatform()));

    List<Told> booked = recordShuffled(usages);
    priceLate();

    DelegationModel model = new DelegationModel(booked);
    assertThat(booked).as("seed %d", seed).hasSameSizeAs(usages);
    if (!contradicting) {
      assertThat(trees(model)).as("seed %d", seed).isEqualTo(trees(new DelegationModel(usages)));
    }
    assertWarnings(model);
    for (GraphQlClient client : clients) {
      assertRuns(client, model);
      assertSums(client, model, FROM, TO);
      Instant cut = RandomSpawning.START.plusSeconds(random.nextInt(RandomSpawning.SECONDS));
      assertSums(client, model, FROM, cut);
      assertSums(client, model, cut, TO);
      JsonObject books = send(client, "books", onPlatform()).getJsonObject("books");
      assertThat(books.getBoolean("balanced")).as("seed %d: %s", seed, books).isTrue();
    }
  }

  /** What was booked as tokens of a model without a price costs nothing before. */
  private void priceLate() {
    JsonObjectBuilder component =
        object()
            .add("name", "input")
            .add("price", String.valueOf(RandomSpawning.NANOS_PER_TOKEN / 1_000));
    send(
        clients.getFirst(),
        "add-price",
        object()
            .add(
                "price",
                onPlatform()
                    .add("model", model())
                    .add("provider", "own-host")
                    .add("components", Json.createArrayBuilder().add(component))));
    send(
        clients.getFirst(),
        "reprice",
        object()
            .add("filter", object().add("platformIds", Json.createArrayBuilder().add(platformId)))
            .add("reason", "it came late")
            .add("dryRun", false));
  }

  /** {@return a model that no price list knows} */
  private String model() {
    return "m-" + platformId;
  }

  private static List<String> trees(DelegationModel model) {
    return model.roots().stream().flatMap(root -> model.tree(root).stream()).toList();
  }

  /** {@return the usages with the numbers that they got} */
  private List<Told> recordShuffled(List<Told> usages) throws Exception {
    List<Told> shuffled = new ArrayList<>(usages);
    Collections.shuffle(shuffled, random);
    List<Callable<List<Told>>> calls = new ArrayList<>();
    for (int from = 0; from < shuffled.size(); ) {
      int to = Math.min(shuffled.size(), from + 1 + random.nextInt(LIST_MAX));
      List<Told> list = shuffled.subList(from, to);
      GraphQlClient client = clients.get(random.nextInt(clients.size()));
      calls.add(() -> record(client, list));
      from = to;
    }
    List<Told> booked = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(CALLERS)) {
      for (Future<List<Told>> call : executor.invokeAll(calls)) {
        booked.addAll(call.get());
      }
    }
    return booked;
  }

  private List<Told> record(GraphQlClient client, List<Told> usages) {
    JsonArrayBuilder list = Json.createArrayBuilder();
    usages.forEach(usage -> list.add(input(usage)));
    JsonArray results =
        send(client, "record-usages", object().add("usages", list)).getJsonArray("recordUsages");
    List<Told> booked = new ArrayList<>();
    for (int i = 0; i < usages.size(); i++) {
      JsonObject result = results.getJsonObject(i);
      assertThat(result.getString("__typename"))
          .as("seed %d: %s", seed, result)
          .isEqualTo("Recorded");
      Told usage = usages.get(i);
      synchronized (warnings) {
        result.getJsonArray("warnings").getValuesAs(JsonString.class).stream()
            .map(JsonString::getString)
            .filter(warning -> warning.startsWith("run "))
            .forEach(warning -> warnings.put(usage.operationId(), warning));
      }
      booked.add(
          new Told(
              result.getJsonObject("usage").getJsonNumber("sequence").longValueExact(),
              usage.operationId(),
              usage.agentId(),
              usage.runId(),
              usage.parentRunId(),
              usage.at(),
              usage.nanos()));
    }
    return booked;
  }

  private JsonObjectBuilder input(Told usage) {
    JsonObjectBuilder input =
        object()
            .add("operationId", platformId + ":" + usage.operationId())
            .add("platformId", platformId)
            .add("agentId", usage.agentId())
            .add("timestamp", usage.at().toString());
    if (usage.nanos() > 0 && usage.nanos() % RandomSpawning.NANOS_PER_TOKEN == 0) {
      input
          .add("model", model())
          .add("tokens", object().add("input", usage.nanos() / RandomSpawning.NANOS_PER_TOKEN));
    } else {
      input.add("amount", BigDecimal.valueOf(usage.nanos(), 9).toPlainString());
    }
    if (usage.nanos() % 3 == 0) {
      input.add("split", Json.createArrayBuilder().add(half("one")).add(half("other")));
    }
    if (usage.runId() != null) {
      input.add("runId", usage.runId());
    }
    if (usage.parentRunId() != null) {
      input.add("parentRunId", usage.parentRunId());
    }
    return input;
  }

  private JsonObjectBuilder half(String task) {
    return object().add("taskId", platformId + ":" + task).add("weight", "0.5");
  }

  private void assertWarnings(DelegationModel model) {
    Map<String, String> expected = new TreeMap<>();
    model
        .told()
        .forEach(
            usage -> {
              String refusal = model.refusals().get(usage.sequence());
              if (refusal != null) {
                expected.put(usage.operationId(), refusal);
              }
            });
    assertThat(new TreeMap<>(warnings)).as("seed %d", seed).isEqualTo(expected);
  }

  private void assertRuns(GraphQlClient client, DelegationModel model) {
    Map<String, String> lines = new TreeMap<>();
    for (String root : model.roots()) {
      List<String> tree = model.tree(root);
      JsonArray runs =
          send(client, "run-tree", onPlatform().add("runId", root)).getJsonArray("runTree");
      assertThat(runs.getValuesAs(JsonObject.class))
          .as("seed %d", seed)
          .extracting(SpawningProof::line)
          .isEqualTo(tree);
      tree.forEach(line -> lines.put(line.substring(0, line.indexOf(' ')), line));
    }
    assertThat(lines.keySet()).as("seed %d", seed).isEqualTo(model.runIds());
    lines.forEach(
        (runId, line) -> {
          JsonObject run =
              send(client, "run", onPlatform().add("runId", runId).add("first", 500))
                  .getJsonObject("run");
          assertThat(line(run)).as("seed %d", seed).isEqualTo(line);
          assertThat(
                  run
                      .getJsonObject("spawned")
                      .getJsonArray("edges")
                      .getValuesAs(JsonObject.class)
                      .stream()
                      .map(edge -> edge.getJsonObject("node").getString("runId")))
              .as("seed %d, spawned by %s", seed, runId)
              .containsExactlyElementsOf(
                  model.runIds().stream().filter(id -> runId.equals(model.parentOf(id))).toList());
        });
  }

  private void assertSums(GraphQlClient client, DelegationModel model, Instant from, Instant to) {
    JsonObjectBuilder range =
        onPlatform().add("from", from.toString()).add("to", to.toString()).add("first", 500);
    JsonObject variables = range.build();
    assertThat(
            rows(client.send("agent-costs", variables), "agentCosts").stream()
                .map(
                    row ->
                        "%s: %d, %d"
                            .formatted(
                                row.getString("agentId"),
                                nanos(row.getJsonObject("own").getString("cost")),
                                nanos(row.getJsonObject("delegated").getString("cost"))))
                .sorted()
                .toList())
        .as("seed %d, %s to %s", seed, from, to)
        .isEqualTo(model.agentCosts(from, to));
    assertThat(
            rows(client.send("delegations", variables), "delegations").stream()
                .map(
                    row ->
                        "%s > %s: %s, %d, %d"
                            .formatted(
                                text(row, "fromAgentId"),
                                text(row, "toAgentId"),
                                row.get("runs"),
                                nanos(row.getString("ownCost")),
                                nanos(row.getString("totalCost"))))
                .sorted()
                .toList())
        .as("seed %d, %s to %s", seed, from, to)
        .isEqualTo(model.delegations(from, to));
  }

  private static List<JsonObject> rows(JsonObject data, String field) {
    return data.getJsonObject(field).getJsonArray("rows").getValuesAs(JsonObject.class);
  }

  private static String line(JsonObject run) {
    return DelegationModel.line(
        run.getString("runId"),
        text(run, "agentId"),
        text(run, "parentRunId"),
        Instant.parse(run.getString("startedAt")),
        run.getInt("depth"),
        run.getJsonNumber("runsBelow").longValueExact(),
        run.getJsonNumber("calls").longValueExact(),
        nanos(run.getString("ownCost")),
        nanos(run.getString("totalCost")));
  }

  private static @Nullable String text(JsonObject object, String key) {
    return object.isNull(key) ? null : object.getString(key);
  }

  private static long nanos(String decimal) {
    return new BigDecimal(decimal).movePointRight(9).longValueExact();
  }

  private JsonObjectBuilder onPlatform() {
    return object().add("platformId", platformId);
  }

  private static JsonObject send(
      GraphQlClient client, String operation, JsonObjectBuilder variables) {
    return client.send(operation, variables.build());
  }

  private static JsonObjectBuilder object() {
    return Json.createObjectBuilder();
  }
}
