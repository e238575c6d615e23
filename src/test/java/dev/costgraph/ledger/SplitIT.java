package dev.costgraph.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.GraphQl;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.Session;

/** Usages that several tasks share. gpt-4o costs 2.50 and 10 USD per million. */
@QuarkusTest
class SplitIT extends SplitPlatform {

  private static final String THIRD = "0.333333333";

  @Test
  void shouldChargeEachTaskItsPartAndTheWholeOnceAbove() {
    JsonPath recorded =
        record(amount("op", "1", share(0, "0.333333334"), share(1, THIRD), share(2, THIRD)));

    assertThat(recorded.getString("__typename")).isEqualTo("Recorded");
    assertThat(recorded.getString("usage.cost")).isEqualTo("1");
    assertThat(usage("op").getList("shares.cost"))
        .containsExactly("0.333333334", "0.333333333", "0.333333333");
    Map<String, String> spent = new TreeMap<>();
    for (int i = 0; i < recorded.getList("budgets").size(); i++) {
      String status = "budgets[" + i + "]";
      spent.put(
          recorded.getString(status + ".budget.budgetId").substring(tree.id("").length()),
          recorded.getString(status + ".spent") + " in " + recorded.getString(status + ".entries"));
    }
    assertThat(spent)
        .isEqualTo(
            Map.of(
                "task-0", "0.333333334 in 1",
                "task-2", "0.333333333 in 0",
                "project-a", "0.666666667 in 1",
                "project-b", "0.333333333 in 0",
                "shared", "0.666666667 in 1",
                "division", "0.666666667 in 1",
                "platform", "1 in 1",
                "platform-custom", "1 in 1",
                "agent-everywhere", "1 in 1"));
    assertThat(costs("TASK"))
        .isEqualTo(
            Map.of(
                "task-0", "0.333333334 in 1",
                "task-1", "0.333333333 in 0",
                "task-2", "0.333333333 in 0",
                "total", "1 in 1"));
    assertBalanced();
  }

  @Test
  void shouldSplitEveryKindOfToken() {
    record(
        usage(
            "op",
            Map.of("model", "gpt-4o", "tokens", Map.of("input", 1001, "output", 101)),
            share(0, "0.5"),
            share(1, "0.5")));

    JsonPath usage = usage("op");
    assertThat(usage.getString("cost")).isEqualTo("0.0035125"); // 1001 × 2.5 + 101 × 10
    assertThat(usage.getString("tokens.total")).isEqualTo("1102");
    assertThat(usage.getString("taskId")).isNull();
    assertThat(usage.getString("projectId")).isEqualTo(tree.id("a"));
    assertThat(usage.getList("shares.tokens.input")).containsExactly(501, 500);
    assertThat(usage.getList("shares.tokens.output")).containsExactly(51, 50);
    assertThat(usage.getList("shares.cost")).containsExactly("0.00175625", "0.00175625");
    assertThat(usage.getList("shares.weight")).containsExactly("0.5", "0.5");
    assertBalanced();
  }

  @Test
  void shouldListTheParts() {
    record(amount("op", "1", share(0, "0.4"), share(2, "0.6")));

    JsonPath all = usages(Map.of("platformIds", List.of(tree.platformId())), null);
    JsonPath first = usages(Map.of("platformIds", List.of(tree.platformId())), null, 1);
    JsonPath second =
        usages(
            Map.of("platformIds", List.of(tree.platformId())),
            first.getString("pageInfo.endCursor"),
            1);
    JsonPath ofOne = usages(Map.of("taskIds", List.of(tree.taskId(2))), null);

    assertThat(all.getList("nodes.operationId")).containsExactly(id("op"), id("op"));
    assertThat(List.of(first.getString("nodes[0].taskId"), second.getString("nodes[0].taskId")))
        .containsExactlyElementsOf(all.getList("nodes.taskId"))
        .containsExactlyInAnyOrder(tree.taskId(0), tree.taskId(2));
    assertThat(ofOne.getList("nodes.cost")).containsExactly("0.6");
    assertThat(ofOne.getList("nodes.weight")).containsExactly("0.6");
  }

  @Test
  void shouldReplayAllOfIt() {
    Map<String, Object> usage = amount("op", "1", share(0, "0.4"), share(2, "0.6"));
    Map<String, Object> other = amount("op", "1", share(0, "0.5"), share(2, "0.5"));

    JsonPath answers =
        GraphQl.send("record-usages", Map.of("usages", List.of(usage, usage, other)))
            .setRootPath("data.recordUsages");
    JsonPath again = record(usage);

    assertThat(answers.getList("__typename")).containsExactly("Recorded", "Replayed", "Conflict");
    assertThat(again.getString("__typename")).isEqualTo("Replayed");
    assertThat(again.getString("usage.cost")).isEqualTo("1");
    assertThat(again.getString("usage.sequence"))
        .isEqualTo(answers.getString("[0].usage.sequence"));
    assertThat(record(other).getString("__typename")).isEqualTo("Conflict");
    assertThat(costs("TASK").get("total")).isEqualTo("1 in 1");
    assertBalanced();
  }

  /** The price comes later, and once more: each time the differences sum to that of the whole. */
  @Test
  void shouldCorrectEachPart() {
    Map<String, Object> tokens = Map.of("model", tree.id("own"), "tokens", Map.of("input", 1000));
    record(usage("op", tokens, share(0, THIRD), share(1, THIRD), share(2, "0.333333334")));
    assertThat(usage("op").getString("cost")).isNull();
    assertThat(
            GraphQl.send("costs", Map.of("groupBy", List.of(), "filter", filter()))
                .getInt("data.costs.total.unpricedCalls"))
        .isEqualTo(1);

    addPrice("1");
    assertThat(reprice().getInt("adjusted")).isEqualTo(3);
    assertThat(usage("op").getString("cost")).isEqualTo("0.001");
    assertThat(usage("op").getList("shares.cost"))
        .containsExactly("0.000333333", "0.000333333", "0.000333334");

    addPrice("2.000001");
    assertThat(reprice().getString("change")).isEqualTo("0.001000001");
    assertThat(usage("op").getList("shares.cost"))
        .containsExactly("0.000666667", "0.000666667", "0.000666667");
    assertThat(reprice().getInt("adjusted")).isZero();
    JsonPath why =
        GraphQl.send("explain-cost", Map.of("operationId", id("op")))
            .setRootPath("data.explainCost");
    assertThat(why.getList("warnings")).isEmpty();
    assertThat(why.getList("components.cost")).containsExactly("0.002000001");
    assertThat(why.getList("budgets.budgetId"))
        .contains(tree.id("task-0"), tree.id("task-2"), tree.id("platform"));
    JsonPath other =
        GraphQl.send("what-if", Map.of("filter", filter(), "change", Map.of("model", "gpt-4o")))
            .setRootPath("data.whatIf");
    assertThat(other.getString("wouldCost")).isEqualTo("0.0025");
    assertBalanced();
  }

  @Test
  void shouldSplitTheWorkOfEachModel() {
    String advised =
        """
        {"input_tokens": 2417, "output_tokens": 133, "iterations": [
          {"type": "message", "input_tokens": 2417, "output_tokens": 133},
          {"type": "advisor_message", "model": "claude-opus-4-5-20251101",
           "input_tokens": 2529, "output_tokens": 38}]}\
        """;
    record(
        usage(
            "op",
            Map.of(
                "model",
                "claude-haiku-4-5",
                "providerUsage",
                Map.of("api", "ANTHROPIC", "json", advised)),
            share(0, "0.7"),
            share(2, "0.3")));

    assertThat(usage("op").getString("cost")).isEqualTo("0.016677");
    assertThat(usage("op").getList("shares.cost")).containsExactly("0.0116739", "0.0050031");
    assertThat(usage("op").getList("entries")).hasSize(4);
    assertThat(reprice().getInt("adjusted")).isZero();
    assertBalanced();
  }

  @Test
  void shouldSettleWithASplitUsage() {
    GraphQl.send(
        "reserve",
        Map.of(
            "reservation",
            Map.of(
                "reservationId",
                id("r"),
                "agentId",
                "agent-0",
                "taskId",
                tree.taskId(0),
                "amount",
                "2")));

    JsonPath settled =
        GraphQl.send(
                "settle",
                Map.of(
                    "reservationId",
                    id("r"),
                    "usage",
                    amount("op", "1", share(0, "0.5"), share(2, "0.5"))))
            .setRootPath("data.settle");

    assertThat(settled.getString("__typename")).isEqualTo("Recorded");
    assertThat(settled.getList("warnings")).isEmpty();
    assertThat(settled.getList("budgets.held")).containsOnly("0");
    assertBalanced();
  }

  @Test
  void shouldRefuseWhatIsNoWhole() {
    assertThat(refused(share(0, "1"))).isEqualTo("INVALID_SPLIT split");
    assertThat(refused(share(0, "0.5"), share(0, "0.5"))).isEqualTo("INVALID_SPLIT split.taskId");
    assertThat(refused(share(0, "0.5"), share(1, "0.4"))).isEqualTo("INVALID_SPLIT split.weight");
    assertThat(refused(share(0, "1.5"), share(1, "-0.5"))).isEqualTo("INVALID_SPLIT split.weight");
    assertThat(refused(share(0, "1"), share(1, "0"))).isEqualTo("INVALID_SPLIT split.weight");
    assertThat(refused(share(0, "half"), share(1, "1"))).isEqualTo("INVALID_SPLIT split.weight");
    assertThat(refused(Map.of("taskId", "", "weight", "0.5"), share(1, "0.5")))
        .isEqualTo("INVALID_ID split.taskId");
    Map<String, Object> twice = amount("op", "1", share(0, "0.5"), share(1, "0.5"));
    twice.put("taskId", tree.taskId(0));
    assertThat(error(record(twice))).isEqualTo("INVALID_SPLIT taskId");
    List<Map<String, Object>> many = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      many.add(Map.of("taskId", id("t" + i), "weight", "0.04"));
    }
    Map<String, Object> crowd = amount("op", "1");
    crowd.put("split", many);
    assertThat(error(record(crowd))).isEqualTo("INVALID_SPLIT split");
    assertThat(costs("TASK")).isEqualTo(Map.of("total", "0 in 0"));
  }

  /** One task of another platform: nothing of it is booked, and no other task is made. */
  @Test
  void shouldBookAllOfItOrNothing() {
    TestTree other = TestTree.create("split");
    Map<String, Object> stranger = Map.of("taskId", other.taskId(0), "weight", "0.5");
    Map<String, Object> unseen = Map.of("taskId", id("unseen"), "weight", "0.5");

    assertThat(error(record(amount("op", "1", unseen, stranger))))
        .isEqualTo("CONTRADICTING_IDS taskId");

    assertThat(countTasks("unseen")).isZero();
    JsonPath made = record(amount("op", "1", unseen, Map.of("taskId", id("new"), "weight", "0.5")));
    assertThat(made.getString("__typename")).isEqualTo("Recorded");
    assertThat(countTasks("unseen")).isEqualTo(1);
    assertThat(usage("op").getList("shares.projectId"))
        .containsOnly(tree.platformId() + ":unassigned");
    assertBalanced();
  }

  @Test
  void shouldMissAPartThatIsGone() {
    record(amount("op", "1", share(0, "0.5"), share(2, "0.5")));
    try (Session session = graph.writeSession()) {
      session
          .run(
              "MATCH (u:Usage {share_of: $id, share_number: 2})-[:INCURRED]->(e) DETACH DELETE u,"
                  + " e",
              Map.of("id", id("op")))
          .consume();
    }

    JsonPath books = GraphQl.send("books", Map.of("platformId", tree.platformId()));

    assertThat(books.getList("data.books.differences.counter"))
        .contains("charged", "spent 2026-05-01T00:00:00Z", "cost");
  }
}
