package dev.costgraph.run;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.GraphQl;
import dev.costgraph.Limits;
import dev.costgraph.graph.Graph;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.Session;

/** Runs and their trees through the API. */
@QuarkusTest
class RunIT {

  private static final Instant AT = Instant.parse("2026-04-01T09:00:00Z");

  @Inject Graph graph;

  private final String platformId = "runs-" + UUID.randomUUID();
  private int made;

  @Test
  void shouldAddUpWhatARunSpawnedAtAnyDepth() {
    record(
        usage("plan", "planner", null, 10, tokens("gpt-4o", 1_000, 100)),
        usage("plan", "planner", null, 90, Map.of("amount", "0.5", "outcome", "FAILED")),
        usage("code", "coder", "plan", 20, tokens("nobody-knows", 7_000, 700)),
        usage("code", "coder", "plan", 30, Map.of("amount", "0.25")),
        usage("review", "reviewer", "code", 200, Map.of("amount", "2", "outcome", "FAILED")),
        usage("other", "planner", null, 5, Map.of("amount", "9")));

    JsonPath plan = run("plan");

    assertThat(plan.getString("agentId")).isEqualTo("planner");
    assertThat(plan.getString("parentRunId")).isNull();
    assertThat(plan.getString("startedAt")).isEqualTo(AT.plusSeconds(10).toString());
    assertThat(plan.getString("firstUsageAt")).isEqualTo(AT.plusSeconds(10).toString());
    assertThat(plan.getString("lastUsageAt")).isEqualTo(AT.plusSeconds(200).toString());
    assertThat(plan.getInt("depth")).isZero();
    assertThat(plan.getInt("runsBelow")).isEqualTo(2);
    assertThat(plan.getInt("calls")).isEqualTo(2);
    assertThat(plan.getString("currency")).isEqualTo("USD");
    // gpt-4o: 2.50 and 10 USD per million
    assertThat(plan.getString("ownCost")).isEqualTo("0.5035").isEqualTo(plan.get("own.cost"));
    assertThat(plan.getString("totalCost")).isEqualTo("2.7535").isEqualTo(plan.get("total.cost"));
    assertThat(plan.getString("own.failedCost")).isEqualTo("0.5");
    assertThat(plan.getString("total.failedCost")).isEqualTo("2.5");
    assertThat(plan.getInt("total.calls")).isEqualTo(5);
    assertThat(plan.getInt("total.failedCalls")).isEqualTo(2);
    assertThat(plan.getInt("own.unpricedCalls")).isZero();
    assertThat(plan.getInt("total.unpricedCalls")).isEqualTo(1);
    assertThat(plan.getInt("own.tokens.total")).isEqualTo(1_100);
    assertThat(plan.getInt("total.tokens.input")).isEqualTo(8_000);
    JsonPath code = run("code");
    assertThat(code.getString("parentRunId")).isEqualTo("plan");
    assertThat(code.getInt("depth")).isEqualTo(1);
    assertThat(code.getString("ownCost")).isEqualTo("0.25");
    assertThat(code.getString("totalCost")).isEqualTo("2.25");
  }

  @Test
  void shouldKnowAParentBeforeItsAgent() {
    record(usage("child", "coder", "parent", 50, Map.of("amount", "3")));

    JsonPath named = run("parent");

    assertThat(named.getString("agentId")).isNull();
    assertThat(named.getString("startedAt")).isEqualTo(AT.plusSeconds(50).toString());
    assertThat(named.getString("firstUsageAt")).isEqualTo(AT.plusSeconds(50).toString());
    assertThat(named.getInt("calls")).isZero();
    assertThat(named.getString("ownCost")).isEqualTo("0");
    assertThat(named.getString("totalCost")).isEqualTo("3");

    record(usage("parent", "planner", null, 10, Map.of("amount", "1")));

    JsonPath used = run("parent");
    assertThat(used.getString("agentId")).isEqualTo("planner");
    assertThat(used.getString("startedAt")).isEqualTo(AT.plusSeconds(10).toString());
    assertThat(used.getString("totalCost")).isEqualTo("4");
  }

  @Test
  void shouldTakeTheFirstOfTwoParentsOfOneList() {
    // Given a list that tells of "z" before "a": the first counts, not the first by name
    List<String> warnings =
        record(
            usage("run", "coder", "z", 1, Map.of("amount", "1")),
            usage("run", "coder", "a", 2, Map.of("amount", "1")));

    assertThat(run("run").getString("parentRunId")).isEqualTo("z");
    assertThat(warnings)
        .containsExactly("run 'run' was not linked to parent 'a': its parent is 'z'");
    assertThat(run("run").getString("ownCost")).isEqualTo("2");
    assertThat(run("a").getString("totalCost")).isEqualTo("0");
  }

  @Test
  void shouldRefuseWhatClosesALoopAndBookIt() {
    List<String> warnings = new ArrayList<>();
    warnings.addAll(record(usage("c", "agent", "b", 1, Map.of("amount", "1"))));
    warnings.addAll(record(usage("b", "agent", "a", 2, Map.of("amount", "1"))));
    warnings.addAll(record(usage("a", "agent", "c", 3, Map.of("amount", "1"))));
    warnings.addAll(record(usage("alone", "agent", "alone", 4, Map.of("amount", "1"))));

    assertThat(warnings)
        .containsExactly(
            "run 'a' was not linked to parent 'c': it would be its own ancestor",
            "run 'alone' was not linked to parent 'alone': it would be its own ancestor");
    assertThat(tree("a")).containsExactly("a 0 1 3", "b 1 1 2", "c 2 1 1");
    assertThat(tree("alone")).containsExactly("alone 0 1 1");
  }

  @Test
  void shouldPageWhatARunSpawnedItself() {
    List<Map<String, Object>> usages = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      usages.add(usage("child-" + i, "coder", "root", i, Map.of("amount", "1")));
      usages.add(usage("grand-" + i, "coder", "child-" + i, i, Map.of("amount", "1")));
    }
    record(usages);

    JsonPath first = page("root", 2, null);
    JsonPath second = page("root", 2, first.getString("pageInfo.endCursor"));
    JsonPath last = page("root", 2, second.getString("pageInfo.endCursor"));

    assertThat(first.getList("edges.node.runId")).containsExactly("child-0", "child-1");
    assertThat(first.getList("edges.node.totalCost")).containsOnly("2");
    assertThat(first.getList("edges.node.depth")).containsOnly(1);
    assertThat(first.getBoolean("pageInfo.hasPreviousPage")).isFalse();
    assertThat(second.getList("edges.node.runId")).containsExactly("child-2", "child-3");
    assertThat(second.getBoolean("pageInfo.hasNextPage")).isTrue();
    assertThat(second.getBoolean("pageInfo.hasPreviousPage")).isTrue();
    assertThat(last.getList("edges.node.runId")).containsExactly("child-4");
    assertThat(last.getBoolean("pageInfo.hasNextPage")).isFalse();
    assertThat(page("grand-0", 500, null).getList("edges")).isEmpty();
    assertThat(GraphQl.error(send("run", Map.of("runId", "root", "first", 0))))
        .isEqualTo("OUT_OF_RANGE first");
    assertThat(GraphQl.error(send("run", Map.of("runId", "root", "after", "!"))))
        .isEqualTo("BAD_CURSOR after");
  }

  @Test
  void shouldGiveEveryAliasItsOwnPage() {
    record(
        usage("a", "coder", "root", 1, Map.of("amount", "1")),
        usage("b", "coder", "root", 2, Map.of("amount", "1")),
        usage("c", "coder", "b", 3, Map.of("amount", "1")));

    String nested = "{ nodes { runId spawned { nodes { runId depth } } } }";
    JsonPath root =
        given()
            .contentType("application/json")
            .body(
                Map.of(
                    "query",
                    "{ run(runId: \"root\", platformId: \"%s\") { one: spawned(first: 1) %s all:"
                            .formatted(platformId, nested)
                        + " spawned %s } }".formatted(nested)))
            .post("/graphql")
            .jsonPath()
            .setRootPath("data.run");

    assertThat(root.getList("one.nodes.runId")).containsExactly("a");
    assertThat(root.getList("all.nodes.runId")).containsExactly("a", "b");
    assertThat(root.getList("all.nodes[0].spawned.nodes")).isEmpty();
    assertThat(root.getList("all.nodes[1].spawned.nodes"))
        .containsExactly(Map.of("runId", "c", "depth", 2));
  }

  @Test
  void shouldTellRunsOfPlatformsApart() {
    record(usage("same", "coder", null, 1, Map.of("amount", "1")));
    String other = platformId + "-other";
    Map<String, Object> elsewhere = usage("same", "coder", null, 1, Map.of("amount", "7"));
    elsewhere.put("platformId", other);
    record(elsewhere);

    assertThat(run("same").getString("totalCost")).isEqualTo("1");
    assertThat(
            GraphQl.send("run", Map.of("runId", "same", "platformId", other))
                .getString("data.run.totalCost"))
        .isEqualTo("7");
    JsonPath byDefault = GraphQl.send("run", Map.of("runId", platformId));
    assertThat(byDefault.getString("errors")).isNull();
    assertThat(byDefault.getString("data.run")).isNull();
    assertThat(GraphQl.error(send("run-tree", Map.of("runId", "unknown"))))
        .isEqualTo("NOT_FOUND runId");
  }

  @Test
  void shouldHaveAdjustmentsInEverySum() {
    String model = "m-" + UUID.randomUUID();
    record(
        usage("plan", "planner", null, 1, Map.of("amount", "1")),
        usage("code", "coder", "plan", 2, tokens(model, 1_000, 0)));
    send(
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
                List.of(Map.of("name", "input", "price", "2")))));
    JsonPath repriced =
        send(
            "reprice",
            Map.of(
                "filter",
                Map.of("platformIds", List.of(platformId)),
                "reason",
                "it came late",
                "dryRun",
                false));
    assertThat(repriced.getInt("data.reprice.adjusted")).as(repriced.prettify()).isEqualTo(1);

    assertThat(run("plan").getString("totalCost")).isEqualTo("1.002");
    assertThat(run("plan").getString("total.adjustments")).isEqualTo("0.002");
    assertThat(run("plan").getInt("total.unpricedCalls")).isZero();
    assertThat(tree("plan")).containsExactly("plan 0 1 1.002", "code 1 1 0.002");
    assertThat(send("agent-costs", Map.of("agentId", "planner")))
        .extracting(costs -> costs.getList("data.agentCosts.rows.delegated.cost"))
        .isEqualTo(List.of("0.002"));
  }

  @Test
  void shouldCountACallThatTasksShareOnce() {
    Map<String, Object> shared = new HashMap<>(tokens("gpt-4o", 1_001, 0));
    shared.put("split", List.of(share("one", "0.3"), share("other", "0.7")));
    record(
        usage("plan", "planner", null, 1, Map.of("amount", "1")),
        usage("code", "coder", "plan", 2, shared));

    assertThat(run("code").getInt("calls")).isEqualTo(1);
    assertThat(run("plan").getInt("total.calls")).isEqualTo(2);
    assertThat(run("plan").getInt("total.tokens.total")).isEqualTo(1_001);
    assertThat(tree("plan")).containsExactly("plan 0 1 1.0025025", "code 1 1 0.0025025");
    assertThat(
            send("agent-costs", Map.of("agentId", "planner"))
                .getList("data.agentCosts.rows.delegated"))
        .containsExactly(
            Map.of("cost", "0.0025025", "calls", 1, "failedCost", "0", "unpricedCalls", 0));
    JsonPath repeats = send("runaways", Map.of("bounds", Map.of("repeatsMax", 1)));
    assertThat(repeats.getList("data.runaways.findings")).isEmpty();

    record(usage("code", "coder", "plan", 3, shared));

    repeats = send("runaways", Map.of("bounds", Map.of("repeatsMax", 1)));
    assertThat(repeats.getList("data.runaways.findings.measured")).containsExactly(2);
    assertThat(repeats.getList("data.runaways.findings.cost")).containsExactly("0.005005");
  }

  private Map<String, Object> share(String task, String weight) {
    return Map.of("taskId", platformId + ":" + task, "weight", weight);
  }

  @Test
  void shouldStandADeepChainThatArrivesInAnyOrder() {
    int depth = 2_500;
    List<Map<String, Object>> usages = new ArrayList<>();
    for (int i = 1; i <= depth; i++) {
      usages.add(usage("run-" + i, "agent", "run-" + (i - 1), i, Map.of("amount", "0.001")));
    }
    Collections.shuffle(usages, new Random(7));
    for (int from = 0; from < depth; from += 500) {
      assertThat(record(usages.subList(from, from + 500))).isEmpty();
    }

    assertThat(run("run-0").getString("totalCost")).isEqualTo("2.5");
    assertThat(run("run-0").getInt("runsBelow")).isEqualTo(depth);
    assertThat(run("run-" + depth).getInt("depth")).isEqualTo(depth);
    List<String> tree = tree("run-0");
    assertThat(tree).hasSize(depth + 1);
    assertThat(tree.get(1)).isEqualTo("run-1 1 1 2.5");
    assertThat(tree.getLast()).isEqualTo("run-2500 2500 1 0.001");
    assertThat(record(usage("run-0", "agent", "run-2500", 0, Map.of("amount", "1")))).hasSize(1);
    // a range that has nothing but the deepest run walks up all the rest
    JsonPath last = send("runaways", Map.of("from", AT.plusSeconds(depth).toString()));
    assertThat(last.getList("data.runaways.findings.runId")).containsExactly("run-0");
    assertThat(last.getInt("data.runaways.findings[0].measured")).isEqualTo(depth);
    assertThat(last.getString("data.runaways.findings[0].cost")).isEqualTo("0.001");
  }

  @Test
  void shouldRefuseATreeTooLargeAndStillAddItUp() {
    record(usage("root", "planner", null, 1, Map.of("amount", "1")));
    write(
        "MATCH (root:Run {platform_id: $id, run_id: 'root'}) UNWIND range(1, "
            + Limits.TREE_RUNS_MAX
            + ") AS i CREATE (root)-[:SPAWNED]->(:Run {platform_id: $id, run_id: 'r' + i,"
            + " agent_id: 'coder', started_at: root.started_at})");
    assertThat(tree("root")).hasSize(Limits.TREE_RUNS_MAX + 1);

    record(usage("one-more", "coder", "root", 1, Map.of("amount", "1")));

    assertThat(GraphQl.error(send("run-tree", Map.of("runId", "root"))))
        .isEqualTo("OUT_OF_RANGE runId");
    assertThat(run("root").getInt("runsBelow")).isEqualTo(Limits.TREE_RUNS_MAX + 1);
    assertThat(run("root").getString("totalCost")).isEqualTo("2");
  }

  /** {@return {@code runId depth calls totalCost} of each run} */
  private List<String> tree(String runId) {
    JsonPath answer = send("run-tree", Map.of("runId", runId));
    assertThat(answer.getString("errors")).isNull();
    return answer.<Map<String, Object>>getList("data.runTree").stream()
        .map(
            run ->
                "%s %s %s %s"
                    .formatted(
                        run.get("runId"), run.get("depth"), run.get("calls"), run.get("totalCost")))
        .toList();
  }

  private JsonPath run(String runId) {
    JsonPath answer = send("run", Map.of("runId", runId));
    assertThat(answer.getString("errors")).isNull();
    return answer.setRootPath("data.run");
  }

  private JsonPath page(String runId, int first, @Nullable String after) {
    Map<String, Object> variables = new HashMap<>(Map.of("runId", runId, "first", first));
    variables.put("after", after);
    JsonPath answer = send("run", variables);
    assertThat(answer.getString("errors")).isNull();
    return answer.setRootPath("data.run.spawned");
  }

  private JsonPath send(String operation, Map<String, ?> variables) {
    Map<String, Object> all = new HashMap<>(variables);
    all.put("platformId", platformId);
    return GraphQl.send(operation, all);
  }

  @SafeVarargs
  private List<String> record(Map<String, Object>... usages) {
    return record(List.of(usages));
  }

  /** {@return the warnings about runs} */
  private static List<String> record(List<Map<String, Object>> usages) {
    JsonPath answer = GraphQl.send("record-usages", Map.of("usages", usages));
    assertThat(answer.<String>getList("data.recordUsages.__typename")).containsOnly("Recorded");
    return answer.<List<String>>getList("data.recordUsages.warnings").stream()
        .flatMap(List::stream)
        .filter(warning -> warning.startsWith("run "))
        .toList();
  }

  private void write(String statement) {
    try (Session session = graph.writeSession()) {
      session.executeWriteWithoutResult(
          tx -> tx.run(statement, Map.of("id", platformId)).consume());
    }
  }

  private static Map<String, Object> tokens(String model, int input, int output) {
    return Map.of("model", model, "tokens", Map.of("input", input, "output", output));
  }

  private Map<String, Object> usage(
      String runId,
      String agentId,
      @Nullable String parentRunId,
      int second,
      Map<String, Object> rest) {
    Map<String, Object> usage = new HashMap<>(rest);
    usage.put("operationId", platformId + ":" + made++);
    usage.put("platformId", platformId);
    usage.put("agentId", agentId);
    usage.put("runId", runId);
    if (parentRunId != null) {
      usage.put("parentRunId", parentRunId);
    }
    usage.put("timestamp", AT.plusSeconds(second).toString());
    return usage;
  }
}
