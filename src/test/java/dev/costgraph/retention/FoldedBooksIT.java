package dev.costgraph.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.SteppedClock;
import dev.costgraph.books.BookDifference;
import dev.costgraph.books.BooksGraph;
import dev.costgraph.command.RecordUsageResult.Recorded;
import dev.costgraph.graph.Graph;
import dev.costgraph.ledger.Ledger;
import dev.costgraph.ledger.TestTree;
import dev.costgraph.retention.Retention.Horizon;
import dev.costgraph.usage.UsageInput;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.Session;

/** The books of what is folded can fail too: an error in each of its sums is found. */
@QuarkusTest
class FoldedBooksIT {

  private static final Instant AT = Instant.parse("2026-05-15T12:34:56Z");

  @Inject Retention retention;
  @Inject Ledger ledger;
  @Inject BooksGraph books;
  @Inject Graph graph;
  @Inject SteppedClock clock;

  @TempDir Path archive;

  private TestTree tree = new TestTree("");

  @BeforeEach
  void foldSome() throws Exception {
    clock.stop(AT);
    tree = TestTree.create("folded-books");
    record("old", 30);
    clock.step(Duration.ofDays(10));
    record("new", 30);
    Instant horizon = AT.plus(Duration.ofDays(5));
    assertThat(retention.fold(tree.platformId(), new Horizon(horizon, horizon, archive)).usages())
        .isEqualTo(30);
    assertThat(differences()).isEmpty();
  }

  @AfterEach
  void resetClock() {
    clock.reset();
  }

  private void record(String name, int count) {
    List<UsageInput> usages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      usages.add(
          tree.amount(
              tree.id(name + i), "agent-1", tree.taskId(0), "user-" + i % 2, 1_000 + i, null));
    }
    assertThat(ledger.record(usages)).allMatch(Recorded.class::isInstance);
  }

  @Test
  void shouldFindAnErrorInEachFoldedSum() {
    List<String> counters = new ArrayList<>();
    Stream.of(
            "folded_cost_nanos",
            "folded_failed_cost_nanos",
            "folded_calls",
            "folded_failed_calls",
            "folded_unpriced_calls",
            "folded_tokens",
            "folded_adjustment_nanos")
        .map("MATCH (n:CostCell {platform_id: $platform, grain: 'HOUR'}) # n.%s"::formatted)
        .forEach(counters::add);
    Stream.of("folded_nanos", "folded_tokens", "folded_entries")
        .map("MATCH (n:BudgetPeriod {platform_id: $platform}) # n.%s"::formatted)
        .forEach(counters::add);
    Stream.of(
            "folded_nanos",
            "folded_tokens",
            "folded_calls",
            "folded_facts",
            "folded_operations",
            "folded_sequence")
        .map("MATCH (n:Ledger {platform_id: $platform}) # n.%s"::formatted)
        .forEach(counters::add);
    Stream.of(
            "cost_nanos",
            "adjustment_nanos",
            "failed_cost_nanos",
            "calls",
            "failed_calls",
            "unpriced_calls",
            "input_tokens",
            "output_tokens",
            "cache_read_tokens",
            "cache_write_5m_tokens",
            "cache_write_1h_tokens",
            "reasoning_tokens",
            "audio_input_tokens",
            "audio_output_tokens",
            "image_input_tokens",
            "image_output_tokens")
        .map("MATCH (n:UserDay {platform_id: $platform}) # n.%s"::formatted)
        .forEach(counters::add);
    for (String counter : counters) {
      add(counter, -1);
      assertThat(differences()).as(counter).isNotEmpty();
      add(counter, 1);
    }
    assertThat(differences()).as("all set right").isEmpty();
    assertThat(counters).hasSize(32);
  }

  /** A counter and what is folded of it, wrong by as much: only the cells know better. */
  @Test
  void shouldFindAPeriodThatIsWrongWithItsFoldedPart() {
    write(
        """
        MATCH (p:BudgetPeriod {budget_id: $platform + ':task-0'})
        SET p.spent_nanos = p.spent_nanos + 5, p.folded_nanos = p.folded_nanos + 5
        """);

    assertThat(differences()).extracting(BookDifference::budgetId).containsOnly(tree.id("task-0"));
  }

  @Test
  void shouldFindAUserDayThatIsGone() {
    write("MATCH (d:UserDay {platform_id: $platform, user_id: 'user-1'}) DELETE d");

    assertThat(differences())
        .extracting(BookDifference::counter)
        .contains("folded cost of users 2026-05-15T00:00:00Z");
  }

  /** Its usage could be booked again. */
  @Test
  void shouldFindAnIdThatIsForgotten() {
    write("MATCH (o:FoldedOperation {operation_id: $platform + ':old3'}) DELETE o");

    assertThat(differences())
        .extracting(BookDifference::counter)
        .containsExactly("folded operations");
  }

  @Test
  void shouldFindAFactThatIsGoneAmongThoseThatMayBe() {
    write(
        """
        MATCH (e:LedgerEvent {platform_id: $platform, event_type: 'BUDGET_EDITED'})
        WITH e LIMIT 1
        DELETE e
        """);

    assertThat(differences()).extracting(BookDifference::counter).containsExactly("folded facts");
  }

  @Test
  void shouldFindAUsageThatWasNotFoldedAndIsGone() {
    write(
        "MATCH (u:Usage {operation_id: $platform + ':new3'})-[:INCURRED]->(e) DETACH DELETE u, e");

    assertThat(differences())
        .extracting(BookDifference::counter)
        .anyMatch(counter -> counter.startsWith("fact "))
        .contains("calls", "charged");
  }

  @Test
  void shouldFoldNothingWhileTheBooksDoNotBalance() {
    write("MATCH (p:BudgetPeriod {budget_id: $platform + ':task-0'}) SET p.entries = 0");
    Instant horizon = clock.instant().plus(Duration.ofDays(5));

    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> retention.fold(tree.platformId(), new Horizon(horizon, horizon, archive))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("do not balance");
    assertThat(new AddedUp(graph, tree.platformId()).operations()).hasSize(30);
  }

  private List<BookDifference> differences() {
    return books.check(tree.platformId(), null).differences();
  }

  private void add(String counter, int by) {
    String[] parts = counter.split("#");
    write(
        parts[0]
            + " WITH n ORDER BY elementId(n) LIMIT 1 SET "
            + parts[1]
            + " = coalesce("
            + parts[1]
            + ", 0) + ("
            + by
            + ")");
  }

  private void write(String statement) {
    try (Session session = graph.writeSession()) {
      session.executeWriteWithoutResult(
          tx -> tx.run(statement, Map.of("platform", tree.platformId())).consume());
    }
  }
}
