package dev.costgraph.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.costgraph.GraphQl;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The page of a budget: what it shows of the sample, and what it does to budgets of the test. */
@QuarkusTest
class BudgetPageIT extends ChromiumTest {

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
  void shouldEditAndLoseNothingThatWasTyped() {
    String id = budgets();
    try (BrowserPage page = chromium.page(port, Look.LIGHT).open(own(id))) {
      button(page, "Edit…").click();
      page.await("dialog[open] [name=limit]").fill("12,5");
      page.find("dialog[open] [name=name]").fill("Another name");
      button(page, "Save").click();

      assertThat(page.await("#edit-limit-fault").innerText()).contains("'12,5'");
      assertThat(page.find("[name=limit]").getAttribute("aria-invalid")).isEqualTo("true");
      assertThat(page.find("dialog[open] [name=name]").inputValue()).isEqualTo("Another name");
      assertThat(page.find("dialog[open] [name=limit]").inputValue()).isEqualTo("12,5");
      page.assertAccessible();
      assertThat(limit(id)).isEqualTo("1");

      page.find("dialog[open] [name=limit]").fill("2.5");
      page.find("dialog[open] [name=warningThresholds]").fill("40, 92.5");
      assertThat(page.find(".will").first().innerText()).contains("$1.00", "$2.50", "92.5 %");
      button(page, "Save").click();

      page.await("[data-figure=limit] data[value='2.5']");
      page.await("h1:has-text('Another name')");
      assertThat(page.await("[data-figure=thresholds]:has-text('92.5 %')").innerText())
          .isEqualTo("40 %, 92.5 %");
      assertThat(limit(id)).isEqualTo("2.5");
      assertThat(status(id).getList("data.budget.warningThresholds"))
          .isEqualTo(List.of("0.4", "0.925"));
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

      JsonPath held =
          GraphQl.send(
              "reserve",
              Map.of(
                  "reservation",
                  Map.of(
                      "reservationId",
                      id + "-hold",
                      "agentId",
                      "tester",
                      "taskId",
                      id + "-a",
                      "amount",
                      "0.5")));
      assertThat(held.getString("data.reserve.__typename")).isEqualTo("Reserved");
      page.await("[aria-label=Held] data[value='0.5']");
      page.await("[aria-label='Release " + id + "-hold']").click();
      button(page, "Release").click();

      page.await("[aria-label='Open reservations'] .empty");
      page.await("[aria-label=Held] data[value='0']");
    }
  }

  @Test
  void shouldFreezeMoveAndClose() {
    String id = budgets();
    String leaf = id + "-a";
    try (BrowserPage page = chromium.page(port, Look.LIGHT).open(own(leaf))) {
      button(page, "Freeze…").click();
      assertThat(page.await("dialog[open] .consequences").innerText()).contains("denied");
      button(page, "Freeze").click();
      page.await("[data-figure=state]:has-text('Frozen')");
      assertThat(status(leaf).getBoolean("data.budget.frozen")).isTrue();
      button(page, "Thaw…").click();
      button(page, "Thaw").click();
      page.await("[data-figure=state]:has-text('OK')");

      button(page, "Move…").click();
      page.await("dialog[open] [value='" + id + "-b']").check();
      page.find("dialog[open] [value='" + id + "']").uncheck();
      assertThat(page.find("dialog[open] .will").innerText()).contains("Second");
      assertThat(page.find("dialog[open] [value='" + leaf + "']").count()).isZero();
      button(page, "Move").click();
      page.await(".crumbs a:has-text('Second')");
      assertThat(status(leaf).getList("data.budget.parents.budgetId"))
          .isEqualTo(List.of(id + "-b"));

      button(page, "Close…").click();
      button(page, "Close for good").click();
      page.await("[data-figure=state]:has-text('Closed')");
      assertThat(page.find(".budget-actions button").count()).isZero();
      assertThat(status(leaf).getString("data.budget.status.state")).isEqualTo("CLOSED");
    }
  }

  @Test
  void shouldBeForEverybody() {
    try (BrowserPage page = chromium.page(port, Look.LIGHT).open(ENGINEERING)) {
      page.find(".course-numbers summary").click();
      for (Look look : Look.values()) {
        page.look(look);
        page.assertFitsTheWidth();
        page.assertAccessible();
        page.shoot("budget-" + look.name().toLowerCase(Locale.ROOT));
      }
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

  private static Locator button(BrowserPage page, String word) {
    return page.await("button:text-is('" + word + "'):visible");
  }

  private static String own(String budgetId) {
    return "/budget?range=month&id=" + budgetId;
  }

  /** A platform of its own with a budget of 1 and two below it, of a task and of no resource. */
  private static String budgets() {
    String id = "budget-page-" + UUID.randomUUID();
    GraphQl.send("put-platform", Map.of("platform", Map.of("platformId", id)));
    GraphQl.send("put-project", Map.of("projectId", id + "-project", "platformId", id));
    GraphQl.send("put-task", Map.of("taskId", id + "-a", "projectId", id + "-project"));
    create(id, "Everything", "PLATFORM", null, List.of());
    create(id + "-a", "First", "TASK", id + "-a", List.of(id));
    create(id + "-b", "Second", "CUSTOM", null, List.of(id));
    return id;
  }

  private static void create(
      String budgetId,
      String name,
      String type,
      @Nullable String resourceId,
      List<String> parents) {
    Map<String, Object> budget = new HashMap<>();
    budget.put("budgetId", budgetId);
    budget.put("name", name);
    budget.put("type", type);
    if (resourceId != null) {
      budget.put("resourceId", resourceId);
    }
    if (parents.isEmpty()) {
      budget.put("platformId", budgetId);
    }
    budget.put("parentBudgetIds", parents);
    budget.put("limit", "1");
    JsonPath answer = GraphQl.send("create-budget", Map.of("budget", budget));
    assertThat(answer.getString("data.createBudget.budgetId")).isEqualTo(budgetId);
  }

  private static JsonPath status(String budgetId) {
    return GraphQl.send("budget", Map.of("budgetId", budgetId));
  }

  private static String limit(String budgetId) {
    return status(budgetId).getString("data.budget.limit");
  }

  private static void record(String id, String operationId, String amount) {
    Map<String, Object> usage = new HashMap<>();
    usage.put("operationId", id + "-" + operationId);
    usage.put("agentId", "tester");
    usage.put("taskId", id + "-a");
    usage.put("amount", amount);
    JsonPath answer = GraphQl.send("record-usages", Map.of("usages", List.of(usage)));
    assertThat(answer.getString("data.recordUsages[0].__typename")).isEqualTo("Recorded");
  }
}
