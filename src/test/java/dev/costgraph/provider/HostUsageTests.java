package dev.costgraph.provider;

import static dev.costgraph.provider.ProviderApi.BEDROCK_CONVERSE;
import static dev.costgraph.provider.ProviderApi.COHERE;
import static dev.costgraph.provider.ProviderApi.EMBEDDINGS;
import static dev.costgraph.provider.ProviderApi.MISTRAL;
import static dev.costgraph.provider.ProviderApi.OPENROUTER;
import static dev.costgraph.provider.ProviderApi.XAI;
import static dev.costgraph.provider.Reading.counted;
import static dev.costgraph.provider.Reading.counts;
import static dev.costgraph.provider.Reading.refused;
import static dev.costgraph.provider.Reading.tokens;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.pricing.Consumption.Quantity;
import dev.costgraph.pricing.ServiceTier;
import dev.costgraph.pricing.TokenCounts;
import dev.costgraph.provider.ProviderUsage.Counted;
import dev.costgraph.provider.ProviderUsage.Reason;
import dev.costgraph.provider.ProviderUsage.StatedCost;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Bedrock, Cohere, Mistral, OpenRouter, xAI and embeddings. */
class HostUsageTests {

  @Test
  void shouldAddCacheReadsAndWritesToTheInputOfBedrock() {
    // 3 + 121 + 1712 read + 236 written = 2072
    Counted usage =
        counted(
            BEDROCK_CONVERSE,
            """
            {'cacheDetails': [{'inputTokens': 200, 'ttl': '1h'}, {'inputTokens': 36, 'ttl': '5m'}],
             'cacheReadInputTokenCount': 1712, 'cacheReadInputTokens': 1712,
             'cacheWriteInputTokenCount': 236, 'cacheWriteInputTokens': 236, 'inputTokens': 3,
             'outputTokens': 121, 'serverToolUsage': {}, 'totalTokens': 2072,
              'serviceTier': 'priority'}
            """);

    assertThat(usage.warnings()).isEmpty();
    assertThat(usage.serviceTier()).isEqualTo(ServiceTier.PRIORITY);
    assertThat(usage.tokens())
        .isEqualTo(
            counts()
                .input(3)
                .cacheRead(1712)
                .cacheWrite5m(36)
                .cacheWrite1h(200)
                .output(121)
                .tokens());
  }

  @Test
  void shouldReadTheHeadersOfInvokeModel() {
    // 4 + 50 + 12 read + 100 written, whose lifetime no header tells
    Counted usage =
        counted(
            BEDROCK_CONVERSE,
            """
            {'x-amzn-bedrock-cache-read-input-token-count': 12,
             'x-amzn-bedrock-cache-write-input-token-count': 100,
             'x-amzn-bedrock-input-token-count': 4, 'x-amzn-bedrock-output-token-count': 50}
            """);

    assertThat(usage.tokens())
        .isEqualTo(counts().input(4).cacheRead(12).cacheWrite5m(100).output(50).tokens());
    assertThat(usage.warnings()).hasSize(1);
    assertThat(refused(BEDROCK_CONVERSE, "{'x-amzn-bedrock-input-token-count': 4}").message())
        .contains("EMBEDDINGS");
  }

  @Test
  void shouldSayWhenTheTwoNamesOfBedrockDiffer() {
    Counted usage =
        counted(
            BEDROCK_CONVERSE,
            """
            {'inputTokens': 1, 'outputTokens': 1, 'totalTokens': 7,
             'cacheReadInputTokens': 5, 'cacheReadInputTokenCount': 6}
            """);

    assertThat(usage.tokens()).isEqualTo(counts().input(1).output(1).cacheRead(5).tokens());
    assertThat(usage.warnings())
        .containsExactly(
            "cacheReadInputTokens is 5, cacheReadInputTokenCount is 6: the former is booked, as it"
                + " is the documented one");
    assertThat(refused(BEDROCK_CONVERSE, "{'inputTokens': 30}"))
        .extracting("reason", "path")
        .containsExactly(Reason.INCOMPLETE, "outputTokens");
  }

  @Test
  void shouldTakeTheWritesOfBedrockFromTheirLifetimes() {
    assertThat(
            tokens(
                BEDROCK_CONVERSE,
                """
                {'inputTokens': 1, 'outputTokens': 1, 'totalTokens': 11,
                 'cacheDetails': [{'inputTokens': 9, 'ttl': '1h'}]}
                """))
        .isEqualTo(counts().input(1).output(1).cacheWrite1h(9).tokens());
  }

  @Test
  void shouldBookWhatCohereBills() {
    // 1441 and 54 were processed, the template included; 41 and 25 are billed
    assertThat(
            tokens(
                COHERE,
                """
                {'billed_units': {'input_tokens': 41, 'output_tokens': 25.0}, 'cached_tokens': 144,
                 'tokens': {'input_tokens': 1441, 'output_tokens': 54}}
                """))
        .isEqualTo(counts().input(41).output(25).tokens());
  }

  @Test
  void shouldSayWhenCohereBillsMoreThanItProcessed() {
    assertThat(
            counted(
                    COHERE,
                    """
                    {'billed_units': {'input_tokens': 41, 'output_tokens': 25},
                     'tokens': {'input_tokens': 40, 'output_tokens': 25}}
                    """)
                .warnings())
        .containsExactly(
            "billed_units.input_tokens is 41, more than tokens.input_tokens 40: the billed units"
                + " are booked");
  }

  @Test
  void shouldCountTheUnitsOfCohereThatAreNoTokens() {
    Counted rerank = counted(COHERE, "{'billed_units': {'search_units': 2}}");
    Counted images = counted(EMBEDDINGS, "{'billed_units': {'images': 3}}");
    Counted imageTokens =
        counted(EMBEDDINGS, "{'billed_units': {'images': 3, 'image_tokens': 600}}");

    assertThat(rerank.quantities()).containsExactly(new Quantity("search_unit", 2));
    assertThat(rerank.tokens()).isEqualTo(counts().tokens());
    assertThat(images.quantities()).containsExactly(new Quantity("image", 3));
    assertThat(imageTokens.tokens()).isEqualTo(counts().imageInput(600).tokens());
    assertThat(imageTokens.quantities()).isEmpty();
    assertThat(refused(COHERE, "{'billed_units': {'input_tokens': 2}}").path())
        .isEqualTo("billed_units.output_tokens");
    assertThat(refused(COHERE, "{'tokens': {'input_tokens': 2}}").path()).isEqualTo("billed_units");
  }

  @Test
  void shouldReadServiceTiers() {
    assertThat(tier("'service_tier': 'default'")).isEqualTo(ServiceTier.STANDARD);
    assertThat(tier("'service_tier': 'on_demand'")).isEqualTo(ServiceTier.STANDARD);
    assertThat(tier("'service_tier': 'flex'")).isEqualTo(ServiceTier.FLEX);
    assertThat(tier("'serviceTier': 'PRIORITY'")).isEqualTo(ServiceTier.PRIORITY);
    assertThat(tier("'trafficType': 'ON_DEMAND_FLEX'")).isEqualTo(ServiceTier.FLEX);
    assertThat(tier("'trafficType': 'ON_DEMAND_PRIORITY'")).isEqualTo(ServiceTier.PRIORITY);
    assertThat(tier("'service_tier': null")).isNull();
    assertThat(tier("'service_tier': 'scale'")).isNull();
    assertThat(
            counted(
                    MISTRAL,
                    "{'prompt_tokens': 1, 'completion_tokens': 1, 'service_tier': 'flex',"
                        + " 'trafficType': 'ON_DEMAND'}")
                .warnings())
        .containsExactly("trafficType says STANDARD, another field says FLEX: FLEX is taken");
  }

  @Test
  void shouldReadMistral() {
    // 28 - 16 = 12
    Counted usage =
        counted(
            MISTRAL,
            """
            {'prompt_tokens': 28, 'total_tokens': 34, 'completion_tokens': 6,
             'num_cached_tokens': 16,
             'prompt_audio_seconds': 9}
            """);

    assertThat(usage.warnings()).isEmpty();
    assertThat(usage.tokens()).isEqualTo(counts().input(12).cacheRead(16).output(6).tokens());
    assertThat(usage.quantities()).containsExactly(new Quantity("audio_second", 9));
  }

  @Test
  void shouldKeepTheExactCostOfOpenRouter() {
    // 37 - 22 = 15
    Counted usage =
        counted(
            OPENROUTER,
            """
            {'cost': 1.13e-05, 'cost_details': {'upstream_inference_cost': null},
             'input_tokens': 78,
             'input_tokens_details': {'cached_tokens': 0}, 'is_byok': false, 'output_tokens': 37,
             'output_tokens_details': {'reasoning_tokens': 22}, 'total_tokens': 115}
            """);

    assertThat(usage.warnings()).isEmpty();
    assertThat(usage.tokens()).isEqualTo(counts().input(78).output(15).reasoning(22).tokens());
    assertThat(usage.statedCost())
        .isEqualTo(new StatedCost(new BigDecimal("0.0000113"), "USD", null));
  }

  @Test
  void shouldKeepWhatIsBilledWithTheCallersOwnKey() {
    Counted usage =
        counted(
            OPENROUTER,
            """
            {'prompt_tokens': 326, 'completion_tokens': 91, 'total_tokens': 417, 'cost': 0,
             'is_byok': true, 'cost_details': {'upstream_inference_cost': 0.0003253}}
            """);
    Counted unstated =
        counted(
            OPENROUTER,
            "{'prompt_tokens': 1, 'completion_tokens': 1, 'cost': 0.5, 'is_byok': true}");

    assertThat(usage.statedCost())
        .isEqualTo(new StatedCost(new BigDecimal("0"), "USD", new BigDecimal("0.0003253")));
    assertThat(usage.warnings()).isEmpty();
    assertThat(unstated.warnings())
        .singleElement()
        .asString()
        .startsWith("cost 0.5 is OpenRouter's fee");
  }

  @Test
  void shouldCountAServerToolOnce() {
    Counted searched =
        counted(
            OPENROUTER,
            """
            {'prompt_tokens': 1, 'completion_tokens': 1, 'server_tool_use_details':
              {'tool_calls_executed': 3, 'tool_calls_requested': 4, 'web_search_requests': 2}}
            """);

    assertThat(searched.warnings()).isEmpty();
    assertThat(searched.quantities())
        .containsExactly(
            new Quantity("server_tool_call", 1), new Quantity("web_search_request", 2));
  }

  @Test
  void shouldReadTheCountsOfBedrocksHeadersAndStreams() {
    TokenCounts expected = counts().input(17).output(19).tokens();

    assertThat(
            tokens(
                BEDROCK_CONVERSE,
                """
                {'X-Amzn-Bedrock-Input-Token-Count': '17',
                 'X-Amzn-Bedrock-Output-Token-Count': '19'}
                """))
        .isEqualTo(expected);
    assertThat(
            tokens(
                BEDROCK_CONVERSE,
                """
                {'inputTokenCount': 17, 'outputTokenCount': 19, 'invocationLatency': 512,
                 'firstByteLatency': 100}
                """))
        .isEqualTo(expected);
  }

  @Test
  void shouldNotTakeTokensThatWereReadAndWritten() {
    // 2168 - 2161 = 7; the writes are the tokens that were read
    Counted usage =
        counted(
            OPENROUTER,
            """
            {'completion_tokens': 100, 'prompt_tokens': 2168, 'total_tokens': 2268,
             'prompt_tokens_details': {'cache_write_tokens': 2161, 'cached_tokens': 2161}}
            """);

    assertThat(usage.tokens()).isEqualTo(counts().input(7).cacheRead(2161).output(100).tokens());
    assertThat(usage.warnings())
        .containsExactly(
            "prompt_tokens_details.cache_write_tokens is 2161, but of prompt_tokens 2168 after"
                + " prompt_tokens_details.cached_tokens 2161 only 7 are left: it is not booked as a"
                + " count of its own, its tokens stay where they are");
  }

  @Test
  void shouldAddTheReasoningOfXaiToItsCompletion() {
    // 10120 - 128 = 9992; 10120 + 1499 + 2809 = 14428; 232856000000 ticks of 1e-10 dollars
    Counted usage =
        counted(
            XAI,
            """
            {'prompt_tokens': 10120, 'completion_tokens': 1499, 'total_tokens': 14428,
             'prompt_tokens_details': {'text_tokens': 10120, 'audio_tokens': 0,
              'image_tokens': 0, 'cached_tokens': 128},
             'completion_tokens_details': {'reasoning_tokens': 2809, 'audio_tokens': 0},
             'num_sources_used': 4, 'cost_in_usd_ticks': 232856000000}
            """);

    assertThat(usage.warnings()).isEmpty();
    assertThat(usage.tokens())
        .isEqualTo(counts().input(9992).cacheRead(128).output(1499).reasoning(2809).tokens());
    assertThat(usage.quantities()).containsExactly(new Quantity("live_search_source", 4));
    assertThat(usage.statedCost())
        .isEqualTo(new StatedCost(new BigDecimal("23.2856000000"), "USD", null));
  }

  @Test
  void shouldTakeTheReasoningOfXaiOutOfTheOutputOfResponses() {
    // 9212 - 3072 = 6140; 3417 - 417 = 3000; 9212 + 3417 = 12629
    Counted usage =
        counted(
            XAI,
            """
            {'input_tokens': 9212, 'input_tokens_details': {'cached_tokens': 3072},
             'output_tokens': 3417, 'output_tokens_details': {'reasoning_tokens': 417},
             'total_tokens': 12629, 'num_sources_used': 0, 'num_server_side_tools_used': 3,
             'server_side_tool_usage_details': {'web_search_calls': 0, 'x_search_calls': 3},
             'context_details': {'input_tokens': 7622, 'output_tokens': 3219}}
            """);

    assertThat(usage.warnings()).isEmpty();
    assertThat(usage.tokens())
        .isEqualTo(counts().input(6140).cacheRead(3072).output(3000).reasoning(417).tokens());
    assertThat(usage.quantities()).containsExactly(new Quantity("x_search_call", 3));
  }

  @Test
  void shouldFollowTheTotalOfXaiWhereReasoningIsInsideAfterAll() {
    // 500 + 500 = 1000 leaves no room for 200 more
    Counted usage =
        counted(
            XAI,
            """
            {'prompt_tokens': 500, 'completion_tokens': 500, 'total_tokens': 1000,
             'completion_tokens_details': {'reasoning_tokens': 200}}
            """);

    assertThat(usage.tokens()).isEqualTo(counts().input(500).output(300).reasoning(200).tokens());
    assertThat(usage.warnings()).hasSize(1);
  }

  @Test
  void shouldReadEmbeddingsOfAnyForm() {
    for (String json :
        new String[] {
          "{'prompt_tokens': 21, 'total_tokens': 21}",
          "{'prompt_tokens': 21, 'completion_tokens': 0, 'total_tokens': 21, 'request_count':"
              + " null}",
          "{'total_tokens': 21}",
          "{'inputTextTokenCount': 21}",
          "{'x-amzn-bedrock-input-token-count': 21}",
          "{'billed_units': {'input_tokens': 21}}",
          "{'promptTokenCount': 21}",
          "{'promptTokenCount': 21, 'promptTokenDetails': [{'modality': 'TEXT', 'tokenCount': 21}]}"
        }) {
      assertThat(tokens(EMBEDDINGS, json)).as(json).isEqualTo(counts().input(21).tokens());
    }
    assertThat(counted(EMBEDDINGS, "{'prompt_tokens': 21, 'total_tokens': 25}").warnings())
        .hasSize(1);
    assertThat(counted(EMBEDDINGS, "{'input_tokens': 21, 'output_tokens': 4}").warnings())
        .containsExactly(
            "output_tokens is 4, although an embedding has no output: it is booked as output");
    assertThat(refused(EMBEDDINGS, "{'billed_units': {}}").path())
        .isEqualTo("billed_units.input_tokens");
  }

  private static @Nullable ServiceTier tier(String stated) {
    return counted(MISTRAL, "{'prompt_tokens': 1, 'completion_tokens': 1, " + stated + "}")
        .serviceTier();
  }
}
