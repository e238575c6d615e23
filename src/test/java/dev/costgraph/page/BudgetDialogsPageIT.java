package dev.costgraph.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import dev.costgraph.GraphQl;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the page of a budget does to budgets of the test, and what it says before. */
@QuarkusTest
class BudgetDialogsPageIT extends BudgetPageTest {

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

      page.find("dialog[open] [name=limit]").fill("0");
      assertThat(page.find(".will").first().innerText()).contains("warns at once of 80%");
      page.find("dialog[open] [name=limit]").fill("2.5");
      assertThat(page.find("#edit-limit-fault").count()).isZero();
      page.find("dialog[open] [name=warningThresholds]").fill("82,5");
      button(page, "Save").click();
      assertThat(page.await("#edit-warningThresholds-fault").innerText()).contains("'82,5'");
      page.find("dialog[open] [name=warningThresholds]").fill("40, 92.5");
      page.find("dialog[open] [name=noLimit]").check();
      assertThat(page.find(".will").first().innerText()).contains("once it has one");
      page.find("dialog[open] [name=noLimit]").uncheck();
      assertThat(page.find(".will").first().innerText()).contains("$1.00", "$2.50", "92.5%");
      button(page, "Save").click();

      page.await("[data-figure=limit] data[value='2.5']");
      page.await("h1:has-text('Another name')");
      assertThat(page.await("[data-figure=thresholds]:has-text('92.5%')").innerText())
          .isEqualTo("40%, 92.5%");
      assertThat(limit(id)).isEqualTo("2.5");
      assertThat(status(id).getList("data.budget.warningThresholds"))
          .isEqualTo(List.of("0.4", "0.925"));
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
  void shouldSayWhereAMovedBudgetCounts() {
    String id = budgets();
    String moved = id + "-moved";
    create(id + "-p", "Project", "PROJECT", id + "-project", List.of(id));
    create(moved, "Moved", "TASK", id + "-a", List.of(id + "-p"));
    GraphQl.send("freeze", Map.of("budgetId", id + "-b", "frozen", true));
    try (BrowserPage page = chromium.page(port, Look.LIGHT).open(own(moved))) {
      button(page, "Move…").click();
      page.await("dialog[open] [value='" + id + "-p']").uncheck();
      assertThat(page.find("dialog[open] .will").innerText())
          .contains("becomes a root", "same budgets as before", "stays in project")
          .doesNotContain("no more");
      button(page, "Move").click();
      page.await(".crumbs:not(:has-text('Project'))");
      record(id, "1", "0.25");
      for (String counting : List.of(id, id + "-p", id + "-a", moved)) {
        assertThat(status(counting).getString("data.budget.status.spent")).isEqualTo("0.25");
      }

      button(page, "Move…").click();
      page.await("dialog[open] [value='" + id + "-b']").check();
      assertThat(page.find("dialog[open] .will").innerText())
          .contains("also counts in Second", "Second are denied")
          .doesNotContain("Everything");
      button(page, "Move").click();
      page.await(".budget-head .chip:has-text('frozen by Second')");
      assertThat(reserve(id, id + "-a")).isEqualTo("Denied");

      create(id + "-n", "Narrow", "AGENT", "tester", List.of(id));
      page.open(own(id + "-n"));
      button(page, "Move…").click();
      page.await("dialog[open] [value='" + id + "']").uncheck();
      assertThat(page.find("dialog[open] .will").innerText())
          .contains("counts every usage of its resource");
    }
  }

  @Test
  void shouldKeepWhatWasOpenedSince() {
    String id = budgets();
    List<Route> held = new ArrayList<>();
    try (BrowserPage page = chromium.page(port, Look.LIGHT).open(own(id))) {
      page.page().route("**/graphql", route -> hold(route, held));
      button(page, "Edit…").click();
      page.await("dialog[open] [name=name]").fill("Once");
      button(page, "Save").click();
      await(page, held);
      button(page, "Cancel").click();
      button(page, "Edit…").click();
      page.await("dialog[open] [name=name]").fill("Twice");
      held.removeFirst().resume();
      page.await(".toast:has-text('Once is changed')");
      assertThat(page.find("dialog[open] [name=name]").inputValue()).isEqualTo("Twice");
      button(page, "Cancel").click();

      button(page, "Freeze…").click();
      page.await("dialog[open] .skeleton");
      await(page, held);
      held.removeFirst().resume();
      button(page, "Freeze");
    }
  }

  private static void hold(Route route, List<Route> held) {
    String sent = String.valueOf(route.request().postData());
    if (sent.contains("mutation updateBudget") || sent.contains("query subtreeStatus")) {
      held.add(route);
    } else {
      route.resume();
    }
  }

  private static void await(BrowserPage page, List<Route> held) {
    page.page().waitForCondition(() -> !held.isEmpty());
  }

  private static String limit(String budgetId) {
    return status(budgetId).getString("data.budget.limit");
  }
}
