package dev.costgraph.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Route;
import dev.costgraph.GraphQl;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The overview at other times: months, zones, clocks, and periods that end while one looks. */
@QuarkusTest
class PageTimeIT extends ChromiumTest {

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
}
