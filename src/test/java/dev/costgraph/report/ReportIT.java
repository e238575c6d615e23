package dev.costgraph.report;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.GraphQl;
import dev.costgraph.budget.BudgetType;
import dev.costgraph.ledger.TestTree;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** Reports of a tree of budgets, over HTTP. */
@QuarkusTest
class ReportIT {

  private static final String EVIL = "<b>|evil</b>";

  private TestTree tree = new TestTree("");

  @BeforeEach
  void record() {
    tree = TestTree.create("report");
    List<Map<String, Object>> usages = new ArrayList<>();
    usages.add(usage("april", "2026-04-10T08:00:00Z", 0, "agent-1", Map.of("amount", "40")));
    usages.add(usage("a", "2026-05-04T08:00:00Z", 0, "agent-1", Map.of("amount", "60.5")));
    usages.add(usage("b", "2026-05-05T23:30:00Z", 1, "agent-2", Map.of("amount", "0.25")));
    usages.add(usage("c", "2026-05-31T12:00:00Z", 0, EVIL, Map.of("amount", "90")));
    Map<String, Object> unpriced =
        Map.of("model", "nobody-knows", "tokens", Map.of("input", 1_000));
    usages.add(usage("d", "2026-05-31T12:00:00Z", 1, "agent-2", unpriced));
    assertThat(
            GraphQl.send("record-usages", Map.of("usages", usages))
                .<String>getList("data.recordUsages.__typename"))
        .containsOnly("Recorded");
  }

  @Test
  void shouldReportAMonthInMarkdown() {
    String text = report("project-a", "month", "2026-05-15", "markdown");

    assertThat(text)
        .startsWith("# Monthly report of project-a, May 2026\n")
        .contains("| Spent, USD | 150.75 | +277 % against the period before |")
        .contains("| The period before | 40 |")
        .contains("| Calls | 4 | 0 failed, 1 unpriced |")
        .contains("| task-0 | 150.5 | 100 | 150.5 % | 50.5 | USD | EXCEEDED |")
        .contains("| \\<b\\>\\|evil\\</b\\> | 90 | 59.7 % | new | 1 | 90 |")
        .contains("| agent-1 | 60.5 | 40.1 % | +51 % | 1 | 60.5 |")
        .contains("| nobody-knows | 1 | 1 |")
        .contains("Nothing was adjusted.")
        .contains("trend.svg?budgetId=")
        .doesNotContain("\n\n\n");
    assertThat(text.indexOf("## Over their limit")).isPositive();
  }

  @Test
  void shouldReportAWeekAndADay() {
    String week = report("project-a", "week", "2026-05-05", "markdown");
    String day = report("project-a", "day", "2026-05-05", "markdown");

    assertThat(week).startsWith("# Weekly report of project-a, 4 May 2026");
    assertThat(week).contains("| Spent, USD | 60.75 |");
    assertThat(day).startsWith("# Daily report of project-a, 5 May 2026");
    assertThat(day).contains("| Spent, USD | 0.25 |");
    assertThat(sparkline(week)).isEqualTo("▆▁▁▁▁▁▁");
    assertThat(sparkline(day)).hasSize(24);
  }

  @Test
  void shouldBeAPageThatIsWellFormed() throws Exception {
    Response page = get("project-a", "month", "2026-05-15", "html");

    assertThat(page.contentType()).isEqualToIgnoringCase("text/html;charset=utf-8");
    assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'none'");
    String html = page.asString();
    assertThat(html)
        .contains("<title>Monthly report of project-a, May 2026</title>")
        .contains("&lt;b&gt;|evil&lt;/b&gt;")
        .doesNotContain("<b>|evil")
        .contains("title=\"150.75\"");
    Document svg =
        xml(html.substring(html.indexOf("<svg"), html.indexOf("</svg>") + "</svg>".length()));
    assertThat(svg.getElementsByTagName("rect").getLength()).isEqualTo(2 * 31);
  }

  @Test
  void shouldDrawTheTrendAlone() throws Exception {
    Response picture =
        given()
            .queryParam("budgetId", tree.id("project-a"))
            .queryParam("period", "week")
            .queryParam("at", "2026-05-05")
            .get("/report/trend.svg");

    assertThat(picture.contentType()).startsWith("image/svg+xml");
    assertThat(xml(picture.asString()).getElementsByTagName("rect").getLength()).isEqualTo(2 * 7);
  }

  /** A budget of two weeks has no period before, and nothing outside of it. */
  @Test
  void shouldCutAFixedBudget() {
    Map<String, Object> fixed = new HashMap<>();
    fixed.put("budgetId", tree.id("fixed"));
    fixed.put("name", "fixed");
    fixed.put("type", BudgetType.TASK);
    fixed.put("resourceId", tree.taskId(2));
    fixed.put("platformId", tree.platformId());
    fixed.put("period", "FIXED");
    fixed.put("periodStart", "2026-05-10T00:00:00Z");
    fixed.put("periodEnd", "2026-06-10T00:00:00Z");
    assertThat(GraphQl.send("create-budget", Map.of("budget", fixed)).<Object>getList("errors"))
        .isNull();
    GraphQl.send(
        "record-usages",
        Map.of(
            "usages",
            List.of(
                usage("e", "2026-05-09T00:00:00Z", 2, "agent-1", Map.of("amount", "1")),
                usage("f", "2026-05-11T00:00:00Z", 2, "agent-1", Map.of("amount", "2")))));

    String text = report("fixed", "month", "2026-05-15", "markdown");

    assertThat(text).contains("| Spent, USD | 2 |").doesNotContain("The period before");
    assertThat(sparkline(text)).hasSize(22);
    assertThat(error("fixed", "month", "2026-07-01")).startsWith("400 INVALID_VALUE at");
  }

  @Test
  void shouldSayWhatIsWrong() {
    assertThat(error("nothing", "month", "2026-05-15")).startsWith("400 NOT_FOUND budgetId");
    assertThat(error("project-a", "year", "2026-05-15"))
        .isEqualTo("400 INVALID_VALUE period: period 'year' is none of [day, week, month]");
    assertThat(error("project-a", "month", "May")).startsWith("400 INVALID_VALUE at: at 'May'");
    assertThat(given().get("/report").jsonPath().getString("errors[0].extensions.field"))
        .isEqualTo("budgetId");
    assertThat(
            given()
                .queryParam("budget", "x")
                .get("/report")
                .jsonPath()
                .getString("errors[0].message"))
        .contains("known are budgetId, period, at, format");
  }

  private static String sparkline(String markdown) {
    int start = markdown.indexOf('`') + 1;
    return markdown.substring(start, markdown.indexOf('`', start));
  }

  private static Document xml(String text) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private String report(String budget, String period, String at, String format) {
    Response response = get(budget, period, at, format);
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
    return response.asString();
  }

  private String error(String budget, String period, String at) {
    Response response = get(budget, period, at, "html");
    return "%d %s %s: %s"
        .formatted(
            response.statusCode(),
            response.jsonPath().getString("errors[0].extensions.code"),
            response.jsonPath().getString("errors[0].extensions.field"),
            response.jsonPath().getString("errors[0].message"));
  }

  private Response get(String budget, String period, String at, String format) {
    return given()
        .queryParam("budgetId", tree.id(budget))
        .queryParam("period", period)
        .queryParam("at", at)
        .queryParam("format", format)
        .get("/report");
  }

  private Map<String, Object> usage(
      String name, String at, int task, String agent, Map<String, ?> measure) {
    Map<String, Object> usage = new HashMap<>(measure);
    usage.put("operationId", tree.id(name));
    usage.put("agentId", agent);
    usage.put("taskId", tree.taskId(task));
    usage.put("timestamp", at);
    return usage;
  }
}
