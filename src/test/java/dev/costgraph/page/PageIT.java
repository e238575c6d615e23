package dev.costgraph.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import dev.costgraph.GraphQl;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The frame and the overview, with the sample organisation and what is recorded meanwhile. */
@QuarkusTest
class PageIT extends ChromiumTest {

  private static final String OCTOBER = "/?platform=sample&range=2026-10";

  @Test
  void shouldShowWhatTheApiSays() {
    JsonPath api =
        GraphQl.send(
            "budget-statuses",
            Map.of("platformId", "sample", "at", "2026-10-31T23:59:59.999Z", "first", 500));

    try (BrowserPage page = chromium.page(port, Look.LIGHT).open(OCTOBER)) {
      List<Map<String, Object>> budgets = api.getList("data.budgets.nodes");
      assertThat(budgets).hasSize(15);
      for (int i = 0; i < budgets.size(); i++) {
        String node = "data.budgets.nodes[" + i + "].";
        String row = "[data-budget='" + api.getString(node + "budgetId") + "'] ";
        for (String figure : List.of("spent", "held", "remaining")) {
          assertThat(page.figure(row + "[data-figure=" + figure + "]"))
              .as(row + figure)
              .isEqualTo(api.getString(node + "status." + figure));
        }
        assertThat(page.find(row + ".chip").first().innerText())
            .isEqualToIgnoringCase(api.getString(node + "status.state"));
      }
      assertThat(page.find(".stat").nth(2).locator("data").getAttribute("value"))
          .isEqualTo(
              api.getString(
                  "data.budgets.nodes.find { it.budgetId == 'sample-platform' }"
                      + ".status.spent"));
      assertThat(page.find("cg-top-costs table tbody tr").count()).isEqualTo(18);
      assertThat(page.find(".feed li").count()).isPositive();

      page.find(".budget-tree th button:has-text('Spent')").click();
      assertThat(page.find(".budget-tree [aria-sort]").getAttribute("aria-sort"))
          .isEqualTo("descending");
      assertThat(page.find("tr:has([data-depth='1']) [data-figure=spent] data").all())
          .hasSizeGreaterThan(1)
          .extracting(spent -> new BigDecimal(spent.getAttribute("value")))
          .isSortedAccordingTo(Comparator.reverseOrder());
    }
  }

  @Test
  void shouldBeForEverybody() {
    try (BrowserPage page = chromium.page(port, Look.LIGHT).open(OCTOBER)) {
      page.await(".feed li");
      page.assertForEverybody("overview");
    }
  }

  @Test
  void shouldWriteNumbersAndTimesAsTheReaderDoes() {
    try (BrowserPage page = chromium.page(port, Look.LIGHT, "de-DE", "Asia/Kolkata")) {
      page.open(OCTOBER);
      Locator month = page.find(".stat").nth(2).locator("data");
      String exact = month.getAttribute("value");
      assertThat(exact).startsWith("64.42").hasSizeGreaterThan(7);
      assertThat(month.innerText()).isEqualTo("64,42\u00a0$");
      assertThat(month.getAttribute("title")).contains(exact.replace('.', ','));

      Locator time = page.await(".feed time");
      Instant at = Instant.parse(time.getAttribute("datetime"));
      assertThat(time.getAttribute("title"))
          .contains(
              DateTimeFormatter.ofPattern("HH:mm").format(at.atZone(ZoneId.of("Asia/Kolkata"))));
    }
  }

  @Test
  void shouldWalkByKeyboard() {
    try (BrowserPage page = chromium.page(port, Look.LIGHT).open(OCTOBER)) {
      page.page().keyboard().press("Tab");
      page.page().keyboard().press("Enter");
      assertThat(page.page().evaluate("document.activeElement.id")).isEqualTo("main");

      page.find(".walk-list button").first().focus();
      page.page().keyboard().press("Enter");
      assertThat(page.await(".crumbs [aria-current]").innerText()).isEqualTo("sample-engineering");
      assertThat(page.page().url()).contains("walk=sample-engineering");
      page.page().goBack();
      page.page().waitForFunction("() => !document.querySelector('.crumbs')");

      page.find("[aria-label='4 below Customer support'], [aria-label$='Customer support']")
          .first()
          .press("Enter");
      assertThat(page.find("[data-budget='sample-triage']").count()).isZero();
    }
  }

  @Test
  void shouldShowWhatIsRecordedAndGoOnAfterALostConnection() throws IOException {
    String platform = platform();
    try (CutProxy line = CutProxy.start(port);
        BrowserPage page =
            chromium.page(line.port(), Look.LIGHT).allowing("WebSocket").allowing("net::ERR")) {
      page.open("/explore?range=month&platform=" + platform);
      page.find("nav a:text-is('Overview')").click();
      page.settled().await("[data-state=live]");
      String row = "[data-budget='" + platform + "']";
      assertThat(page.figure(row + " [data-figure=spent]")).isEqualTo("0");

      record(platform, Map.of("amount", "0.123456789"));
      page.await(row + ".changed data[value='0.123456789']");
      page.await(".stat data[value='0.123456789']");

      line.cut();
      page.await("[data-state=lost]");
      record(platform, Map.of("amount", "0.9"));
      line.mend();

      page.await("[data-state=live]");
      page.await(row + " data[value='1.023456789']");
      page.await(".feed li:has-text('over its limit')");
      // created, half of it, all of it: each once, on both sides of the cut
      assertThat(page.find(".feed li").count()).isEqualTo(3);

      // where nothing is followed nothing connects again
      line.cut();
      page.await("[data-state=lost]");
      page.find("nav a:text-is('Explore')").click();
      page.page().waitForFunction("() => document.querySelector('.live').dataset.state === 'idle'");
    }
  }

  @Test
  void shouldCheckTheBooks() {
    try (BrowserPage page = chromium.page(port, Look.DARK)) {
      page.page().clock().install();
      page.open(OCTOBER);
      page.find("cg-books-badge button.chip").click();
      page.await("dialog[open] button.primary").click();

      assertThat(page.await("dialog[open]:has-text('from here')").innerText())
          .contains("Everything agrees");
      page.assertAccessible();
      page.page().keyboard().press("Escape");
      assertThat(page.find("cg-books-badge .chip").innerText()).contains("Books balance");

      String failed = "{'balanced':false,'checkedAt':'2099-01-01T00:00:00Z','asOfSequence':1}";
      page.page()
          .route(
              "**/graphql",
              route -> {
                if (route.request().postData().contains("query lastBooksCheck")) {
                  String body = "{'data':{'lastBooksCheck':" + failed + "}}";
                  route.fulfill(new Route.FulfillOptions().setBody(body.replace('\'', '"')));
                } else {
                  route.resume();
                }
              });
      page.page().clock().fastForward(61_000);
      page.await("cg-books-badge .chip.bad");
    }
  }

  @Test
  void shouldSayWhatIsWrong() {
    try (BrowserPage page =
        chromium.page(port, Look.LIGHT).allowing("503").allowing("NARROW_THE_RANGE")) {
      page.page()
          .route(
              "**/graphql",
              route -> {
                if (route.request().postData().contains("query spending")) {
                  route.fulfill(
                      new Route.FulfillOptions()
                          .setStatus(503)
                          .setBody(
                              "{\"errors\":[{\"message\":\"too much\",\"extensions\":"
                                  + "{\"code\":\"NARROW_THE_RANGE\"}}]}"));
                } else {
                  route.resume();
                }
              });
      page.open(OCTOBER);

      assertThat(page.await(".failure").innerText())
          .contains("too much", "shorter time", "NARROW_THE_RANGE");
      page.page().unroute("**/graphql");
      page.find(".failure button").click();
      page.await(".stat data");
    }
  }

  @Test
  void shouldKeepThePageWhereAnotherFailedToLoad() {
    List<Route> scripts = new ArrayList<>();
    try (BrowserPage page = chromium.page(port, Look.LIGHT).allowing("net::ERR")) {
      page.page().route("**/prices-page-*.js", scripts::add);
      page.open(OCTOBER);
      page.find("nav a:text-is('Prices')").click();
      page.page().waitForCondition(() -> !scripts.isEmpty());
      page.find("nav a:text-is('Overview')").click();
      scripts.forEach(Route::abort);

      page.page().waitForTimeout(300);
      assertThat(page.find("main .failure").count()).isZero();
    }
  }

  @Test
  void shouldNameWhatIsNotThere() {
    String id = "later-" + UUID.randomUUID();
    try (BrowserPage page = chromium.page(port, Look.LIGHT).open("/?platform=" + id)) {
      assertThat(page.find("main").innerText()).contains("no platform '" + id + "'");

      GraphQl.send("put-platform", Map.of("platform", Map.of("platformId", id)));
      page.await(".tiles data");
    }
  }

  /** A platform of its own with one budget of 1, which warns at 0.5. */
  private static String platform() {
    String id = "page-" + UUID.randomUUID();
    GraphQl.send("put-platform", Map.of("platform", Map.of("platformId", id)));
    budget(id, "MONTH");
    return id;
  }
}
