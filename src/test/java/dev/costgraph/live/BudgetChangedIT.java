package dev.costgraph.live;

import static dev.costgraph.live.Listener.sequence;
import static dev.costgraph.live.Tenant.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** A budget and everything below it, after each commit. */
@QuarkusTest
class BudgetChangedIT {

  private static final String THIS_MONTH =
      LocalDate.now(ZoneOffset.UTC).withDayOfMonth(1) + "T00:00:00Z";
  private static final String LAST_MONTH =
      LocalDate.now(ZoneOffset.UTC).withDayOfMonth(1).minusMonths(1) + "T00:00:00Z";

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @Test
  void shouldShowTheSubtreeThenEachChange() throws InterruptedException {
    // Given a root with one project below it, and another platform-wide budget beside them
    Tenant tenant = Tenant.create(port);
    String projectId = tenant.operation("project");
    String root = tenant.platformBudget("root", "10", "0.5");
    String beside = tenant.platformBudget("beside", "1", "0.5");
    String child = project(tenant, "child", projectId, root);
    tenant.record(tenant.usage("a", "1").add("projectId", projectId));

    try (Listener listener = Listener.toBudget(port, root)) {
      assertThat(shown(listener.statuses()))
          .containsExactly(root + " 1 of 10 OK", child + " 1 of 5 OK");

      // When one usage charges the root alone, and one both
      tenant.record(tenant.usage("b", "1"));
      assertThat(shown(listener.statuses())).containsExactly(root + " 2 of 10 OK");
      tenant.record(tenant.usage("c", "3.5").add("projectId", projectId));
      assertThat(shown(listener.statuses()))
          .containsExactlyInAnyOrder(root + " 5.5 of 10 WARNING", child + " 4.5 of 5 WARNING");

      // and one comes late
      tenant.record(tenant.usage("d", "0.25").add("timestamp", LAST_MONTH));
      List<JsonObject> late = listener.statuses();
      assertThat(shown(late)).containsExactly(root + " 0.25 of 10 OK");
      assertThat(late.getFirst().getString("periodStart")).isEqualTo(LAST_MONTH);

      // and the tree is edited
      tenant
          .client()
          .send(
              "update-budget",
              object().add("budgetId", child).add("change", object().add("limit", "4")).build());
      List<JsonObject> edited = listener.statuses();
      assertThat(shown(edited)).containsExactly(child + " 4.5 of 4 EXCEEDED");
      assertThat(edited.getFirst().getString("periodStart")).isEqualTo(THIS_MONTH);
      String another = project(tenant, "another", projectId, root);
      assertThat(shown(listener.statuses())).containsExactly(another + " 0 of 5 OK");
      assertThat(another).isNotEqualTo(beside);
    }
  }

  @Test
  void shouldSendTheLatestOfManyCommits() throws Exception {
    Tenant tenant = Tenant.create(port);
    String root = tenant.platformBudget("root", "1", "0.5");
    Map<String, JsonObject> latest = new HashMap<>();
    int messages = 0;
    try (Listener listener = Listener.toBudget(port, root);
        ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      listener.statuses();
      for (int i = 0; i < 16; i++) {
        int writer = i;
        writers.submit(
            () -> {
              for (int j = 0; j < 25; j++) {
                tenant.record(tenant.usage(writer + "-" + j, "0.001"));
              }
            });
      }
      do {
        messages++;
        for (JsonObject status : listener.statuses()) {
          JsonObject before = latest.put(status.getString("periodStart"), status);
          assertThat(before == null || sequence(before) < sequence(status)).isTrue();
        }
      } while (!latest
          .getOrDefault(THIS_MONTH, object().add("spent", "").build())
          .getString("spent")
          .equals("0.4"));
    }
    assertThat(messages).isLessThan(400);
    assertThat(
            Objects.requireNonNull(latest.get(THIS_MONTH)).getJsonNumber("entries").intValueExact())
        .isEqualTo(400);
  }

  @Test
  void shouldSayThatABudgetIsNotKnown() throws InterruptedException {
    try (Listener listener = Listener.toBudget(port, "no-such")) {
      assertThat(listener.message()).contains("NOT_FOUND").contains("no budget has the id");
      assertThat(listener.message()).contains("\"complete\"");
    }
  }

  private static String project(Tenant tenant, String suffix, String projectId, String parent) {
    return tenant.budget(
        suffix,
        object()
            .add("type", "PROJECT")
            .add("resourceId", projectId)
            .add("limit", "5")
            .add("parentBudgetIds", Json.createArrayBuilder().add(parent)));
  }

  private static List<String> shown(List<JsonObject> statuses) {
    return statuses.stream()
        .map(
            status ->
                "%s %s of %s %s"
                    .formatted(
                        status.getJsonObject("budget").getString("budgetId"),
                        status.getString("spent"),
                        status.getJsonObject("budget").getString("limit"),
                        status.getString("state")))
        .toList();
  }
}
