package dev.costgraph.reprice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.GraphQl;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What usages would have cost otherwise, each by itself. */
@QuarkusTest
class WhatIfIT {

  private final String platformId = "p-" + UUID.randomUUID();

  @BeforeEach
  void record() {
    // 0.003 × 2 + 0.75 in sonnet; long prompts cost 6 and not 3 above 200,000
    JsonPath answer =
        GraphQl.send(
            "record-usages",
            Map.of(
                "usages",
                List.of(
                    usage("a", Map.of("model", "claude-sonnet-4-5", "tokens", input(1_000))),
                    usage("b", Map.of("model", "claude-sonnet-4-5", "tokens", input(1_000))),
                    usage("long", Map.of("model", "claude-sonnet-4-5", "tokens", input(250_000))),
                    usage("none", Map.of("model", "nobody-knows", "tokens", input(1_000))),
                    usage("amount", Map.of("amount", "1")))));
    assertThat(answer.<String>getList("data.recordUsages.__typename")).containsOnly("Recorded");
  }

  @Test
  void shouldPriceEachCallWithAnotherModel() {
    JsonPath other = whatIf(Map.of("model", "claude-haiku-4-5"));

    assertThat(other.getInt("usages")).isEqualTo(3);
    assertThat(other.getString("cost")).isEqualTo("1.506"); // 2 × 0.003 + 250,000 × 6 per million
    assertThat(other.getString("wouldCost")).isEqualTo("0.252"); // 252,000 × 1 per million
    assertThat(other.getString("difference")).isEqualTo("-1.254");
    assertThat(other.getInt("leftOut")).isEqualTo(2);
  }

  @Test
  void shouldSayWhatHasNoPrice() {
    JsonPath flex = whatIf(Map.of("serviceTier", "FLEX"));

    assertThat(flex.getInt("usages")).isZero();
    assertThat(flex.getInt("unpriced")).isEqualTo(3);
    assertThat(flex.getString("unpricedBecause[0]")).contains("service tier FLEX");
  }

  @Test
  void shouldTakeThePricesOfAnotherDay() {
    GraphQl.send(
        "record-usages",
        Map.of("usages", List.of(usage("gpt", Map.of("model", "gpt-4o", "tokens", input(1_000))))));

    JsonPath then =
        GraphQl.send(
                "what-if",
                Map.of(
                    "filter",
                        Map.of("platformIds", List.of(platformId), "models", List.of("gpt-4o")),
                    "change", Map.of("priceDate", "2024-06-01T00:00:00Z")))
            .setRootPath("data.whatIf");

    assertThat(then.getString("cost")).isEqualTo("0.0025");
    assertThat(then.getString("wouldCost")).isEqualTo("0.005");
  }

  @Test
  void shouldAskForAChange() {
    assertThat(
            GraphQl.error(GraphQl.send("what-if", Map.of("filter", Map.of(), "change", Map.of()))))
        .isEqualTo("INVALID_VALUE change");
  }

  private JsonPath whatIf(Map<String, ?> change) {
    JsonPath answer =
        GraphQl.send(
            "what-if",
            Map.of("filter", Map.of("platformIds", List.of(platformId)), "change", change));
    assertThat(answer.getString("errors")).isNull();
    return answer.setRootPath("data.whatIf");
  }

  private static Map<String, Object> input(int tokens) {
    return Map.of("input", tokens);
  }

  private Map<String, Object> usage(String name, Map<String, Object> rest) {
    Map<String, Object> usage = new HashMap<>(rest);
    usage.put("operationId", platformId + ":" + name);
    usage.put("agentId", "agent");
    usage.put("platformId", platformId);
    usage.put("timestamp", "2026-02-01T12:00:00Z");
    return usage;
  }
}
