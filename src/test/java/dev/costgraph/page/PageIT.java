package dev.costgraph.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Route;
import dev.costgraph.GraphQl;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The frame and the overview, with the sample organisation and what is recorded meanwhile. */
@QuarkusTest
class PageIT extends ChromiumTest {

  private static final String OCTOBER = "/?platform=sample&range=2026-10";

  private static final String TEN_MINUTES_BEHIND =
      """
      const Real = Date;
      globalThis.Date = class extends Real {
        constructor(...parts) {
          super(...(parts.length ? parts : [Real.now() - 600_000]));
        }
        static now() {
          return Real.now() - 600_000;
        }
      };
      """;

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
      for (Look look : Look.values()) {
        page.look(look);
        page.assertFitsTheWidth();
        page.assertAccessible();
        page.shoot("overview-" + look.name().toLowerCase(Locale.ROOT));
      }
    }
  }

  @Test
  void shouldShowTheLastMonthWithCostsAtFirst() {
    try (BrowserPage page = chromium.page(port, Look.LIGHT).open("/?platform=sample")) {
      assertThat(page.await(".notice").innerText()).contains("October 2026");

      page.find(".notice a").click();
      page.settled();

      assertThat(page.page().url()).contains("range=month");
      assertThat(page.find(".notice").count()).isZero();
      page.page().goBack();
      page.await(".notice");
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

  @Test
  void shouldNotProjectWhatIsOver() {
    String tenDays = "/?platform=sample&range=custom&from=2026-10-01&to=2026-10-10";
    try (BrowserPage page = chromium.page(port, Look.LIGHT).open(tenDays)) {
      assertThat(page.find("div.pace").allInnerTexts())
          .hasSizeGreaterThanOrEqualTo(15)
          .noneMatch(words -> words.contains("pace"));
      assertThat(page.find(".stat").nth(2).getAttribute("aria-label")).matches("Oct 1.–.10, 2026");
    }
  }

  @Test
  void shouldCompareByTheClocksOfTheZone() {
    String id = "page-" + UUID.randomUUID();
    GraphQl.send(
        "put-platform", Map.of("platform", Map.of("platformId", id, "zone", "Europe/Berlin")));
    // half past eleven in the evening before the day without a third hour
    record(id, Map.of("amount", "1.5", "timestamp", "2026-03-28T22:30:00Z"));
    record(id, Map.of("amount", "3", "timestamp", "2026-03-29T21:30:00Z"));
    String day = "/?range=custom&from=2026-03-29&to=2026-03-29&platform=" + id;
    try (BrowserPage page = chromium.page(port, Look.LIGHT).open(day)) {
      assertThat(page.figure(".stat")).isEqualTo("3");
      assertThat(page.find(".stat .note").first().innerText()).contains("+100%");

      page.page().route("**/graphql", route -> {});
      page.page()
          .evaluate(
              "address => { history.pushState(null, '', address);"
                  + " dispatchEvent(new PopStateEvent('popstate')); }",
              day.replace("03-29", "03-28"));
      page.await(".tiles .skeleton");
      page.await("cg-cost-walk .skeleton");
    }
  }

  @Test
  void shouldLoseNothingToASlowClockOrALimitOfRows() {
    String id = "page-" + UUID.randomUUID();
    GraphQl.send("put-platform", Map.of("platform", Map.of("platformId", id)));
    List<Map<String, Object>> usages = new ArrayList<>();
    for (int i = 0; i < 530; i++) {
      usages.add(usage(id, Map.of("amount", "1", "projectId", id, "taskId", id + i)));
    }
    GraphQl.send("record-usages", Map.of("usages", usages));
    try (BrowserPage page = chromium.page(port, Look.LIGHT)) {
      page.page().addInitScript(TEN_MINUTES_BEHIND);
      page.open("/?range=today&platform=" + id);

      assertThat(page.figure(".stat")).isEqualTo("530");
      assertThat(page.find(".walk-list li").allInnerTexts())
          .hasSize(2)
          .last(STRING)
          .contains("others", "30.00");
    }
  }

  @Test
  void shouldLeaveTheLastMonthWithTheFirstUsageOfThisOne() {
    String id = "page-" + UUID.randomUUID();
    GraphQl.send("put-platform", Map.of("platform", Map.of("platformId", id)));
    Instant before = Instant.now().minus(Duration.ofDays(40));
    record(id, Map.of("amount", "1", "timestamp", before.toString()));
    try (BrowserPage page = chromium.page(port, Look.LIGHT).open("/?platform=" + id)) {
      page.await(".notice");
      page.await("[data-state=live]");
      budget(id, "MONTH");
      page.await("[data-budget='" + id + "']");
      assertThat(page.find(".notice").count()).isEqualTo(1);

      record(id, Map.of("amount", "7"));
      page.await(".toasts :text('shown from now on')");
      assertThat(page.find(".notice").count()).isZero();
      page.await(".stat[aria-label='This month'] data[value='7']");
    }
  }

  @Test
  void shouldBeginTheNextPeriodAndGoOnInTime() {
    String id = "page-" + UUID.randomUUID();
    GraphQl.send("put-platform", Map.of("platform", Map.of("platformId", id)));
    budget(id, "HOUR");
    try (BrowserPage page = chromium.page(port, Look.LIGHT)) {
      page.page().clock().install();
      AtomicBoolean first = new AtomicBoolean(true);
      page.page()
          .route(
              "**/graphql",
              route -> {
                APIResponse answer = route.fetch();
                Map<String, String> headers = new HashMap<>(answer.headers());
                // or the page would see that no time has gone by
                headers.remove("date");
                String body = answer.text();
                if (route.request().postData().contains("query budgetStatuses")
                    && first.getAndSet(false)) {
                  body =
                      body.replaceAll("\"spent\":\"?0\"?", "\"spent\":\"0.9\"")
                          .replaceAll(
                              "\"periodEnd\":\"[^\"]*", "\"periodEnd\":\"2026-01-01T00:00:00Z");
                }
                route.fulfill(new Route.FulfillOptions().setHeaders(headers).setBody(body));
              });
      page.open("/?range=today&platform=" + id);
      String spent = "[data-budget='" + id + "'] [data-figure=spent]";
      assertThat(page.figure(spent)).isEqualTo("0.9");
      assertThat(page.await(".feed time").innerText()).isEqualTo("now");

      page.page().clock().fastForward(180_000);

      page.await(spent + " data[value='0']");
      page.await(".feed time:text('3 min. ago')");
    }
  }

  /** A platform of its own with one budget of 1, which warns at 0.5. */
  private static String platform() {
    String id = "page-" + UUID.randomUUID();
    GraphQl.send("put-platform", Map.of("platform", Map.of("platformId", id)));
    budget(id, "MONTH");
    return id;
  }

  private static void budget(String id, String period) {
    Map<String, Object> budget = new HashMap<>();
    budget.put("budgetId", id);
    budget.put("name", "Everything");
    budget.put("type", "PLATFORM");
    budget.put("platformId", id);
    budget.put("limit", "1");
    budget.put("period", period);
    budget.put("warningThresholds", List.of("0.5"));
    JsonPath answer = GraphQl.send("create-budget", Map.of("budget", budget));
    assertThat(answer.getString("data.createBudget.budgetId")).isEqualTo(id);
  }

  private static void record(String platform, Map<String, Object> fields) {
    JsonPath answer =
        GraphQl.send("record-usages", Map.of("usages", List.of(usage(platform, fields))));
    assertThat(answer.getString("data.recordUsages[0].__typename")).isEqualTo("Recorded");
  }

  private static Map<String, Object> usage(String platform, Map<String, Object> fields) {
    Map<String, Object> usage = new HashMap<>(fields);
    usage.put("operationId", UUID.randomUUID().toString());
    usage.put("agentId", "tester");
    usage.put("platformId", platform);
    return usage;
  }
}
