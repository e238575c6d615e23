package dev.costgraph.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Route;
import dev.costgraph.GraphQl;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Costs by groups and filters, down to the entries behind each figure. */
@QuarkusTest
class CostsPageIT extends ChromiumTest {

  private static final String OCTOBER = "/costs?platform=sample&range=2026-10";

  private static final Map<String, Object> FILTER =
      Map.of(
          "platformIds",
          List.of("sample"),
          "from",
          "2026-10-01T00:00:00Z",
          "to",
          "2026-11-01T00:00:00Z");

  /** The keys of each row, then what its number cells hold, empty where they hold none. */
  private static final String TABLE =
      """
      () => [...document.querySelectorAll('.cost-table tbody tr')].map((row) => [
        ...[...row.querySelectorAll('[data-key]')].map((key) => key.dataset.key),
        ...[...row.querySelectorAll('td.end')].map((td) => td.querySelector('data')?.value ?? ''),
      ])
      """;

  @Test
  void shouldShowWhatTheApiSays() {
    List<String> by = List.of("AGENT", "MODEL");
    JsonPath api = GraphQl.send("costs", Map.of("groupBy", by, "filter", FILTER, "first", 500));

    try (BrowserPage page = open(OCTOBER + "&by=AGENT,MODEL")) {
      List<List<String>> rows = table(page);
      List<List<String>> expected = new ArrayList<>();
      for (int i = 0; i < api.getList("data.costs.rows").size(); i++) {
        String row = "data.costs.rows[" + i + "].";
        expected.add(
            Stream.of("keys[0]", "keys[1]", "totals.cost", "totals.calls")
                .map(of -> Objects.toString(api.getString(row + of), ""))
                .toList());
      }
      assertThat(rows)
          .extracting(row -> List.of(row.get(0), row.get(1), row.get(2), row.get(4)))
          .containsExactlyInAnyOrderElementsOf(expected);
      assertThat(page.figure(".cost-table tfoot"))
          .isEqualTo(api.getString("data.costs.total.cost"));

      // seven layers and the others: together the total, to the last digit
      List<BigDecimal> layers = decimals(page.find(".stack-legend data"));
      assertThat(layers).hasSize(8);
      assertThat(sum(layers)).isEqualByComparingTo(api.getString("data.costs.total.cost"));
      page.find(".over-time summary").click();
      page.await("[data-series]");
      List<Locator> days = page.find("[data-series] tbody tr").all();
      assertThat(days).hasSize(31);
      for (Locator row : days) {
        List<BigDecimal> cells = decimals(row.locator("data"));
        assertThat(sum(cells.subList(0, 8))).isEqualByComparingTo(cells.get(8));
      }

      // by the hour all groups are too many for one answer: the total is asked for apart
      idle(page.open(OCTOBER + "&by=AGENT,MODEL&interval=HOUR"));
      assertThat(sum(decimals(page.find(".stack-legend data"))))
          .isEqualByComparingTo(api.getString("data.costs.total.cost"));
    }
  }

  @Test
  void shouldLeadFromAGroupToItsEntries() throws IOException {
    try (BrowserPage page = open(OCTOBER)) {
      page.find("select[name=by-0]").selectOption("MODEL");
      page.find(".add-filter").click();
      page.find("select[name=facet]").selectOption("AGENT");
      page.await("dialog[open] input[value=planner]").check();
      page.find("dialog[open] button.primary").click();
      idle(page);
      assertThat(page.find("[data-filter=agent]").innerText()).contains("planner");

      List<List<String>> rows = table(page);
      assertThat(rows).isNotEmpty();
      List<List<String>> saved = download(page, "groups");
      assertThat(saved.getFirst()).startsWith("model", "cost", "currency");
      assertThat(saved.subList(1, saved.size()))
          .extracting(row -> List.of(row.get(0), row.get(1), row.get(5), row.get(6), row.get(7)))
          .isEqualTo(
              rows.stream()
                  .map(row -> List.of(row.get(0), row.get(1), row.get(3), row.get(4), row.get(5)))
                  .toList());

      page.find(".cost-table tbody tr a.figure-link").first().click();
      assertThat(page.page().url()).contains("mark=model%3A", "agent=planner");
      String figure = rows.getFirst().get(1);
      assertThat(all(page)).isEqualTo(figure);
      assertThat(page.figure("[data-figure=listed]")).isEqualTo(figure);
      assertThat(page.find(".entry-figures .chip.ok").innerText()).contains("Adds up");
      List<List<String>> entries = download(page, "entries");
      assertThat(page.find(".entries > li").count()).isEqualTo(entries.size() - 1);
      assertThat(sum(entries.stream().skip(1).map(row -> new BigDecimal(row.get(2))).toList()))
          .isEqualByComparingTo(figure);

      page.find(".entry").first().click();
      assertThat(page.await("[data-figure=sum] data").getAttribute("value"))
          .isEqualTo(page.figure(".entry .amount"));
      page.page().keyboard().press("Escape");
      page.page().waitForURL(url -> !url.contains("mark="));
      page.page().goBack();
      page.await(".drawer[open] [data-figure=sum]");
    }
  }

  @Test
  void shouldLeadFromLayersAndFlowsToTheirEntries() {
    try (BrowserPage page = open(OCTOBER + "&by=TASK&interval=WEEK&chart=area")) {
      Locator canvas = page.find(".over-time cg-chart canvas");
      canvas.scrollIntoViewIfNeeded();
      var box = canvas.boundingBox();
      page.page().mouse().click(box.x + box.width * 0.7, box.y + box.height - 48);
      page.await(".drawer[open] [data-figure=all]");
      assertThat(page.page().url()).contains("mark=task%3A", "mark=time%3A");
      assertThat(all(page)).isEqualTo(page.figure("[data-figure=listed]"));
      page.page().keyboard().press("Escape");

      // of those that the API has no filter for: all tasks but these
      page.find(".over-time summary").click();
      Locator others = page.await("[data-series] tbody tr:nth-child(2) td:nth-child(9) a");
      String figure = others.locator("data").getAttribute("value");
      others.click();
      assertThat(page.page().url()).contains("mark=except%3Atask");
      assertThat(all(page)).isEqualTo(figure);
      assertThat(page.figure("[data-figure=listed]")).isEqualTo(figure);
      page.page().keyboard().press("Escape");

      page.find(".flows summary").click();
      Locator flow = page.await(".flows tbody tr:last-child td:nth-child(3) a");
      String flowing = flow.locator("data").getAttribute("value");
      flow.click();
      assertThat(all(page)).isEqualTo(flowing);
      assertThat(page.figure("[data-figure=listed]")).isEqualTo(flowing);
    }
  }

  @Test
  void shouldBeForEverybody() {
    try (BrowserPage page = open(OCTOBER + "&by=AGENT")) {
      page.await(".flows canvas");
      page.assertForEverybody("costs");
      page.find(".cost-table tbody tr a.figure-link").first().click();
      page.await(".entry").click();
      page.await("[data-figure=sum]");
      page.assertForEverybody("costs-entries");
    }
  }

  @Test
  void shouldShowWhatIsBookedMeanwhileAndWhatHasNoTask() {
    String platform = platform();
    record(platform, "small", "0.000000001");
    record(platform, "large", "0.1");
    try (BrowserPage page = open("/costs?range=month&by=AGENT&platform=" + platform)) {
      page.allowing("502").await("[data-state=live]");
      page.find(".cost-table tr:has([data-key=small]) a.figure-link").first().focus();
      record(platform, "small", "0.2");
      page.await(".cost-table tbody tr:first-child.changed [data-key=small]");
      assertThat(page.figure(".cost-table tfoot")).isEqualTo("0.300000001");
      assertThat(page.page().evaluate("document.activeElement.innerText")).isEqualTo("small");

      // the figures stay where asking again fails, and are asked for again
      page.find(".over-time button:text-is('Lines')").click();
      page.page()
          .route(
              "**/graphql",
              route -> route.fulfill(new Route.FulfillOptions().setStatus(502).setBody("gone")));
      record(platform, "small", "0.3");
      page.await(".outdated:has-text('502')");
      assertThat(page.figure(".cost-table tfoot")).isEqualTo("0.300000001");
      page.page().unroute("**/graphql");
      page.await(".cost-table tfoot data[value='0.600000001']");
      assertThat(page.find(".outdated").count()).isZero();

      page.find("select[name=by-0]").selectOption("TASK");
      page.await(".cost-table tbody a.figure-link:text-is('no task')").click();
      assertThat(all(page)).isEqualTo("0.600000001");
      assertThat(page.find(".entries > li").count()).isEqualTo(4);
    }
  }

  @Test
  void shouldAddUpTwoPlatforms() throws IOException {
    String one = platform();
    String two = platform();
    record(one, "tester", "0.1");
    record(two, "tester", "0.020000001");
    record(two, "tester", "1");
    List<String> both = List.of(one, two);
    JsonPath api =
        GraphQl.send(
            "costs", Map.of("groupBy", List.of("PLATFORM"), "filter", Map.of("platformIds", both)));
    List<List<String>> expected =
        List.of(
            List.of(two, api.getString("data.costs.rows[0].totals.cost")),
            List.of(one, api.getString("data.costs.rows[1].totals.cost")));
    String total = api.getString("data.costs.total.cost");
    assertThat(total).isEqualTo("1.120000001");

    String path = "/costs?range=month&by=PLATFORM&platform=" + one + "&also=" + two;
    try (BrowserPage page = open(path)) {
      assertThat(table(page)).extracting(row -> row.subList(0, 2)).isEqualTo(expected);
      assertThat(download(page, "groups").stream().skip(1))
          .extracting(row -> row.subList(0, 2))
          .isEqualTo(expected);
      assertThat(page.figure(".cost-table tfoot")).isEqualTo(total);
      assertThat(decimals(page.find(".stack-legend data")))
          .containsExactly(new BigDecimal("1.020000001"), new BigDecimal("0.1"));
      page.find(".cost-table tbody a.figure-link").first().click();
      assertThat(all(page)).isEqualTo("1.020000001");
      assertThat(download(page, "entries").stream().skip(1))
          .hasSize(2)
          .allMatch(entry -> entry.contains(two));
    }
    try (BrowserPage page = open("/costs?range=month&platform=" + one)) {
      assertThat(page.figure(".cost-table tfoot")).isEqualTo("0.1");
    }
  }

  @Test
  void shouldTellAndSelectWithinTheDrawer() {
    Map<String, Object> filter = new HashMap<>(FILTER);
    filter.put("agentIds", List.of("planner"));
    JsonPath api = GraphQl.send("usage-entries", Map.of("filter", filter, "first", 500));
    List<String> ids = api.getList("data.usages.nodes.findAll { it.weight == null }.operationId");
    assertThat(ids).hasSizeGreaterThan(50);
    try (BrowserPage page = chromium.page(port, Look.LIGHT).allowing("503")) {
      // with a token the page asks for exports itself
      page.page().addInitScript("sessionStorage.setItem('costgraph.token', 'wanted-by-nobody')");
      page.page()
          .route("**/export/**", route -> route.fulfill(new Route.FulfillOptions().setStatus(503)));
      page.open(OCTOBER + "&by=TAG&mark=agent:planner&usage=" + ids.getLast());
      page.await(".elsewhere code:text-is('" + ids.getLast() + "')");
      assertThat(page.page().url()).contains("tagKey=");

      page.find(".entry-tools a").first().click();
      page.await(".drawer .toast:has-text('503') button").click();
      assertThat(page.find(".toast").count()).isZero();

      Mouse mouse = page.page().mouse();
      var heading = page.find(".drawer h2").boundingBox();
      mouse.move(heading.x + 2, heading.y + 2);
      mouse.down();
      mouse.move(20, 400);
      mouse.up();
      assertThat(page.find(".drawer[open]").count()).isEqualTo(1);
      mouse.click(20, 400);
      page.page().waitForURL(url -> !url.contains("mark="));
    }
  }

  @Test
  void shouldDoWithoutATimeBeforeThatIsFolded() {
    try (BrowserPage page = chromium.page(port, Look.LIGHT)) {
      page.page()
          .route(
              "**/graphql",
              route -> {
                if (route.request().postData().contains("\"previous\":true")) {
                  route.fulfill(
                      new Route.FulfillOptions()
                          .setBody(
                              "{\"errors\":[{\"message\":\"of the time before\",\"extensions\":"
                                  + "{\"code\":\"FOLDED\",\"field\":\"previous\"}}]}"));
                } else {
                  route.resume();
                }
              });
      page.open(OCTOBER);
      idle(page);

      assertThat(page.find("cg-cost-table header").innerText()).contains("Not compared");
      assertThat(page.find(".cost-table .trend").count()).isZero();
      assertThat(table(page)).hasSize(3);
    }
  }

  private BrowserPage open(String path) {
    return idle(chromium.page(port, Look.LIGHT).open(path));
  }

  /** Waits until no panel shows an older answer. */
  private static BrowserPage idle(BrowserPage page) {
    page.page()
        .waitForFunction(
            "() => document.querySelector('.flows, main .empty, main .failure')"
                + " && !document.querySelector('[aria-busy=true], .skeleton')");
    return page.settled();
  }

  @SuppressWarnings("unchecked")
  private static List<List<String>> table(BrowserPage page) {
    return (List<List<String>>) page.page().evaluate(TABLE);
  }

  /** {@return the figure of the mark, when all of its entries are listed} */
  private static String all(BrowserPage page) {
    String figure = page.await("[data-figure=all] data").getAttribute("value");
    while (page.find(".more-entries").count() > 0) {
      int listed = page.find(".entries > li").count();
      page.find(".more-entries").click();
      page.page()
          .waitForFunction(
              "n => document.querySelectorAll('.entries > li').length > n"
                  + " || !document.querySelector('.more-entries')",
              listed);
    }
    return figure;
  }

  /** {@return the lines of a file that is made in the browser; no value of these has a comma} */
  private static List<List<String>> download(BrowserPage page, String what) throws IOException {
    Download file =
        page.page().waitForDownload(() -> page.find("[data-csv=" + what + "]").first().click());
    return Files.readAllLines(file.path(), UTF_8).stream()
        .map(line -> List.of(line.split(",", -1)))
        .toList();
  }

  private static List<BigDecimal> decimals(Locator figures) {
    return figures.all().stream()
        .map(figure -> new BigDecimal(figure.getAttribute("value")))
        .toList();
  }

  private static BigDecimal sum(List<BigDecimal> values) {
    return values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static String platform() {
    String id = "costs-" + UUID.randomUUID();
    GraphQl.send("put-platform", Map.of("platform", Map.of("platformId", id)));
    return id;
  }

  private static void record(String platform, String agent, String amount) {
    record(platform, Map.of("agentId", agent, "amount", amount));
  }
}
