package dev.costgraph.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.GraphQl;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Usages sent as the provider's own usage object. */
@QuarkusTest
class ProviderUsageIT {

  private static final String CHAT =
      """
      {"prompt_tokens": 1000, "completion_tokens": 200, "total_tokens": 1200,
       "prompt_tokens_details": {"cached_tokens": 600}}\
      """;

  private final String platformId = "p-" + UUID.randomUUID();

  @AfterEach
  void shouldBalance() {
    assertThat(
            GraphQl.send("books", Map.of("platformId", platformId))
                .getBoolean("data.books.balanced"))
        .isTrue();
  }

  @Test
  void shouldBookDisjointCountsOnce() {
    // 400 × 2.5 + 600 × 1.25 + 200 × 10 per million
    JsonPath first = record(usage("a", "OPENAI_CHAT", CHAT, "gpt-4o"));

    assertThat(first.getString("__typename")).isEqualTo("Recorded");
    assertThat(first.getString("usage.cost")).isEqualTo("0.00375");
    assertThat(first.getList("warnings")).isEmpty();
    assertThat(lines("a"))
        .containsExactly("input 400 0.001", "cacheRead 600 0.00075", "output 200 0.002");
    assertThat(record(usage("a", "OPENAI_CHAT", CHAT, "gpt-4o")).getString("__typename"))
        .isEqualTo("Replayed");
    assertThat(record(usage("a", "OPENAI_CHAT", CHAT + " ", "gpt-4o")).getString("__typename"))
        .isEqualTo("Conflict");
  }

  @Test
  void shouldBookTheWorkOfAnotherModelAsItsOwnEntry() {
    // haiku: 2417 × 1 + 133 × 5; opus: 2529 × 5 + 38 × 25, per million
    JsonPath recorded =
        record(
            usage(
                "advised",
                "ANTHROPIC",
                """
                {"input_tokens": 2417, "output_tokens": 133, "iterations": [
                  {"type": "message", "input_tokens": 2417, "output_tokens": 133},
                  {"type": "advisor_message", "model": "claude-opus-4-5-20251101",
                   "input_tokens": 2529, "output_tokens": 38}]}\
                """,
                "claude-haiku-4-5"));

    assertThat(recorded.getString("usage.cost")).isEqualTo("0.016677");
    JsonPath explained = explain("advised");
    assertThat(explained.getList("data.explainCost.usage.entries.model"))
        .containsExactly(null, "claude-opus-4-5-20251101");
    assertThat(explained.getList("data.explainCost.usage.entries.totalCost"))
        .containsExactly("0.003082", "0.013595");
    assertThat(explained.getInt("data.explainCost.usage.tokens.total")).isEqualTo(5117);
    assertThat(lines("advised"))
        .containsExactly(
            "input 2417 0.002417",
            "output 133 0.000665",
            "input of claude-opus-4-5-20251101 2529 0.012645",
            "output of claude-opus-4-5-20251101 38 0.00095");
    assertThat(explained.getList("data.explainCost.warnings")).isEmpty();
  }

  @Test
  void shouldPriceNothingWhenOneOfTheModelsHasNoPrice() {
    JsonPath recorded =
        record(
            usage(
                "half",
                "ANTHROPIC",
                """
                {"input_tokens": 5, "output_tokens": 7, "iterations": [
                  {"type": "message", "input_tokens": 5, "output_tokens": 7},
                  {"type": "advisor_message", "model": "claude-nobody-knows",
                   "input_tokens": 1, "output_tokens": 1}]}\
                """,
                "claude-haiku-4-5"));

    assertThat(recorded.getString("usage.cost")).isNull();
    assertThat(recorded.getString("warnings[0]"))
        .startsWith("unpriced: ")
        .contains("claude-nobody-knows");
    assertThat(explain("half").getInt("data.explainCost.usage.tokens.total")).isEqualTo(14);
  }

  @Test
  void shouldTakeTheTierThatWasBilled() {
    JsonPath recorded =
        record(
            usage(
                "tier",
                "OPENAI_CHAT",
                """
                {"prompt_tokens": 1000, "completion_tokens": 0, "total_tokens": 1000,
                 "service_tier": "priority"}\
                """,
                "gpt-4o"));

    assertThat(recorded.getString("usage.cost")).isEqualTo("0.00425");
    assertThat(explain("tier").getString("data.explainCost.usage.serviceTier"))
        .isEqualTo("PRIORITY");
  }

  @Test
  void shouldKeepAStatedCostBesideItsOwn() {
    String json =
        """
        {"prompt_tokens": 1000, "completion_tokens": 0, "total_tokens": 1000, "cost": %s}\
        """;
    Map<String, Object> equal = usage("equal", "OPENROUTER", json.formatted("0.0025"), "gpt-4o");
    Map<String, Object> more = usage("more", "OPENROUTER", json.formatted("0.0026"), "gpt-4o");
    equal.put("provider", "openai");
    more.put("provider", "openai");

    assertThat(record(equal).getList("warnings")).isEmpty();
    JsonPath recorded = record(more);

    assertThat(recorded.getString("usage.cost")).isEqualTo("0.0025");
    assertThat(recorded.getList("warnings"))
        .containsExactly(
            "the provider states a cost of 0.0026 USD, booked are 0.0025 by the known price");
    JsonPath explained = explain("more");
    assertThat(explained.getString("data.explainCost.usage.statedCost")).isEqualTo("0.0026");
    assertThat(explained.getString("data.explainCost.usage.statedCurrency")).isEqualTo("USD");
    assertThat(explained.getList("data.explainCost.warnings")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ANTHROPIC|{"output_tokens": 7}|INCOMPLETE
          OPENAI_CHAT|{"prompt_tokens": -1, "completion_tokens": 0}|NEGATIVE
          OPENAI_CHAT|{"prompt_tokens": 1.5, "completion_tokens": 0}|INVALID_PROVIDER_USAGE
          OPENAI_CHAT|{"prompt_tokens": 1|INVALID_PROVIDER_USAGE
          ANTHROPIC|{"prompt_tokens": 1, "completion_tokens": 0}|INVALID_PROVIDER_USAGE
          """)
  void shouldBookNothingOfWhatItCannotRead(String api, String json, String code) {
    JsonPath rejected = record(usage("bad", api, json, "gpt-4o"));

    assertThat(rejected.getString("__typename")).isEqualTo("Rejected");
    assertThat(rejected.getString("code")).isEqualTo(code);
    assertThat(rejected.getString("field")).isEqualTo("providerUsage.json");
    assertThat(explain("bad").getString("data.explainCost")).isNull();
    assertThat(record(usage("bad", "OPENAI_CHAT", CHAT, "gpt-4o")).getString("__typename"))
        .isEqualTo("Recorded");
  }

  @Test
  void shouldAskForTheModelAndForOneMeasureOnly() {
    Map<String, Object> both = usage("both", "OPENAI_CHAT", CHAT, "gpt-4o");
    both.put("amount", "1");
    Map<String, Object> nameless = usage("nameless", "OPENAI_CHAT", CHAT, null);

    assertThat(record(both).getString("code")).isEqualTo("INVALID_MEASURE");
    assertThat(record(nameless).getString("field")).isEqualTo("model");
    assertThat(record(usage("fine", "OPENAI_CHAT", CHAT, "gpt-4o")).getString("__typename"))
        .isEqualTo("Recorded");
  }

  private static JsonPath record(Map<String, Object> usage) {
    JsonPath answer = GraphQl.send("record-usages", Map.of("usages", List.of(usage)));
    assertThat(answer.getString("errors")).isNull();
    return answer.setRootPath("data.recordUsages[0]");
  }

  private Map<String, Object> usage(String name, String api, String json, @Nullable String model) {
    Map<String, Object> usage = new HashMap<>();
    usage.put("operationId", id(name));
    usage.put("agentId", "agent");
    usage.put("platformId", platformId);
    usage.put("model", model);
    usage.put("timestamp", "2026-02-01T12:00:00Z");
    usage.put("providerUsage", Map.of("api", api, "json", json));
    return usage;
  }

  private JsonPath explain(String name) {
    return GraphQl.send("explain-cost", Map.of("operationId", id(name)));
  }

  private List<String> lines(String name) {
    List<Map<String, Object>> components = explain(name).getList("data.explainCost.components");
    return components.stream()
        .map(line -> "%s %s %s".formatted(line.get("name"), line.get("quantity"), line.get("cost")))
        .toList();
  }

  private String id(String name) {
    return platformId + ":" + name;
  }
}
