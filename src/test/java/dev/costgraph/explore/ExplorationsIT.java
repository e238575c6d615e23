package dev.costgraph.explore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.GraphQl;
import dev.costgraph.graph.CypherFile;
import dev.costgraph.graph.Graph;
import dev.costgraph.sample.Sample;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.summary.Plan;
import org.neo4j.driver.summary.QueryType;
import org.neo4j.driver.summary.ResultSummary;

/**
 * Runs the analysts' library on the sample. What it prints is the second half of {@code
 * docs/cypher.md}; {@code -Dcostgraph.docs.update=true} writes it there.
 */
@QuarkusTest
class ExplorationsIT {

  private static final Path DOCS = Path.of("docs/cypher.md");
  private static final String MARK = "<!-- From here on written by ExplorationsIT. -->\n";
  private static final int ROWS_SHOWN = 8;

  @Inject Graph graph;
  @Inject Sample sample;

  @BeforeEach
  void load() {
    sample.load();
  }

  @Test
  void shouldLoadTheSampleOnce() {
    assertThat(sample.load()).isZero();
  }

  @Test
  void shouldPrintWhatTheDocsShow() throws IOException {
    StringBuilder printed = new StringBuilder();
    for (Exploration file : ExplorationLibrary.all()) {
      List<Record> rows = run(file.name(), defaults(file.name()));
      assertThat(rows).as(file.name()).isNotEmpty();
      printed.append(section(file, rows));
    }
    String docs = Files.readString(DOCS, UTF_8);
    int head = docs.indexOf(MARK) + MARK.length();
    if (Boolean.getBoolean("costgraph.docs.update")) {
      Files.writeString(DOCS, docs.substring(0, head) + printed, UTF_8);
      return;
    }

    assertThat(docs.substring(head))
        .as("run again with -Dcostgraph.docs.update=true to write docs/cypher.md")
        .isEqualTo(printed.toString());
  }

  @Test
  void shouldOnlyReadAndByIndex() {
    Map<String, List<String>> scans = new TreeMap<>();
    for (Exploration file : ExplorationLibrary.all()) {
      try (Session session = graph.writeSession()) {
        ResultSummary summary =
            session.run("EXPLAIN " + file.statement(), defaults(file.name())).consume();
        assertThat(summary.queryType()).as(file.name()).isEqualTo(QueryType.READ_ONLY);
        List<String> found =
            operators(summary.plan()).stream()
                .filter(o -> o.startsWith("AllNodesScan") || o.startsWith("NodeByLabelScan"))
                .toList();
        if (!found.isEmpty()) {
          scans.put(file.name(), found);
        }
      }
    }

    assertThat(scans).isEmpty();
  }

  private static List<String> operators(Plan plan) {
    List<String> operators = new ArrayList<>(List.of(plan.operatorType()));
    plan.children().forEach(child -> operators.addAll(operators(child)));
    return operators;
  }

  @Test
  void shouldWalkTheTreeToTheCounters() {
    List<Record> rows = run("budget-roll-up", defaults("budget-roll-up"));

    assertThat(rows).hasSizeGreaterThanOrEqualTo(10);
    for (Record row : rows) {
      assertThat(row.get("walkedNanos").asLong())
          .as(row.get("budget").asString())
          .isEqualTo(row.get("counterNanos").asLong())
          .isPositive();
    }
  }

  @Test
  void shouldBalanceTheBooksByHand() {
    for (String budgetId :
        List.of(
            "sample-platform", "sample-shared-research", "sample-research", "sample-features")) {
      Record row =
          run("books-of-a-budget", Map.of("budgetId", budgetId, "at", "2026-10-30T12:00:00Z"))
              .getFirst();
      assertThat(row.get("differenceNanos").asLong()).as(budgetId).isZero();
    }
    assertThat(run("books-of-narrowing-budgets", defaults("books-of-narrowing-budgets")))
        .hasSize(4)
        .allMatch(row -> row.get("differenceNanos").asLong() == 0);
  }

  @Test
  void shouldEndTheMonthWithWarningsAndOneBudgetExceeded() {
    Map<String, Long> states =
        run("budget-status", defaults("budget-status")).stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.get("state").asString(), TreeMap::new, Collectors.counting()));

    assertThat(states).containsEntry("EXCEEDED", 1L).containsKeys("OK", "WARNING");
  }

  @Test
  void shouldListAndRunEveryOneOverTheApi() {
    List<Map<String, Object>> listed =
        GraphQl.send("explorations", Map.of()).getList("data.explorations");
    assertThat(listed).hasSameSizeAs(ExplorationLibrary.NAMES);
    for (Map<String, Object> exploration : listed) {
      String name = String.valueOf(exploration.get("name"));
      assertThat(exploration.get("statement"))
          .isEqualTo(CypherFile.of("explore/" + name).statement());
      List<Record> rows = run(name, defaults(name));

      JsonPath answer =
          GraphQl.send("explore", Map.of("name", name, "parameters", "{}"))
              .setRootPath("data.explore");

      assertThat(answer.getList("columns")).as(name).isEqualTo(rows.getFirst().keys());
      assertThat(answer.getList("rows")).as(name).hasSameSizeAs(rows);
      assertThat(answer.getBoolean("truncated")).as(name).isFalse();
    }
  }

  @Test
  void shouldTakeParametersInPlaceOfDefaults() {
    assertThat(explore("cost-by-tag", "{\"tagKey\": \"env\"}").getString("data.explore.rows[0]"))
        .startsWith("[\"production\",");
    assertThat(explore("cost-by-tag", "{\"platformId\": \"none\"}").getList("data.explore.rows"))
        .isEmpty();
    assertThat(GraphQl.error(explore("cost-by-tag", "{\"tag\": \"env\"}")))
        .isEqualTo("INVALID_VALUE parameters");
    assertThat(GraphQl.error(explore("cost-by-tags", "{}"))).isEqualTo("NOT_FOUND name");
    assertThat(GraphQl.error(explore("cost-by-day", "{\"from\": \"yesterday\"}")))
        .isEqualTo("INVALID_VALUE statement");
  }

  @Test
  void shouldKnowWhatWasSpentThen() {
    Map<String, Object> last = Map.of("platformId", "sample", "sequence", Long.MAX_VALUE);
    Record then = run("spent-as-of", defaults("spent-as-of")).getFirst();
    Record now = run("spent-as-of", last).getFirst();

    assertThat(then.get("budget")).isEqualTo(now.get("budget"));
    assertThat(then.get("calls").asLong()).isBetween(900L, 1_000L);
    assertThat(then.get("usd").asDouble()).isPositive().isLessThan(now.get("usd").asDouble());
    assertThat(run("spent-as-of", Map.of("platformId", "sample", "sequence", 0))).isEmpty();
  }

  private static JsonPath explore(String name, String parameters) {
    return GraphQl.send("explore", Map.of("name", name, "parameters", parameters));
  }

  private static Map<String, Object> defaults(String name) {
    return ExplorationLibrary.parameters(ExplorationLibrary.named(name), Map.of());
  }

  @Test
  void shouldCountTokensOnceThoughTwoModelsWorkedOnAUsage() {
    String platformId = "p-" + UUID.randomUUID();
    GraphQl.send(
        "record-usages",
        Map.of(
            "usages",
            List.of(
                Map.of(
                    "operationId",
                    platformId,
                    "agentId",
                    "agent",
                    "platformId",
                    platformId,
                    "model",
                    "claude-haiku-4-5",
                    "timestamp",
                    "2026-10-02T00:00:00Z",
                    "providerUsage",
                    Map.of(
                        "api",
                        "ANTHROPIC",
                        "json",
                        """
                        {"input_tokens": 20, "output_tokens": 5, "iterations": [
                          {"type": "message", "input_tokens": 20, "output_tokens": 5},
                          {"type": "advisor_message", "model": "claude-opus-4-5",
                           "input_tokens": 70, "output_tokens": 5}]}\
                        """)))));

    Record row =
        run(
                "cost-per-thousand-tokens",
                Map.of(
                    "platformId", platformId,
                    "from", "2026-10-01T00:00:00Z",
                    "to", "2026-11-01T00:00:00Z"))
            .getFirst();

    assertThat(row.get("calls").asInt()).isEqualTo(1);
    assertThat(row.get("tokens").asInt()).isEqualTo(100);
    assertThat(row.get("usd").asDouble()).isEqualTo(0.00052); // 20 + 25 + 350 + 125 per million
  }

  private List<Record> run(String name, Map<String, Object> parameters) {
    return graph.read(CypherFile.of("explore/" + name), parameters, row -> row);
  }

  private static String section(Exploration file, List<Record> rows) {
    StringBuilder text = new StringBuilder();
    text.append("\n## ").append(file.title()).append("\n\n");
    text.append(file.description()).append("\n\n");
    text.append("`cypher/explore/").append(file.name()).append(".cypher` with ");
    text.append(
        new TreeMap<>(defaults(file.name()))
            .entrySet().stream()
                .map(value -> "`%s` = `%s`".formatted(value.getKey(), value.getValue()))
                .collect(Collectors.joining(", ")));
    text.append("\n\n```cypher\n").append(file.statement()).append("\n```\n\n");
    List<String> columns = rows.getFirst().keys();
    text.append(line(columns));
    text.append(
        line(columns.stream().map(column -> isNumber(rows, column) ? "---:" : "---").toList()));
    rows.stream()
        .limit(ROWS_SHOWN)
        .forEach(
            row ->
                text.append(
                    line(columns.stream().map(c -> shown(row.get(c).asObject())).toList())));
    if (rows.size() > ROWS_SHOWN) {
      text.append("\nand %d more rows\n".formatted(rows.size() - ROWS_SHOWN));
    }
    return text.toString();
  }

  private static boolean isNumber(List<Record> rows, String column) {
    return rows.stream().anyMatch(row -> row.get(column).asObject() instanceof Number);
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static String shown(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case Double number -> BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
      case List<?> list ->
          list.stream().map(ExplorationsIT::shown).collect(Collectors.joining(", "));
      default -> value.toString().replace("|", "\\|");
    };
  }
}
