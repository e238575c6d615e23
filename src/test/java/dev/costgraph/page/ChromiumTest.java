package dev.costgraph.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.GraphQl;
import dev.costgraph.sample.Sample;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A test of pages: a Chromium, and a service with the sample organisation. */
abstract class ChromiumTest {

  @SuppressWarnings("NullAway.Init")
  static Chromium chromium;

  @Inject Sample sample;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @BeforeAll
  static void start() {
    chromium = Chromium.start();
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @BeforeEach
  void load() {
    sample.load();
  }

  /** Makes a budget of all of a platform, of 1, which warns at 0.5. */
  static void budget(String id, String period) {
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

  /** Records a usage of a platform, by "tester" where the fields name nobody. */
  static void record(String platform, Map<String, Object> fields) {
    JsonPath answer =
        GraphQl.send("record-usages", Map.of("usages", List.of(usage(platform, fields))));
    assertThat(answer.getString("data.recordUsages[0].__typename")).isEqualTo("Recorded");
  }

  static Map<String, Object> usage(String platform, Map<String, Object> fields) {
    Map<String, Object> usage = new HashMap<>();
    usage.put("operationId", UUID.randomUUID().toString());
    usage.put("agentId", "tester");
    usage.put("platformId", platform);
    usage.putAll(fields);
    return usage;
  }
}
