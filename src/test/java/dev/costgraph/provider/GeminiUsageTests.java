package dev.costgraph.provider;

import static dev.costgraph.provider.ProviderApi.GEMINI;
import static dev.costgraph.provider.Reading.counted;
import static dev.costgraph.provider.Reading.counts;
import static dev.costgraph.provider.Reading.refused;
import static dev.costgraph.provider.Reading.tokens;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.pricing.Consumption.Quantity;
import dev.costgraph.pricing.ServiceTier;
import dev.costgraph.provider.ProviderUsage.Counted;
import dev.costgraph.provider.ProviderUsage.Reason;
import org.junit.jupiter.api.Test;

/** Gemini: cached inside the prompt; thoughts and tool-use prompts on top. */
class GeminiUsageTests {

  @Test
  void shouldAddThoughtsAndToolUseAndTakeCachedTokensOut() {
    // 3520 - 3512 = 8 fresh, + 78 tool use = 86; 2 + 42 thoughts; 3520 + 78 + 2 + 42 = 3642
    Counted usage =
        counted(
            GEMINI,
            """
            {'promptTokenCount': 3520, 'cachedContentTokenCount': 3512, 'candidatesTokenCount': 2,
             'thoughtsTokenCount': 42, 'toolUsePromptTokenCount': 78, 'totalTokenCount': 3642,
             'promptTokensDetails': [{'modality': 'TEXT', 'tokenCount': 3520}],
             'cacheTokensDetails': [{'modality': 'TEXT', 'tokenCount': 3512}],
             'serviceTier': 'flex'}
            """);

    assertThat(usage.warnings()).isEmpty();
    assertThat(usage.tokens())
        .isEqualTo(counts().input(86).cacheRead(3512).output(2).reasoning(42).tokens());
    assertThat(usage.serviceTier()).isEqualTo(ServiceTier.FLEX);
  }

  @Test
  void shouldTakeTheCachedAudioOutOfTheAudio() {
    // 17713 - 17379 cached = 334 fresh, of which 1917 - 1881 = 36 are audio; 298 = 1 text + 297
    // video, which is input; 68 + 821 thoughts; 17713 + 68 + 821 = 18602
    Counted usage =
        counted(
            GEMINI,
            """
            {'cacheTokensDetails': [{'modality': 'AUDIO', 'tokenCount': 1881},
               {'modality': 'TEXT', 'tokenCount': 15}, {'modality': 'VIDEO',
                'tokenCount': 15483}],
             'cachedContentTokenCount': 17379, 'candidatesTokenCount': 68,
              'promptTokenCount': 17713,
             'promptTokensDetails': [{'modality': 'TEXT', 'tokenCount': 16},
               {'modality': 'VIDEO', 'tokenCount': 15780}, {'modality': 'AUDIO',
                'tokenCount': 1917}],
             'thoughtsTokenCount': 821, 'totalTokenCount': 18602}
            """);

    assertThat(usage.tokens())
        .isEqualTo(
            counts().input(298).cacheRead(17379).audioInput(36).output(68).reasoning(821).tokens());
    // of all counts one is of cached tokens, so that audio among them costs what text does
    assertThat(usage.warnings())
        .singleElement()
        .asString()
        .contains("cacheTokensDetails has audio 1881: booked as cacheRead");
  }

  @Test
  void shouldReadImagesAudioAndEnumNumbersInAndOut() {
    // prompt 300 = 258 image + 42 text; output 1290 image + 10 audio + 5 text = 1305
    assertThat(
            tokens(
                GEMINI,
                """
                {'promptTokenCount': 300, 'candidatesTokenCount': 1305, 'totalTokenCount': 1605,
                 'trafficType': 1,
                 'promptTokensDetails': [{'modality': 2, 'tokenCount': 258}, {'modality': 1,
                  'tokenCount': 42}],
                 'candidatesTokensDetails': [{'modality': 'IMAGE', 'tokenCount': 1290},
                   {'modality': 'AUDIO', 'tokenCount': 10}, {'modality': 'TEXT', 'tokenCount': 5},
                   {'modality': 'VIDEO'}]}
                """))
        .isEqualTo(
            counts()
                .input(42)
                .imageInput(258)
                .output(5)
                .imageOutput(1290)
                .audioOutput(10)
                .tokens());
  }

  @Test
  void shouldReadSnakeCase() {
    // 100 - 40 = 60; 60 - 10 audio = 50; + 5 tool use; 7 + 3 thoughts; 115 in all
    assertThat(
            tokens(
                GEMINI,
                """
                {'prompt_token_count': 100, 'cached_content_token_count': 40,
                 'candidates_token_count': 7,
                 'thoughts_token_count': 3, 'tool_use_prompt_token_count': 5,
                  'total_token_count': 115,
                 'cache_tokens_details': [{'modality': 'TEXT', 'token_count': 40}],
                 'prompt_tokens_details': [{'modality': 'AUDIO', 'token_count': 10},
                   {'modality': 'TEXT', 'token_count': 90}],
                 'traffic_type': 'ON_DEMAND'}
                """))
        .isEqualTo(counts().input(55).cacheRead(40).audioInput(10).output(7).reasoning(3).tokens());
  }

  @Test
  void shouldReadInteractions() {
    // 142885 - 885 cached = 142000; + 47299 tool use; 7626 + 15387 thoughts; 213197 in all
    for (String name : new String[] {"total_%s_tokens", "total%sTokens"}) {
      boolean snake = name.contains("_");
      String json =
          "{'"
              + name.formatted(snake ? "input" : "Input")
              + "': 142885, '"
              + name.formatted(snake ? "cached" : "Cached")
              + "': 885, '"
              + name.formatted(snake ? "output" : "Output")
              + "': 7626, '"
              + name.formatted(snake ? "thought" : "Thought")
              + "': 15387, '"
              + name.formatted(snake ? "tool_use" : "ToolUse")
              + "': 47299, '"
              + (snake ? "total_tokens" : "totalTokens")
              + "': 213197, 'grounding_tool_count': [{'count': 17, 'type': 'google_search'}]}";
      Counted usage = counted(GEMINI, json);

      assertThat(usage.warnings()).isEmpty();
      assertThat(usage.tokens())
          .isEqualTo(counts().input(189299).cacheRead(885).output(7626).reasoning(15387).tokens());
      assertThat(usage.quantities()).containsExactly(new Quantity("google_search", 17));
    }
  }

  @Test
  void shouldTakeALeftOutOutputAsZeroOnlyWhereTheTotalSaysSo() {
    assertThat(
            tokens(
                GEMINI,
                "{'promptTokenCount': 279, 'thoughtsTokenCount': 31, 'totalTokenCount': 310}"))
        .isEqualTo(counts().input(279).reasoning(31).tokens());
    assertThat(
            tokens(
                GEMINI,
                """
                {'promptTokenCount': 14, 'promptTokenDetails': [{'modality': 'TEXT',
                 'tokenCount': 14}]}
                """))
        .isEqualTo(counts().input(14).tokens());
    assertThat(refused(GEMINI, "{'promptTokenCount': 279, 'totalTokenCount': 310}").path())
        .isEqualTo("candidatesTokenCount");
    assertThat(refused(GEMINI, "{'promptTokenCount': 14}").reason()).isEqualTo(Reason.INCOMPLETE);
  }

  @Test
  void shouldRefuseAnEventWithoutThePrompt() {
    assertThat(refused(GEMINI, "{'candidatesTokenCount': 23, 'thoughtsTokenCount': 67}"))
        .satisfies(
            refused -> {
              assertThat(refused.reason()).isEqualTo(Reason.INCOMPLETE);
              assertThat(refused.path()).isEqualTo("promptTokenCount");
            });
  }

  @Test
  void shouldSayWhenModalitiesDoNotAddUp() {
    // 61 of 257 have no modality
    Counted usage =
        counted(
            GEMINI,
            """
            {'candidatesTokenCount': 170, 'promptTokenCount': 257,
             'promptTokensDetails': [{'modality': 'TEXT', 'tokenCount': 196}],
              'totalTokenCount': 427}
            """);

    assertThat(usage.tokens()).isEqualTo(counts().input(257).output(170).tokens());
    assertThat(usage.warnings())
        .containsExactly(
            "promptTokensDetails add up to 196, promptTokenCount is 257: tokens without a modality"
                + " are booked as text");
  }

  @Test
  void shouldSayWhenItIsNotStatedWhichTokensWereCached() {
    // 345 - 191 - 258 is below zero, so at least some of the image was cached
    Counted usage =
        counted(
            GEMINI,
            """
            {'cachedContentTokenCount': 191, 'candidatesTokenCount': 80, 'promptTokenCount': 345,
             'promptTokensDetails': [{'modality': 'TEXT', 'tokenCount': 87},
              {'modality': 'IMAGE', 'tokenCount': 258}],
             'totalTokenCount': 425}
            """);

    assertThat(usage.tokens()).isEqualTo(counts().input(154).cacheRead(191).output(80).tokens());
    assertThat(usage.warnings())
        .hasSize(2)
        .anyMatch(
            warning -> warning.startsWith("cachedContentTokenCount is 191 without modalities"))
        .anyMatch(warning -> warning.startsWith("promptTokensDetails IMAGE is 258, but"));
  }

  @Test
  void shouldSayWhenMoreWasCachedThanThereIs() {
    Counted usage =
        counted(
            GEMINI,
            """
            {'cachedContentTokenCount': 50, 'candidatesTokenCount': 1, 'promptTokenCount': 100,
             'cacheTokensDetails': [{'modality': 'AUDIO', 'tokenCount': 50}],
             'promptTokensDetails': [{'modality': 'AUDIO', 'tokenCount': 30},
              {'modality': 'TEXT', 'tokenCount': 70}],
             'totalTokenCount': 101}
            """);

    assertThat(usage.tokens()).isEqualTo(counts().input(50).cacheRead(50).output(1).tokens());
    assertThat(usage.warnings())
        .singleElement()
        .asString()
        .contains("audio 50 and images 0, more than the prompt's 30 and 0");
  }

  @Test
  void shouldBookThoughtsInsideWhenOnlySoTheTotalAddsUp() {
    // 10 + 8 = 18, with the 5 thoughts in the 8
    Counted usage =
        counted(
            GEMINI,
            """
            {'promptTokenCount': 10, 'candidatesTokenCount': 8, 'thoughtsTokenCount': 5,
             'totalTokenCount': 18}
            """);

    assertThat(usage.tokens()).isEqualTo(counts().input(10).output(3).reasoning(5).tokens());
    assertThat(usage.warnings()).hasSize(1);
  }

  @Test
  void shouldReadTheOpenAiFormOfGoogle() {
    assertThat(tokens(GEMINI, "{'prompt_tokens': 66, 'completion_tokens': 6, 'total_tokens': 72}"))
        .isEqualTo(counts().input(66).output(6).tokens());
  }

  @Test
  void shouldNotPriceProvisionedThroughputByItself() {
    Counted usage =
        counted(
            GEMINI,
            """
            {'promptTokenCount': 1, 'candidatesTokenCount': 1, 'totalTokenCount': 2,
             'trafficType': 'PROVISIONED_THROUGHPUT'}
            """);

    assertThat(usage.serviceTier()).isNull();
    assertThat(usage.warnings())
        .containsExactly(
            "trafficType is 'PROVISIONED_THROUGHPUT', which is none of the tiers that are priced:"
                + " the usage's own serviceTier holds");
  }

  @Test
  void shouldNotGuessAnUnknownGroundingTool() {
    Counted usage =
        counted(
            GEMINI,
            """
            {'total_input_tokens': 1, 'total_output_tokens': 1, 'total_tokens': 2,
             'grounding_tool_count': [{'type': 'moon_search', 'count': 3}]}
            """);

    assertThat(usage.quantities()).isEmpty();
    assertThat(usage.warnings())
        .containsExactly(
            "grounding_tool_count[0].count is 3, which is not known: nothing is booked for it");
  }

  @Test
  void shouldReadWhatTheLiveApiAnswers() {
    assertThat(
            tokens(
                GEMINI,
                """
                {'promptTokenCount': 100, 'responseTokenCount': 50, 'totalTokenCount': 150,
                 'promptTokensDetails': [{'modality': 'AUDIO', 'tokenCount': 90},
                   {'modality': 'TEXT', 'tokenCount': 10}],
                 'responseTokensDetails': [{'modality': 'AUDIO', 'tokenCount': 50}]}
                """))
        .isEqualTo(counts().input(10).audioInput(90).audioOutput(50).tokens());
  }
}
