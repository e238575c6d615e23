package dev.costgraph.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.Limits;
import dev.costgraph.graph.Graph;
import dev.costgraph.ledger.TestTree;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.Session;

/** What reports say of single usages, and of budgets that count tokens or an agent. */
@QuarkusTest
class ReportUsagesIT extends ReportPlatform {

  private static final String AT = "2026-05-04T08:00:00Z";

  @Inject Graph graph;

  @BeforeEach
  void create() {
    tree = TestTree.create("report-usages");
  }

  @Test
  void shouldOrderAndShareByTokensWhereTheBudgetCountsThem() {
    budget("tokens", 1, Map.of("unit", "TOKENS", "limit", "500"));
    record(
        List.of(
            usage("image", AT, 1, "painter", "50"),
            usage("long", AT, 1, "cheap", tokens("gpt-4o-mini", 900)),
            usage("short", AT, 1, "dear", tokens("gpt-4o", 100))));

    String text = report("tokens", "month", "2026-05-15");

    assertThat(text)
        .contains("| Spent, tokens | 1000 |")
        .contains("1000 of 500 in MONTH from 2026-05-01, as known now: EXCEEDED");
    assertThat(rows(text, "Agents"))
        .containsExactly(
            "| cheap | 900 | 90.0 % | new | 1 | 0.000135 |",
            "| dear | 100 | 10.0 % | new | 1 | 0.00025 |", "| painter | 0 | 0.0 % |  | 1 | 50 |");
    assertThat(rows(text, "Largest calls"))
        .containsExactly(
            "| %s | cheap | gpt-4o-mini | %s | 2026-05-04 08:00:00 | 0.000135 | 900 |"
                .formatted(tree.id("long"), tree.taskId(1)),
            "| %s | dear | gpt-4o | %s | 2026-05-04 08:00:00 | 0.00025 | 100 |"
                .formatted(tree.id("short"), tree.taskId(1)));
  }

  @Test
  void shouldTellOfAdjustmentsAndEdits() {
    record(List.of(usage("late", AT, 1, "agent-2", tokens("own-model", 2_000))));
    assertThat(rows(report("project-a", "month", "2026-05-15"), "Unpriced usage"))
        .containsExactly("| own-model | 1 | 2,000 |");
    Map<String, Object> price =
        Map.of(
            "model",
            "own-model",
            "provider",
            "own-host",
            "platformId",
            tree.platformId(),
            "components",
            List.of(Map.of("name", "input", "price", "1.5")));
    send("add-price", Map.of("price", price));
    Map<String, Object> filter = Map.of("platformIds", List.of(tree.platformId()));
    send("reprice", Map.of("filter", filter, "reason", "the price arrived", "dryRun", false));
    send(
        "update-budget",
        Map.of("budgetId", tree.id("project-a"), "change", Map.of("limit", "400.5")));

    String text = report("project-a", "month", "2026-05-15");

    assertThat(rows(text, "Adjustments")).containsExactly("| the price arrived | 1 | 0.003 |");
    assertThat(section(text, "Unpriced usage")).containsExactly("All usage has a price.");
    assertThat(rows(report("project-a", "week", null), "Edits of the budget"))
        .satisfiesExactly(
            last -> assertThat(last).endsWith(" | updated | 400.5 | HARD |"),
            first -> assertThat(first).endsWith(" | created | 300 | HARD |"));
  }

  /** The whole call counts at the task that comes first; the other has its tokens. */
  @Test
  void shouldTellOfAnUnpricedCallAtEachTaskThatSharesIt() {
    Map<String, Object> shared = new HashMap<>(tokens("nobody-knows", 1_000));
    shared.put("operationId", tree.id("shared"));
    shared.put("agentId", "agent-2");
    shared.put("platformId", tree.platformId());
    shared.put("timestamp", AT);
    shared.put(
        "split",
        List.of(
            Map.of("taskId", tree.taskId(2), "weight", "0.75"),
            Map.of("taskId", tree.taskId(0), "weight", "0.25")));
    record(List.of(shared));

    assertThat(rows(report("task-2", "month", "2026-05-15"), "Unpriced usage"))
        .containsExactly("| nobody-knows | 1 | 750 |");
    assertThat(rows(report("task-0", "month", "2026-05-15"), "Unpriced usage"))
        .containsExactly("| nobody-knows | 0 | 250 |");
    assertThat(section(report("task-0", "month", "2026-06-15"), "Unpriced usage"))
        .containsExactly("All usage has a price.");
  }

  @Test
  void shouldSayWhereThereAreTooManyUsages() {
    record(
        List.of(
            usage("a", AT, 0, "agent-1", "5"),
            usage("b", AT, 1, "agent-2", tokens("nobody-knows", 10))));
    assertThat(report("agent-in-a", "month", "2026-05-15")).contains("| Spent, USD | 5 |");
    plant(
        "MATCH (c:CostCell {platform_id: $id, task_id: $task}) SET c.calls = $calls",
        Map.of("task", tree.taskId(0), "calls", Limits.USAGES_READ_MAX + 1));

    assertThat(error(get("agent-in-a", "month", "2026-05-15", "html")))
        .matches(
            "400 NARROW_THE_RANGE period: \\d+ calls would be read one by one, at most 500000:"
                + " ask for a week or a day");
    assertThat(error(get("agent-in-a", "day", "2026-05-04", "html")))
        .endsWith(": no report is shorter: ask costs for some hours");
    String text = report("project-a", "month", "2026-05-15");
    String tooMany =
        "There are too many usages to read them one by one, or some are folded into sums: ask for a"
            + " shorter or a later time.";
    assertThat(text).contains("| Spent, USD | 5 |");
    assertThat(section(text, "Largest calls")).containsExactly(tooMany);
    assertThat(section(text, "Adjustments")).containsExactly(tooMany);
    assertThat(section(text, "Edits of the budget")).containsExactly("It was not edited.");
    assertThat(section(text, "Unpriced usage"))
        .first()
        .asString()
        .endsWith("share are told of at the first of them alone. " + tooMany);
    assertThat(rows(text, "Unpriced usage")).containsExactly("| nobody-knows | 1 | 10 |");
  }

  @Test
  void shouldSayWhereUsagesAreFolded() {
    record(
        List.of(
            usage("a", AT, 0, "agent-1", "5"),
            usage("b", AT, 1, "agent-2", tokens("nobody-knows", 10))));
    plant(
        "MATCH (l:Ledger {platform_id: $id}) SET l.retained_from = datetime($from)",
        Map.of("from", "2026-05-20T00:00:00Z"));

    assertThat(error(get("agent-in-a", "month", "2026-05-15", "html")))
        .isEqualTo(
            "400 FOLDED at: platform '%s' keeps usages one by one from 2026-05-20T00:00:00Z on:"
                    .formatted(tree.platformId())
                + " name a later day");
    String text = report("project-a", "month", "2026-05-15");
    assertThat(text).contains("| Spent, USD | 5 |");
    assertThat(section(text, "Largest calls").getFirst()).endsWith("a shorter or a later time.");
    assertThat(rows(text, "Unpriced usage")).containsExactly("| nobody-knows | 1 | 10 |");
    assertThat(report("agent-in-a", "day", "2026-05-21")).contains("| Spent, USD | 0 |");
  }

  private void plant(String statement, Map<String, ?> more) {
    Map<String, Object> parameters = new HashMap<>(more);
    parameters.put("id", tree.platformId());
    try (Session session = graph.writeSession()) {
      session.executeWriteWithoutResult(tx -> tx.run(statement, parameters).consume());
    }
  }

  @Test
  void shouldCountAllRowsButThoseOfTheTimeBeforeAlone() {
    record(
        List.of(
            usage("april", "2026-04-04T08:00:00Z", 1, "agent-before", "5"),
            usage("a", "2026-05-04T08:00:00Z", 1, "agent-2", "5")));

    String may = report("project-a", "month", "2026-05-15");
    String june = report("project-a", "month", "2026-06-15");

    assertThat(section(may, "Agents").getFirst()).startsWith("The first 1 of 1.");
    assertThat(section(june, "Agents")).containsExactly("Nothing was spent.");
    assertThat(june).contains("| The period before | 5 |");
  }

  private static Map<String, Object> tokens(String model, int input) {
    return Map.of("model", model, "tokens", Map.of("input", input));
  }
}
