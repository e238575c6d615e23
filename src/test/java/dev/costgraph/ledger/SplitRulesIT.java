package dev.costgraph.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.GraphQl;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.Session;

/** What goes with usages that several tasks share: prices, alerts, routes, ids. */
@QuarkusTest
class SplitRulesIT extends SplitPlatform {

  /** OpenRouter states costs with more decimals than a nano has. */
  @Test
  void shouldKeepWhatTheProviderStatesWhole() {
    Map<String, Object> provider =
        Map.of(
            "api",
            "OPENROUTER",
            "json",
            """
            {"prompt_tokens": 2168, "completion_tokens": 100, "total_tokens": 2268,
             "cost": 0.0004970133333333333}\
            """);
    JsonPath recorded =
        record(
            usage(
                "op",
                Map.of("model", "google/gemini-2.5-flash", "providerUsage", provider),
                share(0, "0.5"),
                share(2, "0.5")));

    assertThat(recorded.getString("__typename")).isEqualTo("Recorded");
    JsonPath why =
        GraphQl.send("explain-cost", Map.of("operationId", id("op")))
            .setRootPath("data.explainCost");
    assertThat(why.getString("usage.statedCost")).isEqualTo("0.0004970133333333333");
    assertBalanced();
  }

  /** A filter that names one of the tasks: all parts get the price, none stays behind as zero. */
  @Test
  void shouldCorrectAllPartsTogether() {
    Map<String, Object> tokens = Map.of("model", tree.id("own"), "tokens", Map.of("input", 1000));
    record(usage("op", tokens, share(0, "0.5"), share(2, "0.5")));
    record(usage("other", tokens, share(1, "0.5"), share(2, "0.5")));
    addPrice("1");

    JsonPath done =
        GraphQl.send(
                "reprice",
                Map.of(
                    "filter",
                    Map.of(
                        "platformIds",
                        List.of(tree.platformId()),
                        "taskIds",
                        List.of(tree.taskId(0))),
                    "reason",
                    "a price came",
                    "dryRun",
                    false))
            .setRootPath("data.reprice");

    assertThat(done.getInt("usages")).isEqualTo(2);
    assertThat(done.getString("change")).isEqualTo("0.001");
    assertThat(usage("op").getList("shares.cost")).containsExactly("0.0005", "0.0005");
    assertThat(usage("other").getString("cost")).isNull();
    assertThat(
            GraphQl.send("costs", Map.of("groupBy", List.of(), "filter", filter()))
                .getInt("data.costs.total.unpricedCalls"))
        .isEqualTo(1);
    assertThat(reprice().getString("change")).isEqualTo("0.001");
    assertBalanced();
  }

  /** Two parts of one usage move the same budget twice: the status of the second alert is newer. */
  @Test
  void shouldNumberTheStatusOfEachAlert() {
    record(amount("op", "2000.000001", share(0, "0.9"), share(2, "0.1")));

    List<Long> sequences;
    try (Session session = graph.writeSession()) {
      sequences =
          session
              .run(
                  "MATCH (e:LedgerEvent {budget_id: $id}) WHERE e.threshold IS NOT NULL OR"
                      + " e.event_type = 'BUDGET_EXCEEDED' RETURN e.cause_sequence AS sequence"
                      + " ORDER BY e.sequence",
                  Map.of("id", id("platform")))
              .list(row -> row.get("sequence").asLong());
    }
    assertThat(sequences).hasSize(2);
    assertThat(sequences.get(1)).isGreaterThan(sequences.get(0));
  }

  @Test
  void shouldGoWhereAnyOfTheTasksIsKnown() {
    Map<String, Object> usage =
        amount("op", "1", Map.of("taskId", id("unseen"), "weight", "0.5"), share(2, "0.5"));
    usage.remove("platformId");

    assertThat(record(usage).getString("__typename")).isEqualTo("Recorded");
    assertThat(usage("op").getString("platformId")).isEqualTo(tree.platformId());
  }

  @Test
  void shouldNotKnowAPartByItself() {
    record(amount("op", "1", share(0, "0.5"), share(2, "0.5")));

    assertThat(usage("op\u001f2").getString("operationId")).isNull();
    assertThat(
            GraphQl.send("explain-cost", Map.of("operationId", id("op\u001f2")))
                .getString("data.explainCost"))
        .isNull();
  }

  /** Twenty tasks in each of many usages: what waits is counted in rows. */
  @Test
  void shouldTakeAListOfTheLargestSplits() {
    List<Map<String, Object>> usages = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Map<String, Object> usage = new HashMap<>(amount("op" + i, "0.000000007"));
      List<Map<String, Object>> split = new ArrayList<>();
      for (int task = 0; task < 20; task++) {
        split.add(Map.of("taskId", id("t" + task), "weight", "0.05"));
      }
      usage.put("split", split);
      usages.add(usage);
    }

    JsonPath answer = GraphQl.send("record-usages", Map.of("usages", usages));

    assertThat(answer.<String>getList("data.recordUsages.__typename")).containsOnly("Recorded");
    assertThat(costs("TASK").get("total")).isEqualTo("0.00000042 in 60");
    assertThat(costs("TASK").get("t0")).isEqualTo("0.00000006 in 60");
    assertThat(costs("TASK").get("t7")).isEqualTo("0 in 0");
    assertBalanced();
  }
}
