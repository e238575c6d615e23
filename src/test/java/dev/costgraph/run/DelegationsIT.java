package dev.costgraph.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.costgraph.BadRequest;
import dev.costgraph.GraphQl;
import dev.costgraph.Limits;
import dev.costgraph.budget.Period.Bounds;
import dev.costgraph.graph.Graph;
import dev.costgraph.usage.UsageGraph;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.Session;

/** Who delegates to whom, by hand. Random trees are added up in {@link SpawningPropertyIT}. */
@QuarkusTest
class DelegationsIT {

  @Inject Graph graph;
  @Inject RunGraph runs;

  private final String platformId = "delegations-" + UUID.randomUUID();
  private final List<Map<String, Object>> usages = new ArrayList<>();

  /**
   * Planner delegates to coder twice, coder to reviewer, and that reviewer back to a planner.
   *
   * <pre>
   * plan ─┬─ code-1 ─ review ─ replan
   *       └─ code-2
   * </pre>
   */
  @BeforeEach
  void record() {
    usage("planner", null, null, "2026-05-01T00:00:00Z", "1000");
    usage("planner", "plan", null, "2026-05-01T00:00:00Z", "1");
    usage("coder", "code-1", "plan", "2026-05-01T01:00:00Z", "2");
    usage("reviewer", "review", "code-1", "2026-05-02T00:00:00Z", "4");
    usage("planner", "replan", "review", "2026-05-02T01:00:00Z", "8");
    usage("coder", "code-2", "plan", "2026-05-03T00:00:00Z", "16");
    usage("helper", "code-2", "plan", "2026-05-03T00:00:00Z", "32"); // in a run of the coder
    JsonPath answer = GraphQl.send("record-usages", Map.of("usages", usages));
    assertThat(answer.<String>getList("data.recordUsages.__typename")).containsOnly("Recorded");
  }

  @Test
  void shouldSayWhatAnAgentCostsWithWhatItDelegated() {
    assertThat(agentCosts(Map.of()))
        .containsExactly(
            "planner 1009 + 54 = 1063", // replan is below it, but its own
            "helper 32 + 0 = 32",
            "coder 18 + 12 = 30", // what the helper used is in its run, not below it
            "reviewer 4 + 8 = 12");
    assertThat(agentCosts(Map.of("agentId", "coder"))).containsExactly("coder 18 + 12 = 30");
    assertThat(agentCosts(Map.of("first", 1))).containsExactly("planner 1009 + 54 = 1063");
  }

  @Test
  void shouldCountUsagesByTheirOwnTime() {
    Map<String, String> second =
        Map.of("from", "2026-05-02T00:00:00Z", "to", "2026-05-03T00:00:00Z");

    // the runs above are found, though nothing was used in them on that day
    assertThat(agentCosts(second))
        .containsExactly("coder 0 + 12 = 12", "planner 8 + 4 = 12", "reviewer 4 + 8 = 12");
    assertThat(delegations(second))
        .containsExactly(
            "coder > reviewer: 1, 4, 12",
            "planner > coder: 1, 0, 12",
            "reviewer > planner: 1, 8, 8");
  }

  @Test
  void shouldSayWhoDelegatesToWhom() {
    assertThat(delegations(Map.of()))
        .containsExactly(
            "planner > coder: 2, 50, 62",
            "coder > reviewer: 1, 4, 12",
            "reviewer > planner: 1, 8, 8");
    assertThat(delegations(Map.of("agentId", "reviewer")))
        .containsExactly("coder > reviewer: 1, 4, 12", "reviewer > planner: 1, 8, 8");
    assertThat(delegations(Map.of("agentId", "helper"))).isEmpty();
    assertThat(send("delegations", Map.of()).getString("data.delegations.currency"))
        .isEqualTo("USD");
  }

  @Test
  void shouldRefuseWhatCannotBeAnswered() {
    for (String operation : List.of("agent-costs", "delegations", "runaways")) {
      assertThat(error(operation, Map.of("platformId", "unknown")))
          .as(operation)
          .isEqualTo("NOT_FOUND platformId");
      assertThat(error(operation, Map.of("first", 501))).isEqualTo("OUT_OF_RANGE first");
      assertThat(
              error(
                  operation, Map.of("from", "2026-05-02T00:00:00Z", "to", "2026-05-02T00:00:00Z")))
          .isEqualTo("INVALID_VALUE from");
    }
    assertThat(error("runaways", Map.of("bounds", Map.of("depthMax", 0))))
        .isEqualTo("OUT_OF_RANGE bounds.depthMax");
    assertThat(error("runaways", Map.of("bounds", Map.of("spawnedMax", 0, "callsMax", 0))))
        .isEqualTo("OUT_OF_RANGE bounds.callsMax");
  }

  @Test
  void shouldRefuseToReadTooManyUsages() {
    // Given cells that say that there are more usages than one question may read
    try (Session session = graph.writeSession()) {
      session.executeWriteWithoutResult(
          tx ->
              tx.run(
                      "MATCH (c:CostCell {platform_id: $id}) SET c.calls = $calls",
                      Map.of("id", platformId, "calls", Limits.USAGES_READ_MAX))
                  .consume());
    }

    for (String operation : List.of("agent-costs", "delegations", "runaways")) {
      assertThat(error(operation, Map.of())).as(operation).isEqualTo("NARROW_THE_RANGE from");
      assertThat(send(operation, Map.of()).getString("errors[0].message"))
          .endsWith(", at most 500000: narrow from and to");
    }
  }

  @Test
  void shouldReadNoMoreRunsThanItMay() {
    Bounds ever = new Bounds(UsageGraph.OPEN_START, UsageGraph.OPEN_END);
    // one group of no run, and two agents in code-2
    assertThat(runs.forest(platformId, ever, 7).nodes()).hasSize(5);
    assertThatThrownBy(() -> runs.forest(platformId, ever, 6))
        .isInstanceOf(BadRequest.class)
        .hasMessage("more than 6 runs, told apart by agent and task: narrow from and to");
    // two runs on that day, and two above them
    Bounds second =
        new Bounds(Instant.parse("2026-05-02T00:00:00Z"), Instant.parse("2026-05-03T00:00:00Z"));
    assertThat(runs.forest(platformId, second, 4).nodes()).hasSize(4);
    assertThatThrownBy(() -> runs.forest(platformId, second, 3))
        .isInstanceOfSatisfying(
            BadRequest.class, e -> assertThat(e.code()).isEqualTo(BadRequest.Code.NARROW_THE_RANGE))
        .hasMessage("more than 3 runs with those above them: narrow from and to");
  }

  private List<String> agentCosts(Map<String, ?> variables) {
    return rows("agent-costs", "agentCosts", variables).stream()
        .map(
            row ->
                "%s %s + %s = %s"
                    .formatted(
                        row.get("agentId"),
                        cost(row.get("own")),
                        cost(row.get("delegated")),
                        cost(row.get("total"))))
        .toList();
  }

  private static String cost(@Nullable Object totals) {
    return totals instanceof Map<?, ?> sums ? String.valueOf(sums.get("cost")) : "none";
  }

  private List<String> delegations(Map<String, ?> variables) {
    return rows("delegations", "delegations", variables).stream()
        .map(
            row ->
                "%s > %s: %s, %s, %s"
                    .formatted(
                        row.get("fromAgentId"),
                        row.get("toAgentId"),
                        row.get("runs"),
                        row.get("ownCost"),
                        row.get("totalCost")))
        .toList();
  }

  private List<Map<String, Object>> rows(String operation, String field, Map<String, ?> variables) {
    JsonPath answer = send(operation, variables);
    assertThat(answer.getString("errors")).isNull();
    return answer.getList("data." + field + ".rows");
  }

  private String error(String operation, Map<String, ?> variables) {
    return GraphQl.error(send(operation, variables));
  }

  private JsonPath send(String operation, Map<String, ?> variables) {
    Map<String, Object> all = new HashMap<>(Map.of("platformId", platformId));
    all.putAll(variables);
    return GraphQl.send(operation, all);
  }

  private void usage(
      String agentId,
      @Nullable String runId,
      @Nullable String parentRunId,
      String at,
      String cost) {
    Map<String, Object> usage = new HashMap<>();
    usage.put("operationId", platformId + ":" + usages.size());
    usage.put("platformId", platformId);
    usage.put("agentId", agentId);
    usage.put("runId", runId);
    usage.put("parentRunId", parentRunId);
    usage.put("timestamp", at);
    usage.put("amount", cost);
    usages.add(usage);
  }
}
