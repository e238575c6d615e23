package dev.costgraph.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.GraphQl;
import dev.costgraph.graph.Graph;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.neo4j.driver.Session;

/** A platform whose usages are shared by tasks of {@link TestTree}. */
abstract class SplitPlatform {

  static final String AT = "2026-05-15T12:34:56Z";

  @Inject Graph graph;

  TestTree tree = new TestTree("");

  @BeforeEach
  void create() {
    tree = TestTree.create("split");
  }

  String refused(Map<?, ?>... shares) {
    return error(record(amount("op", "1", shares)));
  }

  static String error(JsonPath answer) {
    return answer.getString("code") + " " + answer.getString("field");
  }

  String id(String name) {
    return tree.id(name);
  }

  Map<String, Object> share(int task, String weight) {
    return Map.of("taskId", tree.taskId(task), "weight", weight);
  }

  Map<String, Object> amount(String name, String amount, Map<?, ?>... shares) {
    return usage(name, Map.of("amount", amount), shares);
  }

  Map<String, Object> usage(String name, Map<String, ?> measure, Map<?, ?>... shares) {
    Map<String, Object> usage = new HashMap<>(measure);
    usage.put("operationId", id(name));
    usage.put("agentId", "agent-0");
    usage.put("platformId", tree.platformId());
    usage.put("timestamp", AT);
    usage.put("split", Arrays.asList(shares));
    return usage;
  }

  static JsonPath record(Map<String, Object> usage) {
    return GraphQl.send("record-usage", Map.of("usage", usage)).setRootPath("data.recordUsage");
  }

  JsonPath usage(String name) {
    return GraphQl.send("usage", Map.of("operationId", id(name))).setRootPath("data.usage");
  }

  static JsonPath usages(Map<String, ?> filter, @Nullable String after) {
    return usages(filter, after, 10);
  }

  static JsonPath usages(Map<String, ?> filter, @Nullable String after, int first) {
    Map<String, @Nullable Object> variables = new HashMap<>();
    variables.put("filter", filter);
    variables.put("first", first);
    variables.put("after", after);
    return GraphQl.send("usages", variables).setRootPath("data.usages");
  }

  Map<String, Object> filter() {
    return Map.of("platformIds", List.of(tree.platformId()));
  }

  Map<String, String> costs(String dimension) {
    JsonPath costs =
        GraphQl.send("costs", Map.of("groupBy", List.of(dimension), "filter", filter()))
            .setRootPath("data.costs");
    Map<String, String> rows = new TreeMap<>();
    rows.put("total", costs.getString("total.cost") + " in " + costs.getString("total.calls"));
    for (int i = 0; i < costs.getList("rows").size(); i++) {
      String row = "rows[" + i + "]";
      rows.put(
          costs.getString(row + ".keys[0]").substring(tree.platformId().length() + 1),
          costs.getString(row + ".totals.cost") + " in " + costs.getString(row + ".totals.calls"));
    }
    return rows;
  }

  void addPrice(String input) {
    GraphQl.send(
        "add-price",
        Map.of(
            "price",
            Map.of(
                "model",
                tree.id("own"),
                "provider",
                "own",
                "platformId",
                tree.platformId(),
                "components",
                List.of(Map.of("name", "input", "price", input)))));
  }

  JsonPath reprice() {
    return GraphQl.send(
            "reprice", Map.of("filter", filter(), "reason", "a price came", "dryRun", false))
        .setRootPath("data.reprice");
  }

  long countTasks(String name) {
    try (Session session = graph.writeSession()) {
      return session
          .run("MATCH (t:Task {task_id: $id}) RETURN count(t) AS n", Map.of("id", id(name)))
          .single()
          .get("n")
          .asLong();
    }
  }

  void assertBalanced() {
    JsonPath books = GraphQl.send("books", Map.of("platformId", tree.platformId()));
    assertThat(books.getBoolean("data.books.balanced"))
        .as("%s", books.getString("data.books.differences"))
        .isTrue();
  }
}
