package dev.costgraph.denial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.GraphQl;
import dev.costgraph.SteppedClock;
import dev.costgraph.ledger.TestTree;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a denied caller reads: who said no, what filled it, when to try again. */
@QuarkusTest
class DenialIT {

  private static final Instant NOW = Instant.parse("2031-03-10T12:00:00Z");

  @Inject SteppedClock clock;

  private TestTree tree = new TestTree("");

  @BeforeEach
  void fillTheTask() {
    clock.set(NOW);
    tree = TestTree.create("denial");
    record("spent-by-8", "agent-8", "30");
    record("spent-by-9", "agent-9", "20");
    assertThat(reserve("small", "agent-8", "15", 300).getString("data.reserve.__typename"))
        .isEqualTo("Reserved");
    assertThat(reserve("large", "agent-9", "25", 600).getString("data.reserve.__typename"))
        .isEqualTo("Reserved");
  }

  @AfterEach
  void resetTheClock() {
    clock.reset();
  }

  @Test
  void shouldExplain() {
    JsonPath denied = reserve("denied", "agent-7", "20", 60);

    assertThat(denied.getString("data.reserve.__typename")).isEqualTo("Denied");
    assertThat(denied.getString("data.reserve.shortfall"))
        .as("100 - 50 - 40 are left")
        .isEqualTo("10");
    assertThat(denied.getList("data.reserve.blockedBy.budget.budgetId"))
        .containsExactly(tree.id("task-0"));
    assertThat(denied.getList("data.reserve.blockedBy.held")).containsExactly("40");
    assertThat(denied.getList("data.reserve.topSpenders.keys"))
        .containsExactly(List.of("agent-8"), List.of("agent-9"));
    assertThat(denied.getList("data.reserve.openReservations.reservationId"))
        .containsExactly(tree.id("large"), tree.id("small"));
    assertThat(denied.getString("data.reserve.retryAt"))
        .as("when the smaller hold has run out")
        .startsWith("2031-03-10T12:05:");
  }

  @Test
  void shouldNameTheEndOfThePeriodWhenNoHoldFreesEnough() {
    JsonPath denied = reserve("denied", "agent-7", "60", 60);

    assertThat(denied.getString("data.reserve.retryAt")).isEqualTo("2031-04-01T00:00:00Z");
  }

  @Test
  void shouldNameNoTimeForWhatNeverFits() {
    JsonPath denied = reserve("denied", "agent-7", "101", 60);

    assertThat(denied.getString("data.reserve.__typename")).isEqualTo("Denied");
    assertThat(denied.getString("data.reserve.retryAt")).isNull();
  }

  @Test
  void shouldNameTheFrozenBudgetFirst() {
    GraphQl.send("freeze", Map.of("budgetId", tree.id("division"), "frozen", true));

    JsonPath denied = reserve("denied", "agent-7", "20", 60);

    assertThat(denied.getList("data.reserve.blockedBy.state"))
        .as("the division and everything below it")
        .containsOnly("FROZEN");
    assertThat(denied.getList("data.reserve.blockedBy.budget.budgetId"))
        .contains(tree.id("division"), tree.id("task-0"));
    assertThat(denied.getString("data.reserve.retryAt")).isNull();
    record("still-booked", "agent-8", "1");
    GraphQl.send("freeze", Map.of("budgetId", tree.id("division"), "frozen", false));
    assertThat(reserve("fits", "agent-7", "1", 60).getString("data.reserve.__typename"))
        .isEqualTo("Reserved");
  }

  @Test
  void shouldSayWhatCanBeAffordedAndChangeNothing() {
    JsonPath yes =
        GraphQl.send("can-afford", Map.of("reservation", input("a", "agent-7", "10", 60)));
    JsonPath no =
        GraphQl.send("can-afford", Map.of("reservation", input("a", "agent-7", "11", 60)));

    assertThat(yes.getBoolean("data.canAfford.affordable")).isTrue();
    assertThat(yes.getString("data.canAfford.shortfall")).isNull();
    assertThat(no.getBoolean("data.canAfford.affordable")).isFalse();
    assertThat(no.getString("data.canAfford.shortfall")).isEqualTo("1");
    JsonPath open =
        GraphQl.send("reservations", Map.of("budgetId", tree.id("task-0"), "state", "OPEN"));
    assertThat(open.getList("data.reservations.nodes.reservationId"))
        .containsExactly(tree.id("large"), tree.id("small"));
  }

  private JsonPath reserve(String name, String agentId, String amount, int ttlSeconds) {
    return GraphQl.send(
        "reserve-explained",
        Map.of("reservation", input(tree.id(name), agentId, amount, ttlSeconds)));
  }

  private Map<String, Object> input(
      String reservationId, String agentId, String amount, int ttlSeconds) {
    Map<String, Object> input = new HashMap<>();
    input.put("reservationId", reservationId);
    input.put("agentId", agentId);
    input.put("taskId", tree.taskId(0));
    input.put("amount", amount);
    input.put("ttlSeconds", ttlSeconds);
    return input;
  }

  private void record(String name, String agentId, String amount) {
    JsonPath answer =
        GraphQl.send(
            "record-usages",
            Map.of(
                "usages",
                List.of(
                    Map.of(
                        "operationId",
                        tree.id(name),
                        "agentId",
                        agentId,
                        "taskId",
                        tree.taskId(0),
                        "amount",
                        amount))));
    assertThat(answer.getList("data.recordUsages.__typename")).containsExactly("Recorded");
  }
}
