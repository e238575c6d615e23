package dev.costgraph.page;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.costgraph.GraphQl;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page of a budget: what it shows of the sample, and of budgets of the test. */
@QuarkusTest
class BudgetPageIT extends BudgetPageTest {

  private static final String ENGINEERING =
      "/budget?platform=sample&range=2026-10&id=sample-engineering";

  /** What moved a budget is asked for again when the last answer's rest is over. */
  private static final double EXPLAINED_MS_MAX = 45_000;

  @Test
  void shouldShowWhatTheApiSays() {
    JsonPath api =
        GraphQl.send(
            "budget", Map.of("budgetId", "sample-engineering", "at", "2026-10-31T23:59:59.999Z"));
    JsonPath below =
        GraphQl.send(
            "budget-children",
            Map.of("budgetId", "sample-engineering", "at", "2026-10-31T23:59:59.999Z"));
    JsonPath moved =
        GraphQl.send(
            "explain-budget",
            Map.of(
                "budgetId",
                "sample-engineering",
                "from",
                "2026-10-01T00:00:00Z",
                "to",
                "2026-11-01T00:00:00Z"));
    String spent = api.getString("data.budget.status.spent");

    try (BrowserPage page = chromium.page(port, Look.LIGHT).open(ENGINEERING)) {
      assertThat(page.find("main h1").innerText()).isEqualTo("Engineering");
      assertThat(page.find(".crumbs ol").allInnerTexts()).hasSize(2);
      assertThat(page.figure("[aria-label=Spent]")).isEqualTo(spent);
      assertThat(page.figure("[aria-label=Held]"))
          .isEqualTo(api.getString("data.budget.status.held"));
      assertThat(page.figure("[aria-label=Remaining]"))
          .isEqualTo(api.getString("data.budget.status.remaining"));
      List<String> children = below.getList("data.budget.children.budgetId");
      assertThat(children).hasSizeGreaterThan(2);
      for (String child : children) {
        assertThat(page.figure("[data-budget='" + child + "'] [data-figure=spent]"))
            .isEqualTo(
                below.getString(
                    "data.budget.children.find { it.budgetId == '" + child + "' }.status.spent"));
      }
      page.find(".course-numbers summary").click();
      assertThat(page.figure(".course-numbers tbody tr:first-child td:nth-child(3)"))
          .isEqualTo(spent);
      assertThat(page.figure("[data-figure=change]"))
          .isEqualTo(moved.getString("data.explainBudget.change"));
      assertThat(page.figure("[aria-label=Agents] tbody tr:first-child"))
          .isEqualTo(moved.getString("data.explainBudget.byAgent[0].totals.cost"));

      JsonPath now = status("sample-engineering");
      BigDecimal oneMore =
          new BigDecimal(now.getString("data.budget.status.spent"))
              .add(new BigDecimal(now.getString("data.budget.status.held")))
              .add(BigDecimal.ONE);
      assertThat(new BigDecimal(spent)).isGreaterThan(oneMore);
      button(page, "Edit…").click();
      page.await("dialog[open] [name=limit]").fill(oneMore.toPlainString());
      assertThat(page.find("dialog[open] .will").innerText()).contains("$1.00 remain of it");
    }
  }

  @Test
  void shouldLeadFromADayToItsCalls() {
    try (BrowserPage page = chromium.page(port, Look.LIGHT).open(ENGINEERING)) {
      page.find(".course-numbers summary").click();
      String day = page.find(".course-numbers tbody tr:first-child button").innerText();
      String ofTheDay = page.figure(".course-numbers tbody tr:first-child td:nth-child(2)");

      page.find(".course-numbers tbody tr:first-child button").click();

      page.await("[data-figure=change] data[value='" + ofTheDay + "']");
      page.page().reload();
      page.settled();
      assertThat(page.find(".segments [aria-pressed=true]").innerText()).isEqualTo(day);
      assertThat(page.figure("[data-figure=change]")).isEqualTo(ofTheDay);
      String cost =
          page.figure("[aria-label='Largest calls'] tbody tr:first-child .end:last-child");
      page.find("[aria-label='Largest calls'] tbody button").first().click();
      page.await("dialog[open] [data-figure=sum] data[value='" + cost + "']");
    }
  }

  @Test
  void shouldShowWhatHappensMeanwhileAndReleaseWhatIsHeld() {
    String id = budgets();
    try (BrowserPage page = chromium.page(port, Look.LIGHT).open(own(id))) {
      page.await("[data-state=live]");
      record(id, "1", "0.123456789");
      page.await("[aria-label=Spent] .changed data[value='0.123456789']");
      page.await("[data-budget='" + id + "-a'] data[value='0.123456789']");
      page.find("[data-figure=change] data[value='0.123456789']")
          .waitFor(new Locator.WaitForOptions().setTimeout(EXPLAINED_MS_MAX));

      assertThat(reserve(id, id + "-a")).isEqualTo("Reserved");
      page.await("[aria-label=Held] data[value='0.5']");
      page.await("[aria-label='Release " + id + "-hold']").click();
      button(page, "Release").click();

      page.await("[aria-label='Open reservations'] .empty");
      page.await("[aria-label=Held] data[value='0']");
    }
  }

  @Test
  void shouldMeasureTheRateFromWhenABudgetWasMade() {
    String id = budgets();
    String year = id + "-year";
    create(year, "Year", "TASK", id + "-a", List.of(id), Map.of("period", "YEAR"));
    record(id, "1", "0.25");
    try (BrowserPage page = chromium.page(port, Look.LIGHT).open(own(year))) {
      assertThat(page.find("[aria-label=Pace]").innerText())
          .containsPattern("2[45]%\\s+ahead")
          .contains("too early to say");
      assertThat(page.find("[aria-label='About this budget'] a").innerText())
          .isEqualTo("Report of the month");
      page.open("/?platform=" + id + "&range=month");
      assertThat(page.find("[data-budget='" + year + "'] div.pace").innerText())
          .contains("ahead of pace");

      GraphQl.send("close-budget", Map.of("budgetId", year));
      page.open(own(year));
      assertThat(page.find("[aria-label=Period]").innerText()).contains("it is closed");
      assertThat(page.find("[aria-label='Over the period'] header").innerText())
          .endsWith("25% used");
    }
  }

  @Test
  void shouldTellTheHourInTheZoneOfTheBudget() {
    String id = budgets();
    String hour = id + "-hour";
    Map<String, Object> hourly = Map.of("period", "HOUR", "zone", "UTC");
    create(hour, "Hour", "CUSTOM", null, List.of(id), hourly);
    try (BrowserPage page = chromium.page(port, Look.LIGHT).open(own(hour))) {
      Instant start = Instant.parse(status(hour).getString("data.budget.status.periodStart"));
      assertThat(page.find(".budget-period").innerText().replace('\u202f', ' '))
          .contains(
              DateTimeFormatter.ofPattern("h:mm a", Locale.US).format(start.atOffset(UTC)), "UTC");
    }
  }

  @Test
  void shouldSayThatTheWayUpGoesOn() {
    String id = budgets();
    String parent = id;
    for (int depth = 1; depth <= 7; depth++) {
      String budgetId = id + "-deep-" + depth;
      create(budgetId, "Deep " + depth, "CUSTOM", null, List.of(parent));
      parent = budgetId;
    }
    try (BrowserPage page = chromium.page(port, Look.LIGHT).open(own(parent))) {
      assertThat(page.find(".crumbs li").allInnerTexts())
          .map(String::strip)
          .containsExactly(
              "Overview", "…", "Deep 1", "Deep 2", "Deep 3", "Deep 4", "Deep 5", "Deep 6");
    }
  }

  @Test
  void shouldBeForEverybody() {
    try (BrowserPage page = chromium.page(port, Look.LIGHT).open(ENGINEERING)) {
      page.find(".course-numbers summary").click();
      page.assertForEverybody("budget");
      button(page, "Move…").click();
      page.await("dialog[open] [value='sample-platform']");
      page.assertAccessible();
      page.page().keyboard().press("Escape");
      assertThat(page.page().evaluate("document.activeElement.textContent")).isEqualTo("Move…");
    }
  }

  @Test
  void shouldNameWhatIsNotThere() {
    try (BrowserPage page =
        chromium.page(port, Look.LIGHT).open("/budget?platform=sample&id=nothing")) {
      assertThat(page.find("main").innerText()).contains("no budget 'nothing'");
    }
  }
}
