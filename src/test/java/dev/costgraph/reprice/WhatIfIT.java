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

    JsonPath then = whatIf(Map.of("priceDate", "2024-06-01T00:00:00Z"), "gpt-4o");

    assertThat(then.getString("cost")).isEqualTo("0.0025");
    assertThat(then.getString("wouldCost")).isEqualTo("0.005");
  }

  /** The prices are those of the day, at the hour at which each call was made. */
  @Test
  void shouldKeepTheHourOfEachCall() {
    GraphQl.send(
        "record-usages",
        Map.of(
            "usages",
            List.of(usage("noon", Map.of("model", "deepseek-chat", "tokens", input(1_000))))));

    JsonPath then = whatIf(Map.of("priceDate", "2025-03-01T00:00:00Z"), "deepseek-chat");

    assertThat(then.getString("wouldCost")).isEqualTo("0.00027"); // at midnight it was half
  }

  @Test
  void shouldKeepTheWorkOfOtherModels() {
    String advised =
        """
        {"input_tokens": 2417, "output_tokens": 133, "iterations": [
          {"type": "message", "input_tokens": 2417, "output_tokens": 133},
          {"type": "advisor_message", "model": "claude-opus-4-5-20251101",
           "input_tokens": 2529, "output_tokens": 38}]}\
        """;
    GraphQl.send(
        "record-usages",
        Map.of(
            "usages",
            List.of(
                usage(
                    "advised",
                    Map.of(
                        "model",
                        "claude-haiku-4-5",
                        "providerUsage",
                        Map.of("api", "ANTHROPIC", "json", advised))))));

    Map<String, String> elsewhere = Map.of("model", "gpt-4o", "provider", "openai");
    for (Map<String, String> change : List.of(Map.of("model", "gpt-4o"), elsewhere)) {
      JsonPath other = whatIf(change, "claude-haiku-4-5");
      assertThat(other.getString("cost")).isEqualTo("0.016677");
      // 2417 × 2.5 + 133 × 10 per million, and the advice as it was: 0.013595
      assertThat(other.getString("wouldCost")).isEqualTo("0.0209675");
    }
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

  private JsonPath whatIf(Map<String, ?> change, String model) {
    Map<String, Object> filter =
        Map.of("platformIds", List.of(platformId), "models", List.of(model));
    JsonPath answer = GraphQl.send("what-if", Map.of("filter", filter, "change", change));
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
