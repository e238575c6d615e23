package dev.costgraph.books;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.GraphQl;
import dev.costgraph.graph.Graph;
import dev.costgraph.ledger.TestTree;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.Session;

/** Errors planted among reservations and what they hold are found, each by its name. */
@QuarkusTest
class BooksOfReservationsIT {

  @Inject BooksGraph books;
  @Inject Graph graph;

  private TestTree tree = new TestTree("");

  @BeforeEach
  void reserveSome() {
    tree = TestTree.create("held");
    reserve("open", "10");
    reserve("longer", "5");
    reserve("settled", "20");
    reserve("released", "30");
    send("extend", Map.of("reservationId", tree.id("longer"), "ttlSeconds", 86_400));
    send(
        "settle",
        Map.of(
            "reservationId",
            tree.id("settled"),
            "usage",
            Map.of(
                "operationId",
                tree.id("op"),
                "agentId",
                "agent-9",
                "taskId",
                tree.taskId(0),
                "amount",
                "25")));
    send("release", Map.of("reservationId", tree.id("released")));
    Books whole = books.check(tree.platformId(), null);
    assertThat(whole.differences()).isEmpty();
    assertThat(whole.reservationsChecked()).isEqualTo(4);
  }

  @Test
  void shouldFindAChangedHold() {
    write("MATCH (p:BudgetPeriod {budget_id: $id}) SET p.held_nanos = p.held_nanos + 1", "task-0");

    assertThat(counters()).singleElement().asString().startsWith("held 20");
  }

  @Test
  void shouldFindAChangedReservation() {
    write("MATCH (r:Reservation {reservation_id: $id}) SET r.amount_nanos = 1", "open");

    assertThat(counters()).contains("held").anyMatch(counter -> counter.startsWith("held 20"));
  }

  @Test
  void shouldFindADeletedReservation() {
    write("MATCH (r:Reservation {reservation_id: $id}) DETACH DELETE r", "released");

    assertThat(counters())
        .filteredOn(counter -> counter.startsWith("fact "))
        .as("its opening and its end")
        .hasSize(2);
  }

  @Test
  void shouldFindAReservationThatIsOpenAgain() {
    write(
        "MATCH (r:Reservation {reservation_id: $id}) SET r.state = 'OPEN', r.end_sequence = null",
        "released");

    assertThat(counters())
        .contains("open reservations", "held")
        .anyMatch(counter -> counter.startsWith("fact "));
  }

  @Test
  void shouldFindAStateThatContradictsTheEnd() {
    write("MATCH (r:Reservation {reservation_id: $id}) SET r.state = 'OPEN'", "released");

    assertThat(counters()).containsExactly("state of reservation " + tree.id("released"));
  }

  @Test
  void shouldFindASecondSettlement() {
    write(
        """
        MATCH (r:Reservation {reservation_id: $id})
        MATCH (u:Usage {operation_id: $platform + ':op'})
        CREATE (u)-[:SETTLED]->(r)
        """,
        "settled");

    assertThat(counters()).containsExactly("settlements of " + tree.id("settled"));
  }

  @Test
  void shouldFindAHoldAboveTheLimitOfItsMoment() {
    write(
        "MATCH (e:LedgerEvent {budget_id: $id, event_type: 'BUDGET_EDITED'}) SET e.limit = '34'",
        "task-0");

    assertThat(counters())
        .as("10 + 5 + 20 are above 34, and so is all after it")
        .contains("limit at the opening of " + tree.id("settled"));
  }

  @Test
  void shouldGoOnFromACheckpoint() {
    Replay replay = new Replay();
    assertThat(books.check(tree.platformId(), null, replay).balanced()).isTrue();
    long checkpoint = replay.sequence();
    reserve("later", "1");

    Books result = books.check(tree.platformId(), null, replay);

    assertThat(result.balanced()).isTrue();
    assertThat(result.reservationsChecked()).isEqualTo(5);
    assertThat(result.asOfSequence()).isGreaterThan(checkpoint);
    write("MATCH (p:BudgetPeriod {budget_id: $id}) SET p.held_nanos = 0", "task-0");
    reserve("last", "1");
    assertThat(books.check(tree.platformId(), null, replay).balanced())
        .as("what changed since")
        .isFalse();
  }

  private List<String> counters() {
    return books.check(tree.platformId(), null).differences().stream()
        .map(BookDifference::counter)
        .toList();
  }

  private void reserve(String name, String amount) {
    Map<String, Object> reservation =
        Map.of(
            "reservationId",
            tree.id(name),
            "agentId",
            "agent-9",
            "taskId",
            tree.taskId(0),
            "amount",
            amount);
    send("reserve", Map.of("reservation", reservation));
  }

  private static void send(String operation, Map<String, ?> variables) {
    assertThat(GraphQl.send(operation, variables).getString("data"))
        .containsAnyOf("Reserved", "Recorded", "Released");
  }

  private void write(String statement, String id) {
    try (Session session = graph.writeSession()) {
      session.executeWriteWithoutResult(
          tx ->
              tx.run(statement, Map.of("id", tree.id(id), "platform", tree.platformId()))
                  .consume());
    }
  }
}
