package dev.costgraph.run;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.GraphQl;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What each run of a tree spawned, and ids that look like none. */
@QuarkusTest
class SpawnedIT {

  private static final String SPAWNED =
      "{ runId depth totalCost spawned(first: 2) { pageInfo { hasNextPage endCursor }"
          + " nodes { runId depth totalCost spawned { nodes { runId depth totalCost } } } } }";

  private final String platformId = "spawned-" + UUID.randomUUID();
  private final List<Map<String, Object>> usages = new ArrayList<>();

  @Test
  void shouldSayTheSameOfEachRunOfATreeAsOfTheRunAlone() {
    usage("root", null);
    for (int i = 0; i < 3; i++) {
      usage("child-" + i, "root");
      usage("grandchild-" + i, "child-0");
    }
    assertThat(warnings()).isEmpty();

    List<Map<String, Object>> tree =
        query("runTree(runId: \"root\", platformId: \"%s\") %s".formatted(platformId, SPAWNED))
            .getList("data.runTree");

    assertThat(tree).hasSize(7);
    for (Map<String, Object> run : tree) {
      assertThat(run)
          .isEqualTo(
              query(
                      "run(runId: \"%s\", platformId: \"%s\") %s"
                          .formatted(run.get("runId"), platformId, SPAWNED))
                  .getMap("data.run"));
    }
  }

  @Test
  void shouldSayWhichPlatformHasNoSuchRun() {
    JsonPath answer = GraphQl.send("run-tree", Map.of("runId", "elsewhere"));

    assertThat(answer.getString("errors[0].message"))
        .isEqualTo("platform 'default' has no run 'elsewhere': give platformId");
  }

  @Test
  void shouldNotTakeTheWordNullForNoRun() {
    usage("null", "null");
    usage(null, null);
    usage("run", null);

    assertThat(warnings())
        .containsExactly(
            "run 'null' was not linked to parent 'null': it would be its own ancestor");
  }

  private static JsonPath query(String field) {
    JsonPath answer =
        given()
            .contentType("application/json")
            .body(Map.of("query", "{ %s }".formatted(field)))
            .post("/graphql")
            .jsonPath();
    assertThat(answer.getString("errors")).isNull();
    return answer;
  }

  private void usage(@Nullable String runId, @Nullable String parentRunId) {
    Map<String, Object> usage = new HashMap<>();
    usage.put("operationId", platformId + ":" + usages.size());
    usage.put("platformId", platformId);
    usage.put("agentId", "agent");
    usage.put("runId", runId);
    usage.put("parentRunId", parentRunId);
    usage.put("amount", "0.5");
    usages.add(usage);
  }

  /** Books the usages as one list. */
  private List<String> warnings() {
    JsonPath answer = GraphQl.send("record-usages", Map.of("usages", usages));
    assertThat(answer.<String>getList("data.recordUsages.__typename")).containsOnly("Recorded");
    return answer.<List<String>>getList("data.recordUsages.warnings").stream()
        .flatMap(List::stream)
        .toList();
  }
}
