package dev.costgraph.books;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.command.RecordUsageResult.Recorded;
import dev.costgraph.graph.Graph;
import dev.costgraph.ledger.Ledger;
import dev.costgraph.ledger.TestTree;
import dev.costgraph.money.Decimal;
import dev.costgraph.usage.UsageInput;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.Session;

/** A check that cannot fail proves nothing: every kind of error is planted by hand and found. */
@QuarkusTest
class BooksIT {

  private static final Instant AT = Instant.parse("2026-05-15T12:34:56Z");

  @Inject Ledger ledger;
  @Inject BooksGraph books;
  @Inject Graph graph;

  private TestTree tree = new TestTree("");

  @BeforeEach
  void recordSome() {
    tree = TestTree.create("books");
    List<UsageInput> usages = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      usages.add(
          tree.amount(
              tree.id("op-" + i),
              "agent-1",
              tree.taskId(0),
              "user-1",
              1_000 + i,
              AT.plusSeconds(i)));
    }
    assertThat(ledger.record(usages)).allMatch(Recorded.class::isInstance);
    assertThat(books.check(tree.platformId(), null).differences()).isEmpty();
  }

  @Test
  void shouldFindAChangedCounter() {
    write(
        "MATCH (p:BudgetPeriod {budget_id: $id}) SET p.spent_nanos = p.spent_nanos + 1", "task-0");

    Books result = books.check(tree.platformId(), null);

    assertThat(result.balanced()).isFalse();
    assertThat(result.differences())
        .containsExactly(
            new BookDifference(
                tree.id("task-0"),
                null,
                "spent 2026-05-01T00:00:00Z",
                new Decimal("0.000030436"),
                new Decimal("0.000030435")));
    assertThat(books.check(tree.platformId(), tree.id("task-2")).balanced()).isTrue();
    assertThat(books.check(tree.platformId(), tree.id("project-a")).balanced()).isFalse();
  }

  @Test
  void shouldFindAnEntryWrittenByHandOnAUsage() {
    write(
        "MATCH (u:Usage {operation_id: $id}) CREATE (u)-[:INCURRED]->(:CostEntry {total_cost_nanos:"
            + " 5})",
        "op-3");

    assertThat(books.check(tree.platformId(), null).differences())
        .extracting(BookDifference::counter)
        .contains("spent 2026-05-01T00:00:00Z", "cost");
  }

  @Test
  void shouldFindAnEntryWrittenByHandWithoutAUsage() {
    write(
        "CREATE (:CostEntry {token_usage_id: $id, total_cost_nanos: 5, platform_id: $platform})",
        "ghost");

    assertThat(books.check(tree.platformId(), null).differences())
        .extracting(BookDifference::counter)
        .containsExactly("stray CostEntry " + tree.id("ghost"));
  }

  @Test
  void shouldFindAUsageWrittenByHand() {
    write(
        """
        MATCH (u:Usage {operation_id: $id})-[:IN_CELL]->(cell)
        CREATE (copy:Usage {operation_id: $id + '-copy', platform_id: u.platform_id})
        SET copy.sequence = 1000000
        CREATE (copy)-[:IN_CELL]->(cell)
        """,
        "op-4");
    assertThat(books.check(tree.platformId(), null).differences())
        .extracting(BookDifference::counter)
        .contains("calls");
    write("MATCH (u:Usage {operation_id: $id + '-copy'}) REMOVE u.sequence", "op-4");
    assertThat(books.check(tree.platformId(), null).differences())
        .extracting(BookDifference::counter)
        .contains("stray Usage " + tree.id("op-4") + "-copy");
  }

  @Test
  void shouldFindADeletedUsage() {
    write("MATCH (u:Usage {operation_id: $id})-[:INCURRED]->(e) DETACH DELETE u, e", "op-5");

    assertThat(books.check(tree.platformId(), null).differences())
        .extracting(BookDifference::counter)
        .anyMatch(counter -> counter.startsWith("fact "))
        .contains("entries 2026-05-01T00:00:00Z", "calls", "charged");
  }

  @Test
  void shouldFindAChangedCellOfADay() {
    write(
        "MATCH (c:CostCell {platform_id: $platform, grain: 'DAY'}) SET c.calls = c.calls + 1 RETURN"
            + " $id",
        "any");

    assertThat(books.check(tree.platformId(), null).differences())
        .singleElement()
        .extracting(BookDifference::counter)
        .isEqualTo("calls");
  }

  @Test
  void shouldFindACounterThatWasDeleted() {
    write("MATCH (p:BudgetPeriod {budget_id: $id}) DETACH DELETE p", "user-of-agent");

    assertThat(books.check(tree.platformId(), null).differences())
        .extracting(BookDifference::budgetId)
        .containsOnly(tree.id("user-of-agent"));
  }

  @Test
  void shouldFindADeletedBudget() {
    write("MATCH (b:Budget {budget_id: $id}) DETACH DELETE b", "task-0");

    assertThat(books.check(tree.platformId(), null).differences())
        .extracting(BookDifference::counter)
        .contains("budget of periods " + tree.id("task-0"))
        .anyMatch(counter -> counter.startsWith("content of path "));
  }

  @Test
  void shouldFindADeletedDay() {
    write(
        "MATCH (c:CostCell {platform_id: $platform, grain: 'DAY'}) DETACH DELETE c RETURN $id",
        "any");

    assertThat(books.check(tree.platformId(), null).differences())
        .extracting(BookDifference::counter)
        .containsOnly("days");
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
