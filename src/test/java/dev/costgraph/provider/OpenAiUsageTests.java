package dev.costgraph.provider;

import static dev.costgraph.provider.ProviderApi.OPENAI_CHAT;
import static dev.costgraph.provider.ProviderApi.OPENAI_COMPATIBLE;
import static dev.costgraph.provider.ProviderApi.OPENAI_RESPONSES;
import static dev.costgraph.provider.Reading.counted;
import static dev.costgraph.provider.Reading.counts;
import static dev.costgraph.provider.Reading.refused;
import static dev.costgraph.provider.Reading.tokens;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.pricing.Consumption.Quantity;
import dev.costgraph.provider.ProviderUsage.Counted;
import dev.costgraph.provider.ProviderUsage.Reason;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** OpenAI: all details are subsets of prompt and completion, which add up to the total. */
class OpenAiUsageTests {

  @Test
  void shouldTakeCachedAndReasoningTokensOutOfPromptAndCompletion() {
    // 2006 - 1920 cached = 86; 300 - 100 reasoning = 200; 86 + 1920 + 200 + 100 = 2306
    assertThat(
            tokens(
                OPENAI_CHAT,
                """
                {'prompt_tokens': 2006, 'completion_tokens': 300, 'total_tokens': 2306,
                 'prompt_tokens_details': {'cached_tokens': 1920, 'audio_tokens': 0},
                 'completion_tokens_details': {'reasoning_tokens': 100, 'audio_tokens': 0,
                   'accepted_prediction_tokens': 0, 'rejected_prediction_tokens': 0}}
                """))
        .isEqualTo(counts().input(86).cacheRead(1920).output(200).reasoning(100).tokens());
  }

  @Test
  void shouldKeepPredictionsInTheCompletion() {
    // rejected predictions are billed as completion: 50 stays 50
    assertThat(
            tokens(
                OPENAI_CHAT,
                """
                {'prompt_tokens': 10, 'completion_tokens': 50, 'total_tokens': 60,
                 'completion_tokens_details':
                   {'accepted_prediction_tokens': 20, 'rejected_prediction_tokens': 12}}
                """))
        .isEqualTo(counts().input(10).output(50).tokens());
  }

  @Test
  void shouldTakeAudioAndImagesOut() {
    // prompt 64 = 44 audio + 15 text + 5 image; completion 30 = 20 audio + 10 text
    assertThat(
            tokens(
                OPENAI_CHAT,
                """
                {'prompt_tokens': 64, 'completion_tokens': 30, 'total_tokens': 94,
                 'prompt_tokens_details': {'audio_tokens': 44, 'text_tokens': 15,
                  'image_tokens': 5},
                 'completion_tokens_details': {'audio_tokens': 20, 'text_tokens': 10}}
                """))
        .isEqualTo(
            counts().input(15).audioInput(44).imageInput(5).output(10).audioOutput(20).tokens());
  }

  @Test
  void shouldKnowWhichCachedTokensAreAudioInRealtime() {
    // 119 text + 13 audio = 132; cached 64 = 54 text + 10 audio; so 65 text and 3 audio are fresh
    assertThat(
            tokens(
                OPENAI_RESPONSES,
                """
                {'total_tokens': 253, 'input_tokens': 132, 'output_tokens': 121,
                 'input_token_details': {'text_tokens': 119, 'audio_tokens': 13,
                   'cached_tokens': 64, 'cached_tokens_details': {'text_tokens': 54,
                    'audio_tokens': 10}},
                 'output_token_details': {'text_tokens': 30, 'audio_tokens': 91}}
                """))
        .isEqualTo(
            counts().input(65).cacheRead(64).audioInput(3).output(30).audioOutput(91).tokens());
  }

  @Test
  void shouldTakeCacheWritesOutOfTheInputOfResponses() {
    // 8576 - 4418 written = 4158; 52 - 32 = 20; total 8628
    assertThat(
            tokens(
                OPENAI_RESPONSES,
                """
                {'input_tokens': 8576, 'input_tokens_details': {'cache_write_tokens': 4418,
                 'cached_tokens': 0},
                 'output_tokens': 52, 'output_tokens_details': {'reasoning_tokens': 32},
                  'total_tokens': 8628}
                """))
        .isEqualTo(counts().input(4158).cacheWrite5m(4418).output(20).reasoning(32).tokens());
  }

  @Test
  void shouldReadHostsThatStateCachedTokensElsewhere() {
    for (String cached :
        new String[] {
          "'cached_tokens': 60", // Together, HuggingFace
          "'num_cached_tokens': 60", // Mistral
          "'prompt_cache_hit_tokens': 60, 'prompt_cache_miss_tokens': 40", // DeepSeek
          "'prompt_token_details': {'cached_tokens': 60}", // Writer
          "'prompt_tokens_details': {'cached_tokens': 60}, 'cached_tokens': 60"
        }) {
      // 100 - 60 = 40
      assertThat(
              tokens(
                  OPENAI_COMPATIBLE,
                  "{'prompt_tokens': 100, 'completion_tokens': 7, 'total_tokens': 107, "
                      + cached
                      + "}"))
          .as(cached)
          .isEqualTo(counts().input(40).cacheRead(60).output(7).tokens());
    }
  }

  @Test
  void shouldReadBothFormsOfCompatibleHosts() {
    // 444 - 384 = 60
    assertThat(
            tokens(
                OPENAI_COMPATIBLE,
                """
                {'input_tokens': 444, 'input_tokens_details': {'cached_tokens': 384},
                 'output_tokens': 14,
                 'output_tokens_details': {'reasoning_tokens': 0}, 'total_tokens': 458}
                """))
        .isEqualTo(counts().input(60).cacheRead(384).output(14).tokens());
  }

  @Test
  void shouldTakeACompletionThatTheTotalLeavesNoRoomForAsZero() {
    assertThat(tokens(OPENAI_CHAT, "{'prompt_tokens': 11, 'total_tokens': 11}"))
        .isEqualTo(counts().input(11).tokens());
    assertThat(refused(OPENAI_CHAT, "{'prompt_tokens': 11, 'total_tokens': 12}").path())
        .isEqualTo("completion_tokens");
    assertThat(refused(OPENAI_CHAT, "{'prompt_tokens': 11}").reason()).isEqualTo(Reason.INCOMPLETE);
  }

  @Test
  void shouldSayWhenTheTotalIsNotTheSum() {
    // 66 + 6 = 72, stated 100
    Counted usage =
        counted(
            OPENAI_COMPATIBLE,
            "{'prompt_tokens': 66, 'completion_tokens': 6, 'total_tokens': 100}");

    assertThat(usage.tokens()).isEqualTo(counts().input(66).output(6).tokens());
    assertThat(usage.warnings())
        .containsExactly(
            "total_tokens is 100, the counts add up to 72: the counts are booked, for nothing says"
                + " what kind of tokens the difference of 28 is");
  }

  @Test
  void shouldNotTakeASubsetThatDoesNotFit() {
    // of 4 completion tokens 3 are reasoning, so 4 cannot be audio; total 20 + 4 = 24
    Counted usage =
        counted(
            OPENAI_CHAT,
            """
            {'completion_tokens': 4, 'prompt_tokens': 20, 'total_tokens': 24,
             'completion_tokens_details': {'audio_tokens': 4, 'reasoning_tokens': 3}}
            """);

    assertThat(usage.tokens()).isEqualTo(counts().input(20).output(1).reasoning(3).tokens());
    assertThat(usage.warnings())
        .containsExactly(
            "completion_tokens_details.audio_tokens is 4, but of completion_tokens 4 after"
                + " completion_tokens_details.reasoning_tokens 3 only 1 are left: it is not booked"
                + " as a count of its own, its tokens stay where they are");
  }

  @Test
  void shouldCountTheSecondsOfATranscription() {
    Counted usage = counted(OPENAI_RESPONSES, "{'type': 'duration', 'seconds': 9.5}");

    assertThat(usage.warnings()).isEmpty();
    assertThat(usage.tokens().getTotal()).isZero();
    assertThat(usage.quantities())
        .containsExactly(new Quantity("audio_second", new BigDecimal("9.5")));
  }

  @Test
  void shouldTakeAnEmptyServiceTierForNone() {
    Counted usage =
        counted(OPENAI_CHAT, "{'prompt_tokens': 1, 'completion_tokens': 1, 'service_tier': ''}");

    assertThat(usage.serviceTier()).isNull();
    assertThat(usage.warnings()).isEmpty();
  }

  @Test
  void shouldSayWhenReasoningIsStatedTwice() {
    assertThat(
            counted(
                    OPENAI_COMPATIBLE,
                    """
                    {'prompt_tokens': 1, 'completion_tokens': 9, 'reasoning_tokens': 4,
                     'completion_tokens_details': {'reasoning_tokens': 2}}
                    """)
                .warnings())
        .hasSize(1);
  }

  @Test
  void shouldSayWhenCachedTokensMayBeAudio() {
    // 9 - 1 - 2 = 6
    Counted usage =
        counted(
            OPENAI_CHAT,
            """
            {'prompt_tokens': 9, 'completion_tokens': 10, 'total_tokens': 19,
             'prompt_tokens_details': {'cached_tokens': 1, 'audio_tokens': 2}}
            """);

    assertThat(usage.tokens())
        .isEqualTo(counts().input(6).cacheRead(1).audioInput(2).output(10).tokens());
    assertThat(usage.warnings())
        .singleElement()
        .asString()
        .contains("1 cached or written tokens and 2 of audio or images");
  }

  @Test
  void shouldSayWhenTheTokensOfTextDoNotAddUp() {
    // 20 text + 44 audio = 64, not 70
    Counted usage =
        counted(
            OPENAI_CHAT,
            """
            {'prompt_tokens': 70, 'completion_tokens': 1, 'total_tokens': 71,
             'prompt_tokens_details': {'text_tokens': 20, 'audio_tokens': 44}}
            """);

    assertThat(usage.tokens()).isEqualTo(counts().input(26).audioInput(44).output(1).tokens());
    assertThat(usage.warnings())
        .containsExactly(
            "prompt_tokens_details.text_tokens is 20 and with audio and images 64, prompt_tokens is"
                + " 70: the latter is booked");
  }

  @Test
  void shouldSayWhenTwoFieldsDisagree() {
    Counted usage =
        counted(
            OPENAI_COMPATIBLE,
            """
            {'prompt_tokens': 100, 'completion_tokens': 7, 'total_tokens': 107,
             'prompt_tokens_details': {'cached_tokens': 60}, 'prompt_cache_hit_tokens': 50}
            """);

    assertThat(usage.tokens()).isEqualTo(counts().input(40).cacheRead(60).output(7).tokens());
    assertThat(usage.warnings())
        .containsExactly(
            "prompt_tokens_details.cached_tokens is 60, prompt_cache_hit_tokens is 50: the former"
                + " is booked, as most hosts state it there");
  }

  @Test
  void shouldBookReasoningOutsideWhenOnlySoTheTotalAddsUp() {
    // 12 + 1 + 97 = 110
    Counted usage =
        counted(
            OPENAI_COMPATIBLE,
            """
            {'prompt_tokens': 12, 'completion_tokens': 1, 'total_tokens': 110,
             'completion_tokens_details': {'reasoning_tokens': 97}}
            """);

    assertThat(usage.tokens()).isEqualTo(counts().input(12).output(1).reasoning(97).tokens());
    assertThat(usage.warnings())
        .singleElement()
        .asString()
        .contains("total 110")
        .contains("with completion_tokens_details.reasoning_tokens 97");
  }

  @Test
  void shouldSayWhatItDoesNotKnow() {
    Counted usage =
        counted(
            OPENAI_COMPATIBLE,
            """
            {'prompt_tokens': 5, 'completion_tokens': 5, 'total_tokens': 10, 'citation_tokens': 9,
             'num_search_queries': 0, 'queue_time': 0.25, 'list': [{'image_count': 2}]}
            """);

    assertThat(usage.tokens()).isEqualTo(counts().input(5).output(5).tokens());
    assertThat(usage.warnings())
        .containsExactly(
            "citation_tokens is 9, which is not known: nothing is booked for it",
            "list[0].image_count is 2, which is not known: nothing is booked for it");
  }

  @Test
  void shouldLeaveOutWarningsThatRepeatThemselves() {
    StringBuilder json = new StringBuilder("{'prompt_tokens': 5, 'completion_tokens': 5");
    for (int i = 0; i < 25; i++) {
      json.append(", 'tokens_").append(i).append("': 1");
    }

    assertThat(counted(OPENAI_COMPATIBLE, json + "}").warnings())
        .hasSize(21)
        .last()
        .isEqualTo("and 5 more");
  }
}
