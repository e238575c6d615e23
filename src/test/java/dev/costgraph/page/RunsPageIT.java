package dev.costgraph.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.costgraph.GraphQl;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Runs: finding one, its tree, and the way from its root to the arithmetic of a call. */
@QuarkusTest
class RunsPageIT extends ChromiumTest {

  private static final String OCTOBER = "/runs?platform=sample&range=2026-10";

  @Test
  void shouldListWhatTheApiAnswers() {
    Map<String, Object> october =
        Map.of("from", "2026-10-01T00:00:00Z", "to", "2026-11-01T00:00:00Z");
    Map<String, Object> filter = new HashMap<>(october);
    filter.put("platformIds", List.of("sample"));
    Map<String, Object> ofSample = new HashMap<>(october);
    ofSample.put("platformId", "sample");
    ofSample.put("first", 20);
    JsonPath runs =
        GraphQl.send(
            "costs", Map.of("groupBy", List.of("RUN", "AGENT"), "filter", filter, "first", 25));
    JsonPath delegations = GraphQl.send("delegations", ofSample);
    List<String> runaways =
        GraphQl.send("runaways", ofSample).getList("data.runaways.findings.cost");

    try (BrowserPage page = chromium.page(port, Look.LIGHT).open(OCTOBER)) {
      page.await("[aria-label='Runs by cost'] tbody tr");
      page.await("cg-delegations tbody tr");

      assertThat(page.figure("[aria-label='Runs by cost'] tbody tr:first-child"))
          .isEqualTo(runs.getString("data.costs.rows[0].totals.cost"));
      assertThat(page.figure("cg-delegations tbody tr:first-child td:last-child"))
          .isEqualTo(delegations.getString("data.delegations.rows[0].totalCost"));
      assertThat(
              page.find("cg-runaways .findings data").all().stream()
                  .map(cost -> cost.getAttribute("value")))
          .containsExactlyElementsOf(runaways);
      assertThat(page.find("cg-runaways .empty").count()).isEqualTo(runaways.isEmpty() ? 1 : 0);
    }
  }

  @Test
  void shouldShowTheTreeThatTheApiAddsUp() {
    String root = dearestTree();
    JsonPath tree = GraphQl.send("run-tree", Map.of("platformId", "sample", "runId", root));
    List<Map<String, Object>> nodes = tree.getList("data.runTree");
    assertThat(nodes).hasSizeGreaterThan(3);

    try (BrowserPage page = chromium.page(port, Look.LIGHT).open(OCTOBER)) {
      page.find("#run-id").fill(root);
      page.page().keyboard().press("Enter");
      page.await("cg-run-detail .run-sums data");

      for (int i = 0; i < nodes.size(); i++) {
        Map<String, Object> node = nodes.get(i);
        String row = "tr[data-key='run " + node.get("runId") + "'] ";
        assertThat(page.figure(row + "[data-figure=own]")).isEqualTo(node.get("ownCost"));
        assertThat(page.figure(row + "[data-figure=total]")).isEqualTo(node.get("totalCost"));
        assertThat(page.find(row).getAttribute("aria-level"))
            .isEqualTo("" + (tree.getInt("data.runTree[" + i + "].depth") + 1));
      }
      assertThat(page.find("tr.run").count()).isEqualTo(nodes.size());
      assertThat(page.figure(".run-sums [data-figure=total-cost]"))
          .isEqualTo(tree.getString("data.runTree[0].totalCost"));
      assertThat(page.figure(".run-sums [data-figure=own-cost]"))
          .isEqualTo(tree.getString("data.runTree[0].ownCost"));
    }
  }

  @Test
  void shouldLeadFromTheRootToTheArithmeticOfACall() {
    String root = dearestTree();

    try (BrowserPage page = chromium.page(port, Look.LIGHT).open(OCTOBER + "&id=" + root)) {
      page.find("tr[data-key='calls " + root + "']").click();
      page.await("tr.call").click();
      page.await(".price-lines");

      String operationId = assertExplained(page);
      // an address of its own, that opens the way to the call again
      page.open(page.page().url().replaceFirst("^https?://[^/]+", ""));
      page.await(".price-lines");
      assertThat(assertExplained(page)).isEqualTo(operationId);
      page.await("tr.call[aria-selected=true]");
    }
  }

  @Test
  void shouldLeadThereByKeyboard() {
    try (BrowserPage page = chromium.page(port, Look.DARK).open(OCTOBER + "&id=" + dearestTree())) {
      page.find("tr[tabindex='0']").focus();
      press(page, "ArrowLeft");
      assertThat(page.find("tr.line").count()).isEqualTo(1);
      press(page, "ArrowRight", "ArrowDown", "ArrowRight");
      page.await("tr.call");
      press(page, "ArrowDown", "Enter");
      page.await(".price-lines");

      assertThat(page.find("tr:focus").getAttribute("class")).contains("call");
      assertExplained(page);
      press(page, "ArrowLeft", "ArrowLeft", "ArrowLeft", "Enter");
      page.await("cg-run-detail .run-sums");
    }
  }

  @Test
  void shouldTakeInWhatIsUsedMeanwhile() {
    String platform = "runs-page-" + UUID.randomUUID();
    record(platform, "root", null, "1", "0.1");

    try (BrowserPage page =
        chromium.page(port, Look.LIGHT).open("/runs?id=root&platform=" + platform)) {
      page.await("[data-state=live]");
      assertThat(page.find("tr.run").count()).isEqualTo(1);

      record(platform, "below", "root", "2", "0.023456789");

      page.await("tr[data-key='run root'] [data-figure=total] data[value='0.123456789']");
      page.await("tr.changed[data-key='run below']");
      page.await(".run-sums [data-figure=total-cost] data[value='0.123456789']");
      assertThat(page.figure(".run-sums [data-figure=own-cost]")).isEqualTo("0.1");

      page.open("/runs?id=nobody&platform=" + platform);
      assertThat(page.find(".empty").innerText()).contains("no run 'nobody'");

      page.open("/runs?call=%s-1".formatted(platform));
      assertThat(page.await(".price-lines tbody").innerText()).doesNotContain("per amount");
      assertThat(page.find("cg-call-detail").innerText())
          .contains("the caller's amount")
          .doesNotContain("Found by");

      page.open("/runs?platform=" + platform);
      page.await("[data-state=live]");
      record(platform, "late", null, "3", "0.5");
      page.await("[aria-label='Runs by cost'] tbody tr:has-text('late')");
    }
  }

  @Test
  void shouldKeepEarlierCallsWhileMoreComeIn() {
    String platform = "runs-page-" + UUID.randomUUID();
    List<Map<String, Object>> usages = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      usages.add(usage(platform, "root", null, "call-" + i, "0.01"));
    }
    record(usages);

    try (BrowserPage page =
        chromium.page(port, Look.LIGHT).open("/runs?id=root&platform=" + platform)) {
      page.await("[data-state=live]");
      page.await("tr.earlier data[value='50']");
      page.find("tr.earlier").click();
      Locator calls = page.find("tr.call");
      page.page().waitForCondition(() -> calls.count() == 250);

      record(platform, "root", null, "late", "0.01");

      page.await("tr[data-key='call " + platform + "-late']");
      assertThat(calls.count()).isEqualTo(251);
      assertThat(page.find("tr.earlier").count()).isZero();
    }
  }

  @Test
  void shouldRenderNoMoreThanIsOpen() {
    String platform = "runs-page-" + UUID.randomUUID();
    List<Map<String, Object>> usages = new ArrayList<>();
    usages.add(usage(platform, "root", null, "root", "1"));
    for (int i = 0; i < 250; i++) {
      usages.add(usage(platform, "below-" + i, "root", "below-" + i, i == 200 ? "5" : "0.01"));
      usages.add(usage(platform, "deep-" + i, "below-" + i, "deep-" + i, "0.01"));
    }
    record(usages);

    try (BrowserPage page =
        chromium.page(port, Look.LIGHT).open("/runs?id=root&platform=" + platform)) {
      // itself, its own calls, the first hundred, and what stands for the others
      assertThat(page.find("tr.line").count()).isEqualTo(103);
      assertThat(page.figure("tr.more")).isEqualTo("150");
      assertThat(page.figure("tr[data-key='run root'] [data-figure=total]")).isEqualTo("10.99");

      page.find("tr.more").click();
      page.await("tr.more data[value='50']");
      assertThat(page.find("tr.line").count()).isEqualTo(203);
      assertThat(page.find("tr.run").nth(1).getAttribute("data-key")).isEqualTo("run below-0");

      page.find("button:has-text('By cost')").click();
      page.await("tr[data-key='run below-200']");
      assertThat(page.find("tr.run").nth(1).getAttribute("data-key")).isEqualTo("run below-200");
    }
  }

  @Test
  void shouldBeForEverybody() {
    String root = dearestTree();
    try (BrowserPage page = chromium.page(port, Look.LIGHT).open(OCTOBER)) {
      page.await("cg-delegations table");
      page.assertForEverybody("runs").look(Look.LIGHT);
      page.open(OCTOBER + "&id=" + root);
      page.find("tr[data-key='calls " + root + "']").click();
      page.await("tr.call");
      page.assertForEverybody("run").look(Look.LIGHT);
      page.find("tr.call").first().click();
      page.await(".price-lines");
      page.assertForEverybody("run-call").look(Look.LIGHT);
    }
  }

  private static void press(BrowserPage page, String... keys) {
    for (String key : keys) {
      page.page().keyboard().press(key);
    }
  }

  /** Holds the arithmetic on the page to the API's. */
  private static String assertExplained(BrowserPage page) {
    String operationId = page.page().url().replaceFirst(".*call=([^&]*).*", "$1");
    JsonPath api = GraphQl.send("explain-cost", Map.of("operationId", operationId));
    api.setRootPath("data.explainCost");
    List<String> quantities = api.getList("components.quantity");
    Locator lines = page.find(".price-lines tbody tr");
    assertThat(lines.count()).isEqualTo(quantities.size()).isPositive();
    for (int i = 0; i < quantities.size(); i++) {
      String component = "components[" + i + "].";
      Locator figures = lines.nth(i).locator("data");
      assertThat(figures.nth(0).getAttribute("value")).isEqualTo(quantities.get(i));
      assertThat(figures.nth(1).getAttribute("value"))
          .isEqualTo(api.getString(component + "unitPrice"));
      assertThat(figures.nth(2).getAttribute("value")).isEqualTo(api.getString(component + "cost"));
    }
    assertThat(page.figure(".price-lines [data-figure=sum]"))
        .isEqualTo(api.getString("usage.cost"));
    assertThat(page.find(".call .counted a").allInnerTexts())
        .isEqualTo(api.getList("budgets.name"));
    assertThat(page.find("cg-call-detail").innerText()).contains(api.getString("priceSource"));
    return operationId;
  }

  /** {@return the root of the tree that the run of the highest own cost is in} */
  private static String dearestTree() {
    Map<String, Object> filter = Map.of("platformIds", List.of("sample"));
    JsonPath rows =
        GraphQl.send("costs", Map.of("groupBy", List.of("RUN"), "filter", filter, "first", 1));
    String runId = rows.getString("data.costs.rows[0].keys[0]");
    String parent = runId;
    while (parent != null) {
      runId = parent;
      parent =
          GraphQl.send("run", Map.of("platformId", "sample", "runId", runId))
              .getString("data.run.parentRunId");
    }
    return runId;
  }

  private static void record(
      String platform, String runId, @Nullable String parentRunId, String id, String amount) {
    record(List.of(usage(platform, runId, parentRunId, id, amount)));
  }

  private static void record(List<Map<String, Object>> usages) {
    JsonPath answer = GraphQl.send("record-usages", Map.of("usages", usages));
    assertThat(answer.getList("data.recordUsages.__typename")).containsOnly("Recorded");
  }

  private static Map<String, Object> usage(
      String platform, String runId, @Nullable String parentRunId, String id, String amount) {
    Map<String, Object> usage = new HashMap<>();
    usage.put("operationId", platform + "-" + id);
    usage.put("agentId", "tester");
    usage.put("platformId", platform);
    usage.put("runId", runId);
    usage.put("parentRunId", parentRunId);
    usage.put("amount", amount);
    return usage;
  }
}
