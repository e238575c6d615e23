package dev.costgraph.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.GraphQl;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Tokens that reach the price of long prompts are held at that price. */
@QuarkusTest
class LongPromptReservingIT {

  private final String platformId = "p-" + UUID.randomUUID();

  @Test
  void shouldNeverPassTheLimitTogether() throws Exception {
    // Given a limit that two of them fit, and five at the price of short prompts
    GraphQl.send("put-platform", Map.of("platform", Map.of("platformId", platformId)));
    GraphQl.send(
        "create-budget",
        Map.of(
            "budget",
            Map.of(
                "budgetId", platformId + ":all",
                "name", "all",
                "type", "PLATFORM",
                "platformId", platformId,
                "limit", "4")));
    List<Callable<JsonPath>> calls = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String reservationId = platformId + ":r" + i;
      calls.add(() -> reserve(reservationId));
    }

    // When eight ask at once
    List<String> answers = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<JsonPath> answer : executor.invokeAll(calls)) {
        answers.add(answer.get().getString("data.reserve.__typename"));
      }
    }

    // Then two are admitted, each held at the price of long prompts
    assertThat(answers).filteredOn("Reserved"::equals).hasSize(2);
    assertThat(answers).filteredOn("Denied"::equals).hasSize(6);
    assertThat(held()).isEqualTo("3"); // 2 × 250,000 × 6 per million: above 200,000 not 3 but 6
  }

  private JsonPath reserve(String reservationId) {
    return GraphQl.send(
        "reserve",
        Map.of(
            "reservation",
            Map.of(
                "reservationId",
                reservationId,
                "agentId",
                "agent",
                "platformId",
                platformId,
                "model",
                "claude-sonnet-4-5",
                "tokens",
                Map.of("input", 250_000))));
  }

  private String held() {
    return GraphQl.send("subtree-status", Map.of("budgetId", platformId + ":all"))
        .getString("data.subtree[0].status.held");
  }
}
