package dev.costgraph.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.GraphQl;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Over HTTP, with the operations of {@code graphql/operations} and the prices of the catalogue. */
@QuarkusTest
class TokenApiIT {

  private static final List<Map<String, String>> CHAT =
      List.of(Map.of("role", "user", "content", "What is the capital of France?"));

  @Test
  void shouldCountATextAndAChat() {
    JsonPath text =
        GraphQl.send("count-tokens", Map.of("model", "openai/gpt-4o", "text", "<|endoftext|>"));
    JsonPath chat = GraphQl.send("count-tokens", Map.of("model", "gpt-4o", "messages", CHAT));

    assertThat(text.getMap("data.countTokens"))
        .containsEntry("encoding", "o200k_base")
        .containsEntry("exact", true)
        .containsEntry("expectedErrorPercent", "0");
    assertThat(text.getInt("data.countTokens.tokens")).isGreaterThan(1);
    assertThat(chat.getInt("data.countTokens.tokens")).isEqualTo(14);
  }

  @Test
  void shouldApproximateAModelThatNobodyKnows() {
    JsonPath answer =
        GraphQl.send(
            "count-tokens", Map.of("model", "house-model-1", "text", "tiktoken is great!"));

    assertThat(answer.getInt("data.countTokens.tokens")).isEqualTo(6);
    assertThat(answer.getBoolean("data.countTokens.exact")).isFalse();
    assertThat(answer.getString("data.countTokens.expectedErrorPercent")).isNull();
  }

  @Test
  void shouldEstimateInExactDecimals() {
    JsonPath answer =
        GraphQl.send(
            "estimate-cost",
            Map.of(
                "input",
                Map.of(
                    "model",
                    "gpt-4o-mini",
                    "messages",
                    CHAT,
                    "cachedShare",
                    "0.5",
                    "expectedOutputTokens",
                    10,
                    "maxOutputTokens",
                    100)));

    // 7 × 0.15 + 7 × 0.075 + 10 × 0.6, at worst 14 × 0.15 + 100 × 0.6, per million
    assertThat(answer.getMap("data.estimateCost"))
        .isEqualTo(
            Map.of(
                "inputTokens", 14,
                "expected", "0.000007575",
                "worstCase", "0.0000621",
                "currency", "USD",
                "exact", true));
  }

  @Test
  void shouldEstimateAtTheStandardTierUnlessItIsNamed() {
    Map<String, Object> usual =
        Map.of("model", "gpt-4o-mini", "inputTokens", 1_000_000, "maxOutputTokens", 0);
    Map<String, Object> batch =
        Map.of(
            "model",
            "gpt-4o-mini",
            "inputTokens",
            1_000_000,
            "maxOutputTokens",
            0,
            "serviceTier",
            "BATCH");

    assertThat(estimate(usual).getString("data.estimateCost.expected")).isEqualTo("0.15");
    assertThat(estimate(batch).getString("data.estimateCost.expected")).isEqualTo("0.075");
  }

  @Test
  void shouldReachThePriceOfLongPrompts() {
    Map<String, Object> below =
        Map.of("model", "gemini-2.5-pro", "inputTokens", 200_000, "maxOutputTokens", 0);
    Map<String, Object> above =
        Map.of("model", "gemini-2.5-pro", "inputTokens", 200_001, "maxOutputTokens", 0);

    BigDecimal shorter = new BigDecimal(estimate(below).getString("data.estimateCost.worstCase"));
    BigDecimal longer = new BigDecimal(estimate(above).getString("data.estimateCost.worstCase"));

    assertThat(shorter).isEqualByComparingTo("0.25");
    assertThat(longer).isEqualByComparingTo("0.5000025");
  }

  @Test
  void shouldCountALongText() {
    String text = "All work and no play makes Jack a dull boy.\n".repeat(45_000);
    JsonPath answer = GraphQl.send("count-tokens", Map.of("model", "gpt-4o", "text", text));

    int line =
        GraphQl.send("count-tokens", Map.of("model", "gpt-4o", "text", text.substring(0, 44)))
            .getInt("data.countTokens.tokens");
    assertThat(answer.getInt("data.countTokens.tokens")).isEqualTo(45_000 * line);
    assertThat(answer.getBoolean("data.countTokens.exact")).isTrue();
  }

  @Test
  void shouldNameTheCauseOfABadRequest() {
    assertThat(GraphQl.error(GraphQl.send("count-tokens", Map.of("model", "gpt-4o"))))
        .isEqualTo("INVALID_VALUE text");
    assertThat(
            GraphQl.error(
                GraphQl.send(
                    "count-tokens", Map.of("model", "gpt-4o", "text", "a".repeat(2_000_001)))))
        .isEqualTo("OUT_OF_RANGE text");
    assertThat(GraphQl.error(estimate(Map.of("model", "gpt-4o", "inputTokens", 1))))
        .isEqualTo("INVALID_VALUE expectedOutputTokens");
    JsonPath unpriced =
        estimate(Map.of("model", "house-model-1", "inputTokens", 1, "maxOutputTokens", 1));
    assertThat(GraphQl.error(unpriced)).isEqualTo("UNPRICED model");
    assertThat(unpriced.getString("errors[0].message"))
        .isEqualTo("No provider has a price of house-model-1");
  }

  @Test
  void shouldCountForManyCallersAtOnce() throws Exception {
    String text = "a".repeat(1_000_000);
    List<Callable<Integer>> callers =
        IntStream.range(0, 8)
            .mapToObj(i -> i % 2 == 0 ? text : "tiktoken is great!")
            .<Callable<Integer>>map(t -> () -> count(t))
            .toList();
    List<Integer> counts = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> one : executor.invokeAll(callers)) {
        counts.add(one.get());
      }
    }

    assertThat(counts.stream().filter(count -> count == 6)).hasSize(4);
    assertThat(counts.stream().distinct()).hasSize(2);
  }

  private static int count(String text) {
    return GraphQl.send("count-tokens", Map.of("model", "gpt-4o", "text", text))
        .getInt("data.countTokens.tokens");
  }

  private static JsonPath estimate(Map<String, ?> input) {
    return GraphQl.send("estimate-cost", Map.of("input", input));
  }
}
