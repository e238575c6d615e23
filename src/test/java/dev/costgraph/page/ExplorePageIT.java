package dev.costgraph.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.BoundingBox;
import dev.costgraph.GraphQl;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.json.Json;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Asking the graph from the page: the library, statements of one's own, tables and graphs. */
@QuarkusTest
class ExplorePageIT extends ChromiumTest {

  private static final String OCTOBER = "/explore?platform=sample&range=2026-10";

  private static final String EDITOR = ".cm-content";

  @Test
  void shouldShowTheRowsOfAnExploration() throws IOException {
    try (BrowserPage page = chromium.page(port, Look.LIGHT).open(OCTOBER)) {
      page.find("[type=search]").fill("agents by");
      page.find(".library-list a").first().click();
      page.await(".answer-table tbody tr");

      assertThat(page.page().url()).contains("x=agents-by-cost", "range=2026-10");
      assertThat(page.find("[name=platformId]").inputValue()).isEqualTo("sample");
      String parameters =
          Json.createObjectBuilder()
              .add("platformId", "sample")
              .add("from", page.find("[name=from]").inputValue())
              .add("to", page.find("[name=to]").inputValue())
              .build()
              .toString();
      JsonPath api =
          GraphQl.send("explore", Map.of("name", "agents-by-cost", "parameters", parameters));
      List<List<String>> rows = rows(api.getList("data.explore.rows"));
      assertThat(rows).hasSizeGreaterThan(5);
      assertThat(shown(page)).isEqualTo(rows);

      Download file =
          page.page().waitForDownload(() -> page.find("button:has-text('CSV')").click());
      assertThat(file.suggestedFilename()).isEqualTo("agents-by-cost.csv");
      assertThat(Files.readString(file.path(), UTF_8))
          .startsWith("agent,calls,tokens,usd,failedUsd\r\n" + String.join(",", rows.getFirst()))
          .hasLineCount(rows.size() + 1);

      page.find("[name=platformId]").fill("nowhere");
      page.find("[name=platformId]").press("Enter");
      page.await(".empty:has-text('No rows')");
      assertThat(page.page().url()).contains("nowhere");
      page.page().goBack();
      page.await(".answer-table tbody tr");
    }
  }

  @Test
  void shouldRunATypedStatement() {
    try (BrowserPage page = chromium.page(port, Look.LIGHT).open(OCTOBER)) {
      page.find(EDITOR).click();
      page.page().keyboard().type("MATCH (b:Budge");
      page.await("[role=option][aria-selected=true]:has-text('Budget')").click();
      page.page().keyboard().type(" {platform_id: $platformId}) RETURN count(b) AS budgets");
      page.page().keyboard().press("Control+Enter");

      page.await(".answer-table data[value='15']");
      assertThat(page.page().url()).contains("q=MATCH");
      assertThat(page.find("[name=platformId]").inputValue()).isEqualTo("sample");

      page.page().reload();
      page.settled();
      assertThat(page.await(".notice").innerText()).contains("from the address");
      assertThat(page.find(EDITOR).innerText()).contains("count(b) AS budgets");
      page.find("button.primary:has-text('Run')").click();
      page.await(".answer-table data[value='15']");

      page.find(EDITOR).click();
      page.page().keyboard().press("Control+A");
      page.page().keyboard().type("RETURN 9007199254740993 AS exact");
      page.page().keyboard().press("Control+Enter");
      page.await(".answer-table data[value='9007199254740993']:text('9,007,199,254,740,993')");

      page.find(EDITOR).click();
      page.page().keyboard().press("Control+A");
      page.page().keyboard().type("RETURN {nodes: [1], relationships: [2]} AS map");
      page.page().keyboard().press("Control+Enter");
      assertThat(page.await(".answer-table code").innerText()).contains("\"nodes\":[1]");
    }
  }

  @Test
  void shouldKeepWhatWasChangedAndNotRun() {
    GraphQl.send("put-platform", Map.of("platform", Map.of("platformId", "page-other")));
    try (BrowserPage page = chromium.page(port, Look.LIGHT)) {
      page.open(OCTOBER);
      page.find(EDITOR).click();
      page.page().keyboard().type("RETURN $own AS own");
      page.find("[name=own]").fill("7");

      page.open(OCTOBER + "&x=agents-by-cost");
      page.find("[name=platformId]").fill("typed");
      page.find(EDITOR).click();
      page.page().keyboard().press("Control+End");
      page.page().keyboard().type(" // mine");
      page.find("[aria-label=Platform]").selectOption("page-other");
      page.settled();
      assertThat(page.page().url()).contains("platform=page-other", "x=agents-by-cost");

      assertThat(page.find(EDITOR).innerText()).endsWith("// mine");
      page.page().reload();
      page.settled();
      assertThat(page.find(EDITOR).innerText()).endsWith("// mine");
      assertThat(page.find("[name=platformId]").inputValue()).isEqualTo("typed");

      page.find("button:has-text('Undo the changes')").click();
      page.page().reload();
      page.settled();
      assertThat(page.find(EDITOR).innerText()).isNotEmpty().doesNotContain("mine");
      page.open(OCTOBER);
      assertThat(page.find(EDITOR).innerText()).isEqualTo("RETURN $own AS own");
      assertThat(page.find("[name=own]").inputValue()).isEqualTo("7");
      page.find("button.primary:has-text('Run')").click();
      page.await(".answer-table data[value='7']");
    }
  }

  @Test
  void shouldMarkAFaultAtItsPlace() {
    JsonPath api = GraphQl.send("cypher", Map.of("statement", "MATCH (n:Budget)\nRETURN m"));
    assertThat(api.getInt("errors[0].extensions.line")).isEqualTo(2);

    try (BrowserPage page = chromium.page(port, Look.DARK).open(OCTOBER)) {
      page.find(EDITOR).click();
      page.page().keyboard().type("MATCH (n:Budget)\nRETURN m");
      page.page().keyboard().press("Control+Enter");

      assertThat(page.await(".cm-fault").innerText()).isEqualTo("m");
      assertThat(page.find(".cm-fault-line").innerText()).isEqualTo("RETURN m");
      assertThat(page.find(".cm-fault-message").innerText()).contains("`m` not defined");
      assertThat(page.find(".explore-failure").innerText())
          .contains("`m` not defined", "Change what is marked")
          .contains("line 2, column " + api.getInt("errors[0].extensions.column"));
      page.assertAccessible();
      page.shoot("explore-fault-dark");
      page.page().setViewportSize(390, 844);
      page.assertFitsTheWidth();
      page.shoot("explore-fault-phone");

      page.find(".explore-failure button").click();
      page.page().keyboard().press("Delete");
      page.page().keyboard().type("n.name AS name");
      assertThat(page.find(".cm-fault").count()).isZero();
      page.page().keyboard().press("Control+Enter");
      page.await(".answer-table tbody tr");

      page.find(EDITOR).click();
      page.page().keyboard().press("Control+A");
      page.page().keyboard().type("RETURN 1 / 0 AS none");
      page.page().keyboard().press("Control+Enter");
      assertThat(page.await(".explore-failure:has-text('by zero')").innerText())
          .doesNotContain("what is marked");
    }
  }

  @Test
  void shouldDrawTheNodesOfAnAnswer() {
    String count =
        "MATCH (b:Budget {platform_id: 'sample'}) OPTIONAL MATCH (b)-[:ALLOCATED_TO]->(r)"
            + " RETURN count(DISTINCT b) + count(DISTINCT r) AS nodes";
    JsonPath api = GraphQl.send("cypher", Map.of("statement", count));

    try (BrowserPage page = chromium.page(port, Look.LIGHT).open(OCTOBER + "&x=draw-budgets")) {
      page.await(".graph-stage .node");
      String nodes = String.valueOf(page.find(".graph-stage .node").count());
      assertThat(api.getString("data.cypher.rows[0]")).isEqualTo("[" + nodes + "]");

      Locator research = page.find(".node[aria-label='Budget Market research']");
      BoundingBox before = research.boundingBox();
      drag(page, research, 90, 60);
      BoundingBox after = research.boundingBox();
      assertThat(after.x - before.x).isBetween(80.0, 100.0);
      assertThat(after.y - before.y).isBetween(50.0, 70.0);

      research.focus();
      page.page().keyboard().press("Enter");
      assertThat(page.await(".graph-details").innerText()).contains("sample-research", "PARENT_OF");
      assertThat(page.find(".graph-details a").first().getAttribute("href"))
          .contains("/budget?", "id=sample-research");
      page.find("button:has-text('Table')").click();
      page.await(".answer-table .node-chip");
    }
  }

  @Test
  void shouldStop() {
    try (BrowserPage page = chromium.page(port, Look.LIGHT).open(OCTOBER + "&q=RETURN+1")) {
      // the service never hears of it
      page.page().route("**/graphql", route -> {});
      page.find("button.primary:has-text('Run')").click();
      page.find("button:has-text('Stop')").click();
      assertThat(page.await(".empty").innerText()).contains("Stopped");

      page.page().unroute("**/graphql");
      page.find("button.primary:has-text('Run')").click();
      page.await(".answer-table data[value='1']");
    }
  }

  @Test
  void shouldBeForEverybody() {
    try (BrowserPage page = chromium.page(port, Look.LIGHT)) {
      for (String name : List.of("draw-budgets", "runs-by-cost")) {
        page.open(OCTOBER + "&x=" + name);
        page.await(".graph-stage .node, .answer-table tbody tr");
        page.assertForEverybody("explore-" + name);
      }
    }
  }

  private static void drag(BrowserPage page, Locator node, double byX, double byY) {
    BoundingBox box = node.locator("circle").boundingBox();
    double x = box.x + box.width / 2;
    double y = box.y + box.height / 2;
    page.page().mouse().move(x, y);
    page.page().mouse().down();
    page.page().mouse().move(x + byX / 2, y + byY / 2);
    page.page().mouse().move(x + byX, y + byY);
    page.page().mouse().up();
  }

  /** The cells of the table, with all digits of its numbers. */
  private static List<List<String>> shown(BrowserPage page) {
    List<List<String>> rows = new ArrayList<>();
    for (Locator row : page.find(".answer-table tbody tr").all()) {
      List<String> cells = new ArrayList<>();
      for (Locator cell : row.locator("td").all()) {
        Locator figure = cell.locator("data");
        cells.add(figure.count() == 0 ? cell.innerText() : plain(figure.getAttribute("value")));
      }
      rows.add(cells);
    }
    return rows;
  }

  /** Without an exponent: 8.55E-4 is 0.000855. */
  private static String plain(String number) {
    return new BigDecimal(number).toPlainString();
  }

  private static List<List<String>> rows(List<String> json) {
    List<List<String>> rows = new ArrayList<>();
    for (String row : json) {
      try (var reader = Json.createReader(new StringReader(row))) {
        rows.add(reader.readArray().stream().map(ExplorePageIT::text).toList());
      }
    }
    return rows;
  }

  private static String text(JsonValue value) {
    return value instanceof JsonString string ? string.getString() : plain(value.toString());
  }
}
