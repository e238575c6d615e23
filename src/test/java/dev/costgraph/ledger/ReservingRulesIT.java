package dev.costgraph.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.Limits;
import dev.costgraph.SteppedClock;
import dev.costgraph.books.BooksGraph;
import dev.costgraph.budget.BudgetType;
import dev.costgraph.command.RecordUsageResult;
import dev.costgraph.command.RecordUsageResult.Recorded;
import dev.costgraph.command.Rejected;
import dev.costgraph.command.ReserveResult;
import dev.costgraph.command.ReserveResult.Denied;
import dev.costgraph.command.ReserveResult.Reserved;
import dev.costgraph.graph.Graph;
import dev.costgraph.reservation.ReservationApi;
import dev.costgraph.reservation.ReservationState;
import dev.costgraph.reservation.ReserveInput;
import dev.costgraph.usage.UsageInput;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.Session;

/** What a reservation meets beside its limits: other names, frozen budgets, crowds, defects. */
@QuarkusTest
class ReservingRulesIT {

  @Inject Ledger ledger;
  @Inject ReservationApi reservations;
  @Inject BooksGraph books;
  @Inject Graph graph;
  @Inject SteppedClock clock;

  private TestTree tree = new TestTree("");

  @BeforeEach
  void makeTree() {
    tree = TestTree.create("rules");
  }

  @AfterEach
  void resetTheClock() {
    clock.reset();
  }

  @Test
  void shouldHoldAnAmountOnTheBudgetOfTheModelUnderItsPricedNameToo() {
    tree.budget("of-model", BudgetType.MODEL, "gpt-5.4-mini", "1");

    assertThat(reserve("first", "gpt-5.4-mini-2026-03-17", "1")).isInstanceOf(Reserved.class);

    assertThat(reserve("second", "gpt-5.4-mini-2026-03-17", "0.01"))
        .isInstanceOfSatisfying(
            Denied.class,
            denied ->
                assertThat(denied.blockedBy().getFirst().budget().budgetId())
                    .isEqualTo(tree.id("of-model")));
  }

  @Test
  void shouldNotExtendOnAFrozenBudgetEvenWithinThePeriod() {
    reserve("held", null, "1");
    TestTree.edits().freeze(tree.id("division"), true);

    ReserveResult frozen = ledger.extend(tree.id("held"), 3_600);
    TestTree.edits().freeze(tree.id("division"), false);
    ReserveResult thawed = ledger.extend(tree.id("held"), 3_600);

    assertThat(frozen).isInstanceOf(Denied.class);
    assertThat(thawed).isInstanceOf(Reserved.class);
    assertThat(books.check(tree.platformId(), null).differences()).isEmpty();
  }

  @Test
  void shouldRejectAReservationIdThatIsNone() {
    UsageInput usage = tree.amount(tree.id("op"), "agent-9", tree.taskId(0), null, 1, null);

    assertThat((Rejected) ledger.settle("", usage))
        .extracting(Rejected::code, Rejected::field)
        .containsExactly("INVALID_ID", "reservationId");
    assertThat((Rejected) ledger.release("a\u0000b"))
        .extracting(Rejected::code)
        .isEqualTo("INVALID_ID");
    assertThat((Rejected) ledger.extend("x".repeat(129), 60))
        .extracting(Rejected::code)
        .isEqualTo("INVALID_ID");
  }

  @Test
  void shouldEndMoreDueHoldsThanOneTransactionShould() {
    int holds = Limits.DUE_PER_TRANSACTION_MAX + 3;
    List<ReserveInput> all = new ArrayList<>();
    for (int i = 0; i < holds; i++) {
      all.add(input("due-" + i, null, "0.01"));
    }
    for (int from = 0; from < holds; from += Limits.RECORDS_MAX) {
      List<ReserveInput> some = all.subList(from, Math.min(holds, from + Limits.RECORDS_MAX));
      assertThat(ledger.reserve(some)).allMatch(Reserved.class::isInstance);
    }
    clock.step(Duration.ofSeconds(Limits.TTL_SECONDS_DEFAULT));

    assertThat(reserve("after", null, "100")).as("the whole limit").isInstanceOf(Reserved.class);

    assertThat(
            reservations
                .reservations(tree.id("task-0"), null, ReservationState.OPEN, 500, null)
                .nodes())
        .hasSize(1);
    assertThat(books.check(tree.platformId(), null).differences()).isEmpty();
  }

  @Test
  void shouldLetAPoisonedCommandFailAlone() {
    record("agent-8", "agent-9");
    try (Session session = graph.writeSession()) {
      session.executeWriteWithoutResult(
          tx ->
              tx.run(
                      "MATCH (a:Agent {platform_id: $id, agent_id: 'agent-9'}) DETACH DELETE a",
                      Map.of("id", tree.platformId()))
                  .consume());
    }

    List<RecordUsageResult> outcomes =
        record("agent-8", "agent-8", "agent-9", "agent-8", "agent-8", "agent-8");

    assertThat(outcomes).filteredOn(Recorded.class::isInstance).hasSize(5);
    assertThat(outcomes.get(2))
        .isInstanceOfSatisfying(
            Rejected.class, rejected -> assertThat(rejected.code()).isEqualTo("INTERNAL_ERROR"));
  }

  private List<RecordUsageResult> record(String... agentIds) {
    List<UsageInput> usages = new ArrayList<>();
    for (String agentId : agentIds) {
      String id = tree.id("op-" + System.nanoTime());
      usages.add(tree.amount(id, agentId, tree.taskId(0), null, 1_000, null));
    }
    return ledger.record(usages);
  }

  private ReserveResult reserve(String name, @Nullable String model, String amount) {
    return ledger.reserve(List.of(input(name, model, amount))).getFirst();
  }

  private ReserveInput input(String name, @Nullable String model, String amount) {
    return TestTree.reservation(
        tree.id(name), "agent-9", tree.taskId(0), null, model, amount, Limits.TTL_SECONDS_DEFAULT);
  }
}
