package dev.costgraph.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.GraphQl;
import dev.costgraph.SteppedClock;
import dev.costgraph.graph.Graph;
import dev.costgraph.ledger.TestTree;
import dev.costgraph.retention.Retention.Horizon;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Runs end with their usages: what is left is told whole, or refused. */
@QuarkusTest
@TestInstance(Lifecycle.PER_CLASS)
class FoldedRunsIT {

  private static final Instant AT = Instant.parse("2026-05-15T12:34:56Z");
  private static final Instant HORIZON = AT.plus(Duration.ofDays(5));

  @Inject Retention retention;
  @Inject Graph graph;
  @Inject SteppedClock clock;

  @TempDir static Path archive;

  /** Asked by all tests; made by the first, for there is no port before. */
  private TestTree tree = new TestTree("");

  private int made;

  /**
   * An old tree that goes, one that goes on, a new one, and one whose root began after the horizon
   * although a run below it had ended before.
   */
  @BeforeEach
  void foldOnce() throws Exception {
    if (!tree.platformId().isEmpty()) {
      return;
    }
    clock.stop(AT);
    tree = TestTree.create("folded-runs");
    record("gone", null);
    record("gone-child", "gone");
    record("going-on", null);
    record("early-grandchild", "late-child");
    clock.stop(AT.plus(Duration.ofDays(10)));
    record("going-on", null);
    record("late-child", "late");
    record("late", null);
    record("new", null);
    record("new-child", "new");
    record("new-grandchild", "new-child");
    assertThat(retention.fold(tree.platformId(), new Horizon(HORIZON, HORIZON, archive)).usages())
        .isEqualTo(4);
  }

  @AfterAll
  void resetClock() {
    clock.reset();
  }

  /** A call of an agent of the run's name, for 1 USD. */
  private void record(String runId, @Nullable String parentRunId) {
    Map<String, Object> usage = new HashMap<>();
    usage.put("operationId", tree.id("op-" + made++));
    usage.put("platformId", tree.platformId());
    usage.put("agentId", "agent-of-" + runId);
    usage.put("runId", runId);
    usage.put("parentRunId", parentRunId);
    usage.put("timestamp", clock.instant().toString());
    usage.put("amount", "1");
    assertThat(
            GraphQl.send("record-usage", Map.of("usage", usage))
                .getString("data.recordUsage.__typename"))
        .isEqualTo("Recorded");
  }

  private JsonPath ask(String operation, String runId) {
    return GraphQl.send(operation, Map.of("runId", runId, "platformId", tree.platformId()));
  }

  @Test
  void shouldRemoveRunsWithTheirLastUsageAndChild() {
    assertThat(new AddedUp(graph, tree.platformId()).count("Run")).isEqualTo(6);
    JsonPath gone = ask("run", "gone");

    assertThat(gone.getString("errors")).isNull();
    assertThat(gone.<Object>get("data.run")).isNull();
    assertThat(GraphQl.error(ask("run-tree", "gone"))).isEqualTo("NOT_FOUND runId");
  }

  @Test
  void shouldTellRunsThatAreWhole() {
    JsonPath whole = ask("run", "new");

    assertThat(whole.getString("errors")).isNull();
    assertThat(whole.getString("data.run.totalCost")).isEqualTo("3");
    assertThat(whole.getInt("data.run.runsBelow")).isEqualTo(2);
    assertThat(whole.getList("data.run.spawned.edges.node.totalCost")).containsExactly("2");
    assertThat(ask("run-tree", "new").getList("data.runTree.runId"))
        .containsExactly("new", "new-child", "new-grandchild");
    assertThat(ask("run", "new-grandchild").getInt("data.run.depth")).isEqualTo(2);
  }

  @Test
  void shouldRefuseRunsOfWhichSomethingMayBeFolded() {
    for (String runId : List.of("going-on", "late-child", "late")) {
      for (String operation : List.of("run", "run-tree")) {
        JsonPath refused = ask(operation, runId);
        assertThat(GraphQl.error(refused)).as("%s %s", operation, runId).isEqualTo("FOLDED runId");
        assertThat(refused.getString("errors[0].message"))
            .contains(runId, AT.toString(), HORIZON.toString(), "archive");
      }
    }
  }

  @Test
  void shouldAskForDelegationFromTheHorizonOn() {
    for (String operation : List.of("delegations", "runaways", "agent-costs")) {
      Map<String, Object> all = Map.of("platformId", tree.platformId());
      assertThat(GraphQl.error(GraphQl.send(operation, all)))
          .as(operation)
          .isEqualTo("FOLDED from");
    }
    Map<String, Object> kept = Map.of("platformId", tree.platformId(), "from", HORIZON.toString());
    assertThat(GraphQl.send("delegations", kept).getList("data.delegations.rows.toAgentId"))
        .containsExactlyInAnyOrder(
            "agent-of-new-child", "agent-of-new-grandchild", "agent-of-late-child");
    assertThat(GraphQl.send("runaways", kept).getString("errors")).isNull();
    JsonPath costs = GraphQl.send("agent-costs", kept).setRootPath("data.agentCosts");
    assertThat(costs.getList("rows.agentId"))
        .contains("agent-of-going-on", "agent-of-new")
        .doesNotContain("agent-of-gone");
    assertThat(costs.getString("rows.find { it.agentId == 'agent-of-new' }.total.cost"))
        .isEqualTo("3");
  }
}
