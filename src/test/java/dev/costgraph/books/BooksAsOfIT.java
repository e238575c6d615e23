package dev.costgraph.books;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.budget.BudgetType;
import dev.costgraph.edit.EditApi;
import dev.costgraph.graph.Graph;
import dev.costgraph.ledger.Ledger;
import dev.costgraph.ledger.TestTree;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.Session;

/** The facts up to a number are whole or not, and alerts and edits told what was counted. */
@QuarkusTest
class BooksAsOfIT {

  private static final Instant AT = Instant.parse("2026-05-15T12:34:56Z");

  @Inject Ledger ledger;
  @Inject BooksGraph books;
  @Inject Graph graph;
  @Inject EditApi edits;

  private TestTree tree = new TestTree("");
  private long middle;

  @BeforeEach
  void recordSome() {
    tree = TestTree.create("as-of");
    tree.budget("small", BudgetType.AGENT, "agent-1", "0.000002", "project-a");
    record("early", 1_000);
    record("warns", 700);
    middle = sequence();
    record("exceeds", 1_000);
    assertThat(differences()).isEmpty();
    assertThat(differencesAsOf(middle)).isEmpty();
  }

  @Test
  void shouldReplayTheFactsUpToANumber() {
    Books whole = books.check(tree.platformId(), null);
    Books early = books.checkAsOf(tree.platformId(), null, middle);

    assertThat(whole.factsChecked()).isEqualTo(whole.asOfSequence()).isEqualTo(sequence());
    assertThat(early.factsChecked()).isEqualTo(early.asOfSequence()).isEqualTo(middle);
    assertThat(early.entriesChecked()).isEqualTo(2);
    assertThat(early.cellsChecked()).isZero();
    assertThat(whole.snapshotsChecked())
        .as("it went on with one that exceeds")
        .isEqualTo(early.snapshotsChecked() + 1);
  }

  @Test
  void shouldFindWhatIsMissingUpToANumberOnly() {
    write("MATCH (u:Usage {operation_id: $id})-[:INCURRED]->(e) DETACH DELETE u, e", "exceeds");
    assertThat(differencesAsOf(middle)).isEmpty();
    assertThat(differencesAsOf(sequence())).anyMatch(counter -> counter.startsWith("fact "));

    write("MATCH (u:Usage {operation_id: $id})-[:INCURRED]->(e) DETACH DELETE u, e", "early");
    assertThat(differencesAsOf(middle)).anyMatch(counter -> counter.startsWith("fact "));
  }

  @Test
  void shouldFindAnAlertThatTellsWhatWasNotCounted() {
    write(
        "MATCH (e:LedgerEvent {budget_id: $id, event_type: 'BUDGET_WARNING'})"
            + " SET e.spent_nanos = e.spent_nanos + 1",
        "small");

    assertThat(differences())
        .singleElement()
        .asString()
        .matches("spent 2026-05-01T00:00:00Z as of \\d+");
    assertThat(differencesAsOf(middle)).isEqualTo(differences());
    assertThat(differencesAsOf(1)).isEmpty();
  }

  @Test
  void shouldFindAnAlertOfAnotherLimit() {
    write(
        "MATCH (e:LedgerEvent {budget_id: $id, event_type: 'BUDGET_EXCEEDED'}) SET e.limit = '1'",
        "small");

    assertThat(differences()).singleElement().asString().matches("limit as of \\d+");
    assertThat(differencesAsOf(middle)).isEmpty();
  }

  @Test
  void shouldFindAnEditThatTellsWhatWasNotCounted() {
    edits.freeze(tree.id("small"), true);
    write("MATCH (e:LedgerEvent {budget_id: $id, message: 'frozen'}) SET e.entries = 7", "small");

    assertThat(differences()).singleElement().asString().matches("entries .* as of \\d+");
  }

  /** A cost that was changed everywhere balances, but for what the alert remembers. */
  @Test
  void shouldFindACostThatWasChangedWithAllItsCounters() {
    for (String statement :
        List.of(
            "MATCH (:Usage {operation_id: $id})-[:INCURRED]->(x) SET x.total_cost_nanos = 1001",
            "MATCH (:Usage {operation_id: $id})-[:IN_CELL]->(x) SET x.cost_nanos = x.cost_nanos +"
                + " 1",
            "MATCH (:Usage {operation_id: $id})-[:IN_CELL]->()-[:WITHIN]->(x)"
                + " SET x.cost_nanos = x.cost_nanos + 1",
            "MATCH (x:BudgetPeriod {platform_id: $platform}) WHERE x.spent_nanos > 0 AND $id <> ''"
                + " SET x.spent_nanos = x.spent_nanos + 1",
            "MATCH (x:Ledger {platform_id: $platform}) WHERE $id <> ''"
                + " SET x.charged_nanos = x.charged_nanos + 1")) {
      write(statement, "early");
    }

    assertThat(differences())
        .isNotEmpty()
        .allMatch(counter -> counter.matches("spent 2026-05-01T00:00:00Z as of \\d+"));
  }

  private void record(String name, long nanos) {
    ledger.record(List.of(tree.amount(tree.id(name), "agent-1", tree.taskId(0), null, nanos, AT)));
  }

  private long sequence() {
    return ledger.readUnderLock(tree.platformId(), (locked, reader) -> locked.sequence());
  }

  private List<String> differences() {
    return counters(books.check(tree.platformId(), null));
  }

  private List<String> differencesAsOf(long asOfSequence) {
    return counters(books.checkAsOf(tree.platformId(), null, asOfSequence));
  }

  private static List<String> counters(Books checked) {
    return checked.differences().stream().map(BookDifference::counter).toList();
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
