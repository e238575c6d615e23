package dev.costgraph.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.GraphQl;
import dev.costgraph.Limits;
import dev.costgraph.graph.Graph;
import dev.costgraph.ledger.Ledger;
import dev.costgraph.ledger.TestTree;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.Session;

/** What is read from usages is bounded by what the cells say lies in the range. */
@QuarkusTest
class TooMuchToReadIT {

  @Inject Ledger ledger;
  @Inject Graph graph;

  @Test
  void shouldRefuseAQuestionThatReadsTooManyUsages() {
    // Given a platform whose cells say that it has more usages than one question may read
    TestTree tree = TestTree.create("too-much");
    Instant at = Instant.parse("2026-05-15T12:34:56Z");
    ledger.record(List.of(tree.amount(tree.id("op"), "agent", null, "user", 1_000, at)));
    try (Session session = graph.writeSession()) {
      session.executeWriteWithoutResult(
          tx ->
              tx.run(
                      "MATCH (c:CostCell {platform_id: $id}) SET c.calls = $calls",
                      Map.of("id", tree.platformId(), "calls", Limits.USAGES_READ_MAX + 1))
                  .consume());
    }
    Map<String, Object> filter = Map.of("platformIds", List.of(tree.platformId()));

    // Then users, which only usages know, are refused, and agents, which cells know, are not
    assertThat(
            GraphQl.error(
                GraphQl.send("costs", Map.of("groupBy", List.of("USER"), "filter", filter))))
        .startsWith("NARROW_THE_RANGE ");
    assertThat(
            GraphQl.send("costs", Map.of("groupBy", List.of("AGENT"), "filter", filter))
                .getString("data.costs.total.cost"))
        .isEqualTo("0.000001");
  }
}
