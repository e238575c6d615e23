package dev.costgraph.books;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.GraphQl;
import dev.costgraph.command.RecordUsageResult.Recorded;
import dev.costgraph.graph.Graph;
import dev.costgraph.ledger.Ledger;
import dev.costgraph.ledger.TestTree;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.Session;

/** What the check by the clock found is told, and nothing before it ran. */
@QuarkusTest
class LastBooksCheckIT {

  private static final Instant AT = Instant.parse("2026-05-15T12:34:56Z");

  @Inject BooksSchedule schedule;
  @Inject Ledger ledger;
  @Inject Graph graph;

  @Test
  void shouldTellWhatTheLastCheckFound() {
    TestTree tree = TestTree.create("last-check");
    record(tree, "op-1");
    assertThat(last(tree).<Object>get("data.lastBooksCheck")).isNull();

    schedule.check(tree.platformId());
    JsonPath balanced = last(tree);
    record(tree, "op-2");

    assertThat(balanced.getBoolean("data.lastBooksCheck.balanced")).isTrue();
    assertThat(balanced.getLong("data.lastBooksCheck.asOfSequence")).isPositive();
    assertThat(Instant.parse(balanced.getString("data.lastBooksCheck.checkedAt"))).isNotNull();
    // asking recomputes nothing
    assertThat(last(tree).prettify()).isEqualTo(balanced.prettify());
  }

  @Test
  void shouldTellOfBooksThatDoNotBalance() {
    TestTree tree = TestTree.create("last-check-bad");
    record(tree, "op-1");
    try (Session session = graph.writeSession()) {
      session.executeWriteWithoutResult(
          tx ->
              tx.run(
                      "MATCH (p:BudgetPeriod {budget_id: $id}) SET p.spent_nanos = p.spent_nanos +"
                          + " 1",
                      Map.of("id", tree.id("task-0")))
                  .consume());
    }

    schedule.check(tree.platformId());

    assertThat(last(tree).getBoolean("data.lastBooksCheck.balanced")).isFalse();
    assertThat(last(tree).getList("data.lastBooksCheck.differences")).isNotEmpty();
  }

  @Test
  void shouldKnowPlatformsOnly() {
    JsonPath answer = GraphQl.send("last-books-check", Map.of("platformId", "nowhere"));

    assertThat(GraphQl.error(answer)).isEqualTo("NOT_FOUND platformId");
  }

  private void record(TestTree tree, String operationId) {
    assertThat(
            ledger.record(
                List.of(
                    tree.amount(
                        tree.id(operationId), "agent-1", tree.taskId(0), "user-1", 1_000, AT))))
        .allMatch(Recorded.class::isInstance);
  }

  private static JsonPath last(TestTree tree) {
    return GraphQl.send("last-books-check", Map.of("platformId", tree.platformId()));
  }
}
