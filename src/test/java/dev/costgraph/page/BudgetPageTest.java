package dev.costgraph.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.costgraph.GraphQl;
import io.restassured.path.json.JsonPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A test of the page of a budget: budgets of its own, and what happens to them. */
abstract class BudgetPageTest extends ChromiumTest {

  static Locator button(BrowserPage page, String word) {
    return page.await("button:text-is('" + word + "'):visible");
  }

  static String own(String budgetId) {
    return "/budget?range=month&id=" + budgetId;
  }

  /** A platform of its own with a budget of 1 and two below it, of a task and of no resource. */
  static String budgets() {
    String id = "budget-page-" + UUID.randomUUID();
    GraphQl.send("put-platform", Map.of("platform", Map.of("platformId", id)));
    GraphQl.send("put-project", Map.of("projectId", id + "-project", "platformId", id));
    GraphQl.send("put-task", Map.of("taskId", id + "-a", "projectId", id + "-project"));
    create(id, "Everything", "PLATFORM", null, List.of());
    create(id + "-a", "First", "TASK", id + "-a", List.of(id));
    create(id + "-b", "Second", "CUSTOM", null, List.of(id));
    return id;
  }

  static void create(
      String budgetId,
      String name,
      String type,
      @Nullable String resourceId,
      List<String> parents) {
    create(budgetId, name, type, resourceId, parents, Map.of());
  }

  static void create(
      String budgetId,
      String name,
      String type,
      @Nullable String resourceId,
      List<String> parents,
      Map<String, Object> more) {
    Map<String, Object> budget = new HashMap<>(more);
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

  static JsonPath status(String budgetId) {
    return GraphQl.send("budget", Map.of("budgetId", budgetId));
  }

  static String reserve(String id, String taskId) {
    Map<String, Object> reservation =
        Map.of(
            "reservationId", id + "-hold", "agentId", "tester", "taskId", taskId, "amount", "0.5");
    return GraphQl.send("reserve", Map.of("reservation", reservation))
        .getString("data.reserve.__typename");
  }

  static void record(String id, String operationId, String amount) {
    Map<String, Object> usage = new HashMap<>();
    usage.put("operationId", id + "-" + operationId);
    usage.put("agentId", "tester");
    usage.put("taskId", id + "-a");
    usage.put("amount", amount);
    JsonPath answer = GraphQl.send("record-usages", Map.of("usages", List.of(usage)));
    assertThat(answer.getString("data.recordUsages[0].__typename")).isEqualTo("Recorded");
  }
}
