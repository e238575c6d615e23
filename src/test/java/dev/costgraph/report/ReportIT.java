package dev.costgraph.report;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.costgraph.BadRequest;
import dev.costgraph.Limits;
import dev.costgraph.ledger.TestTree;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.exceptions.ServiceUnavailableException;
import org.w3c.dom.Element;

/** Reports of a tree of budgets, over HTTP. */
@QuarkusTest
class ReportIT extends ReportPlatform {

  private static final String EVIL = "<b c=\"1\">|https://evil.example</b>";

  @Inject ReportApi api;

  @BeforeEach
  void record() {
    tree = TestTree.create("report");
    List<Map<String, Object>> usages = new ArrayList<>();
    usages.add(usage("april", "2026-04-10T08:00:00Z", 0, "agent-1", "40"));
    usages.add(usage("a", "2026-05-04T08:00:00Z", 0, "agent-1", "60.5"));
    usages.add(usage("b", "2026-05-05T23:30:00Z", 1, "agent-2", "0.25"));
    usages.add(usage("c", "2026-05-31T12:00:00Z", 0, EVIL, "90"));
    Map<String, Object> unpriced =
        Map.of("model", "nobody-knows", "tokens", Map.of("input", 1_000));
    usages.add(usage("d", "2026-05-31T12:00:00Z", 1, "agent-2", unpriced));
    record(usages);
  }

  @Test
  void shouldReportAMonthInMarkdown() {
    String text = report("project-a", "month", "2026-05-15");

    assertThat(text)
        .startsWith("# Monthly report of project-a, May 2026\n")
        .containsPattern("with all that the ledger knew at fact [1-9]\\d*; what was booked while")
        .contains("| Spent, USD | 150.75 | +277 % against the period before |")
        .contains("| The period before | 40 |  |")
        .contains("| Calls | 4 | 0 failed, 1 unpriced |")
        .contains(
            "| Of the limit | 50.2 % |"
                + " 150.75 of 300 in MONTH from 2026-05-01, as known now: OK |")
        .doesNotContain("\n\n\n");
    assertThat(rows(text, "Budgets below"))
        .containsExactly(
            "| task-0 | MONTH from 2026-05-01 | 150.5 | 100 | 150.5 % | 50.5 | USD | EXCEEDED |",
            "| agent-in-a | MONTH from 2026-05-01 | 60.5 | 50 | 121.0 % | 10.5 | USD | EXCEEDED |");
    assertThat(rows(text, "Over their limit")).isEqualTo(rows(text, "Budgets below"));
    assertThat(rows(text, "Agents"))
        .containsExactly(
            "| \\<b c=\"1\"\\>\\|https\\://evil.example\\</b\\> | 90 | 59.7 % | new | 1 | 90 |",
            "| agent-1 | 60.5 | 40.1 % | +51 % | 1 | 60.5 |",
            "| agent-2 | 0.25 | 0.2 % | new | 2 | 0.25 |");
    assertThat(section(text, "Tasks").getFirst())
        .isEqualTo("The first 2 of 2. The change is against the period before.");
    assertThat(rows(text, "Unpriced usage")).containsExactly("| nobody-knows | 1 | 1,000 |");
    assertThat(section(text, "Adjustments")).containsExactly("Nothing was adjusted.");
    assertThat(section(text, "Edits of the budget")).containsExactly("It was not edited.");
  }

  @Test
  void shouldReportAWeekAndADay() {
    String week = report("project-a", "week", "2026-05-05");
    String day = report("project-a", "day", "2026-05-05");

    assertThat(week).startsWith("# Weekly report of project-a, 4 May 2026");
    assertThat(week).contains("| Spent, USD | 60.75 |");
    assertThat(day).startsWith("# Daily report of project-a, 5 May 2026");
    assertThat(day).contains("| Spent, USD | 0.25 |");
    assertThat(sparkline(week)).isEqualTo("▆▁▁▁▁▁▁");
    assertThat(sparkline(day)).isEqualTo("▁".repeat(24));
    assertThat(sparkline(report("project-a", "day", "2026-05-04")))
        .isEqualTo("▁".repeat(8) + "▆" + "▁".repeat(15));
  }

  @Test
  void shouldBeAPageThatIsWellFormed() throws Exception {
    Response page = get("project-a", "month", "2026-05-15", "html");

    assertThat(page.contentType()).isEqualToIgnoringCase("text/html;charset=utf-8");
    assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'none'");
    assertThat(page.header("Cache-Control")).isEqualTo("no-store");
    String html = ok(page);
    assertThat(html)
        .contains("<title>Monthly report of project-a, May 2026</title>")
        .contains("&lt;b c=&quot;1&quot;&gt;|https://evil.example&lt;/b&gt;")
        .doesNotContain("<b c=")
        .contains("title=\"150.75\"");
    Element svg = svg(html);
    assertThat(heights(svg, "bar")).isEqualTo(Map.of(3, 111, 30, 166));
    assertThat(heights(svg, "before")).isEqualTo(Map.of(9, 74));
    assertThat(tips(svg)).hasSize(31).contains("4: 60.50, before 0.00", "31: 90.00");
  }

  @Test
  void shouldNotDropTheLastDaysOfALongerMonthBefore() throws Exception {
    Element svg = svg(ok(get("project-a", "month", "2026-06-15", "html")));

    assertThat(tips(svg)).hasSize(31).endsWith("30: 0.00, before 0.00", "31, before 90.00");
    assertThat(heights(svg, "before")).containsKeys(3, 30);
  }

  @Test
  void shouldDrawTheTrendAtTheAddressThatMarkdownNames() throws Exception {
    String text = report("project-a", "week", "2026-05-05");
    String address = text.substring(text.indexOf("](") + 2, text.indexOf(")", text.indexOf("](")));

    Response picture = given().urlEncodingEnabled(false).get(address);

    assertThat(picture.contentType()).startsWith("image/svg+xml");
    assertThat(picture.header("Cache-Control")).isEqualTo("no-store");
    assertThat(tips(svg(ok(picture))))
        .hasSize(7)
        .startsWith("Mon 4: 60.50, before 0.00", "Tue 5: 0.25, before 0.00");
  }

  @Test
  void shouldHoldAnyNameOfABudget() throws Exception {
    String name = "\"/><i>|www.evil.example & \uFFFF";
    budget("evil", 2, Map.of("name", name), "project-b");

    Element page = svg(ok(get("evil", "day", "2026-05-05", "html")));
    assertThat(page.getAttribute("aria-label"))
        .isEqualTo(
            "Daily report of \"/><i>|www.evil.example & \uFFFD, 5 May 2026, with the period"
                + " before");
    assertThat(report("evil", "day", "2026-05-05"))
        .startsWith("# Daily report of \"/\\>\\<i\\>\\|www\\.evil.example \\& \uFFFF, 5 May 2026");
    assertThat(rows(report("project-b", "day", "2026-05-05"), "Budgets below"))
        .anyMatch(row -> row.startsWith("| \"/\\>\\<i\\>\\|www\\.evil.example \\&"));
  }

  /** It counts nothing outside of its own time, neither now nor in the period before. */
  @Test
  void shouldCutAFixedBudget() throws Exception {
    Map<String, Object> fixed =
        Map.of(
            "period", "FIXED",
            "periodStart", "2026-05-10T00:00:00Z",
            "periodEnd", "2026-06-10T00:00:00Z");
    budget("fixed", 2, fixed);
    record(
        List.of(
            usage("e", "2026-05-09T00:00:00Z", 2, "agent-1", "1"),
            usage("f", "2026-05-11T00:00:00Z", 2, "agent-1", "2"),
            usage("g", "2026-06-02T00:00:00Z", 2, "agent-1", "5")));

    String first = report("fixed", "month", "2026-05-15");
    String second = report("fixed", "month", "2026-06-05");

    assertThat(first).contains("| Spent, USD | 2 |  |").doesNotContain("The period before");
    assertThat(sparkline(first)).hasSize(22);
    assertThat(section(first, "Agents").getFirst()).isEqualTo("The first 1 of 1.");
    assertThat(rows(first, "Agents")).containsExactly("| agent-1 | 2 | 100.0 % |  | 1 | 2 |");
    Element svg = svg(ok(get("fixed", "month", "2026-05-15", "html")));
    assertThat(svg.getAttribute("aria-label")).isEqualTo("Monthly report of fixed, May 2026");
    assertThat(tips(svg)).startsWith("10: 0.00", "11: 2.00");
    String before = "2026-05-10 00:00 to 2026-06-01 00:00 of the period before";
    assertThat(second)
        .contains("| Spent, USD | 5 | +150 % against a part of the period before |")
        .contains("| The period before | 2 | " + before + " |");
    assertThat(rows(second, "Agents"))
        .containsExactly("| agent-1 | 5 | 100.0 % | +150 % | 1 | 5 |");
    assertThat(tips(svg(ok(get("fixed", "month", "2026-06-05", "html")))))
        .contains("2: 5.00", "10, before 0.00", "11, before 2.00");
    assertThat(error(get("fixed", "month", "2026-07-01", "html")))
        .isEqualTo(
            ("400 INVALID_VALUE at: the month of 2026-07-01 is outside of budget '%s', which is"
                    + " FIXED from 2026-05-10T00:00:00Z to 2026-06-10T00:00:00Z: send at, a day of"
                    + " that time")
                .formatted(tree.id("fixed")));
  }

  @Test
  void shouldSayWhatIsWrong() {
    assertThat(error(get("nothing", "month", "2026-05-15", "html")))
        .startsWith("400 NOT_FOUND budgetId");
    assertThat(error(get("project-a", "year", "2026-05-15", "html")))
        .isEqualTo("400 INVALID_VALUE period: period 'year' is none of [day, week, month]");
    for (String at : List.of("May", "1999-12-31", "9999-01-01")) {
      assertThat(error(get("project-a", "month", at, "html")))
          .isEqualTo(
              ("400 INVALID_VALUE at: at '%s' is no day from 2000-01-01 to 9998-12-31, such as"
                      + " 2026-10-01")
                  .formatted(at));
    }
    assertThat(report("project-a", "month", "9998-12-31")).contains("| Spent, USD | 0 |");
    assertThat(error(given().get("/report"))).startsWith("400 INVALID_VALUE budgetId");
    assertThat(error(given().queryParam("budget", "x").get("/report")))
        .contains("known are budgetId, period, at, format");
  }

  @Test
  void shouldSayThatTheDatabaseIsAway() {
    assertThatThrownBy(
            () ->
                api.inTurn(
                    () -> {
                      throw new ServiceUnavailableException("away");
                    }))
        .isInstanceOfSatisfying(
            BadRequest.class, e -> assertThat(e.code()).isEqualTo(BadRequest.Code.UNAVAILABLE));
    assertThat(api.places.availablePermits()).isEqualTo(Limits.REPORTS_AT_ONCE_MAX);
  }

  @Test
  void shouldMakeFewAtOnce() {
    api.places.acquireUninterruptibly(Limits.REPORTS_AT_ONCE_MAX);
    try {
      assertThat(error(get("project-a", "day", "2026-05-05", "html")))
          .startsWith("503 OVERLOADED null: 2 reports are being made");
    } finally {
      api.places.release(Limits.REPORTS_AT_ONCE_MAX);
    }
    assertThat(error(get("nothing", "day", "2026-05-05", "html"))).startsWith("400 NOT_FOUND");
    assertThat(api.places.availablePermits()).isEqualTo(Limits.REPORTS_AT_ONCE_MAX);
  }
}
