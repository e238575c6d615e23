package dev.costgraph.provider;

import static dev.costgraph.provider.ProviderApi.ANTHROPIC;
import static dev.costgraph.provider.Reading.counted;
import static dev.costgraph.provider.Reading.counts;
import static dev.costgraph.provider.Reading.refused;
import static dev.costgraph.provider.Reading.tokens;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.pricing.Consumption.Part;
import dev.costgraph.pricing.Consumption.Quantity;
import dev.costgraph.pricing.ServiceTier;
import dev.costgraph.provider.ProviderUsage.Counted;
import dev.costgraph.provider.ProviderUsage.Reason;
import org.junit.jupiter.api.Test;

/** Anthropic: cache reads and writes on top of the input, thinking inside the output. */
class AnthropicUsageTests {

  @Test
  void shouldAddCacheReadsAndWritesToTheInput() {
    // prompt 3 + 2056 + 14 + 500 = 2573; output 459 = 400 thinking + 59
    Counted usage =
        counted(
            ANTHROPIC,
            """
            {'input_tokens': 3, 'cache_read_input_tokens': 500, 'cache_creation_input_tokens': 2070,
             'cache_creation': {'ephemeral_1h_input_tokens': 2056, 'ephemeral_5m_input_tokens': 14},
             'output_tokens': 459, 'output_tokens_details': {'thinking_tokens': 400},
             'service_tier': 'batch', 'inference_geo': 'not_available'}
            """);

    assertThat(usage.warnings()).isEmpty();
    assertThat(usage.tokens())
        .isEqualTo(
            counts()
                .input(3)
                .cacheRead(500)
                .cacheWrite5m(14)
                .cacheWrite1h(2056)
                .output(59)
                .reasoning(400)
                .tokens());
    assertThat(usage.tokens().prompt()).isEqualTo(2573);
    assertThat(usage.serviceTier()).isEqualTo(ServiceTier.BATCH);
  }

  @Test
  void shouldSayThatTheLifetimeOfWritesIsNotStated() {
    Counted usage =
        counted(
            ANTHROPIC,
            "{'input_tokens': 4, 'cache_creation_input_tokens': 1165, 'output_tokens': 207}");

    assertThat(usage.tokens()).isEqualTo(counts().input(4).cacheWrite5m(1165).output(207).tokens());
    assertThat(usage.warnings())
        .containsExactly(
            "cache_creation_input_tokens is 1165 without a lifetime: booked as writes of 5 minutes,"
                + " the default; an hour costs more");
  }

  @Test
  void shouldSayWhichWritesHaveNoLifetime() {
    // 10 - 8 = 2
    Counted usage =
        counted(
            ANTHROPIC,
            """
            {'input_tokens': 4, 'cache_creation_input_tokens': 10, 'output_tokens': 1,
             'cache_creation': {'ephemeral_1h_input_tokens': 8}}
            """);

    assertThat(usage.tokens())
        .isEqualTo(counts().input(4).cacheWrite5m(2).cacheWrite1h(8).output(1).tokens());
    assertThat(usage.warnings())
        .containsExactly(
            "cache_creation_input_tokens is 10, cache_creation gives 8 of them a lifetime: the"
                + " other 2 are booked as writes of 5 minutes, the default; an hour costs more");
  }

  @Test
  void shouldSayWhenTheLifetimesAreMoreThanTheWrites() {
    Counted usage =
        counted(
            ANTHROPIC,
            """
            {'input_tokens': 4, 'cache_creation_input_tokens': 10, 'output_tokens': 1,
             'cache_creation': {'ephemeral_1h_input_tokens': 8, 'ephemeral_5m_input_tokens': 4}}
            """);

    assertThat(usage.tokens()).isEqualTo(counts().input(4).cacheWrite5m(10).output(1).tokens());
    assertThat(usage.warnings())
        .containsExactly(
            "cache_creation adds up to 12, more than cache_creation_input_tokens 10: the 10 are"
                + " booked as writes of 5 minutes");
  }

  @Test
  void shouldCountRequestsOfServerTools() {
    Counted usage =
        counted(
            ANTHROPIC,
            """
            {'input_tokens': 1, 'output_tokens': 1,
             'server_tool_use': {'web_search_requests': 10, 'web_fetch_requests': 0}}
            """);

    assertThat(usage.quantities()).containsExactly(new Quantity("web_search_request", 10));
    assertThat(usage.warnings()).isEmpty();
  }

  @Test
  void shouldRefuseADeltaWithoutInput() {
    assertThat(refused(ANTHROPIC, "{'output_tokens': 15}"))
        .satisfies(
            refused -> {
              assertThat(refused.reason()).isEqualTo(Reason.INCOMPLETE);
              assertThat(refused.path()).isEqualTo("input_tokens");
              assertThat(refused.message())
                  .contains("message_start")
                  .contains("not booked as zero");
            });
    assertThat(refused(ANTHROPIC, "{'input_tokens': 15}").path()).isEqualTo("output_tokens");
    assertThat(refused(ANTHROPIC, "{'cache_read_input_tokens': 15}").reason())
        .isEqualTo(Reason.INCOMPLETE);
  }

  @Test
  void shouldGiveTheAdvisorAPartOfItsOwn() {
    // 1128 + 1289 = 2417 and 121 + 12 = 133 are the executor's; the advisor's 2529 + 38 are not in
    // them; 133 = 55 thinking + 66 + 12
    Counted usage =
        counted(
            ANTHROPIC,
            """
            {'input_tokens': 2417, 'output_tokens': 133,
             'output_tokens_details': {'thinking_tokens': 12},
             'iterations': [
               {'type': 'message', 'input_tokens': 1128, 'output_tokens': 121},
               {'type': 'advisor_message', 'model': 'claude-opus-4-8', 'input_tokens': 2529,
                'output_tokens': 38},
               {'type': 'message', 'input_tokens': 1289, 'output_tokens': 12}]}
            """);

    assertThat(usage.warnings()).isEmpty();
    assertThat(usage.parts())
        .containsExactly(
            new Part(null, counts().input(2417).output(121).reasoning(12).tokens()),
            new Part("claude-opus-4-8", counts().input(2529).output(38).tokens()));
  }

  @Test
  void shouldBookThinkingOfSeveralAnswersThoughOneIsShorter() {
    // 133 output tokens of two answers, 55 of them thinking, more than the last answer's 12
    assertThat(
            tokens(
                ANTHROPIC,
                """
                {'input_tokens': 2417, 'output_tokens': 133,
                 'output_tokens_details': {'thinking_tokens': 55},
                 'iterations': [
                   {'type': 'message', 'input_tokens': 1128, 'output_tokens': 121},
                   {'type': 'message', 'input_tokens': 1289, 'output_tokens': 12}]}
                """))
        .isEqualTo(counts().input(2417).output(78).reasoning(55).tokens());
  }

  @Test
  void shouldAddACompactionToItsModel() {
    // the sums 229 + 5 leave the compaction out: 100 + 229 input, 55096 written, 131 + 5 output
    Counted usage =
        counted(
            ANTHROPIC,
            """
            {'input_tokens': 229, 'output_tokens': 5, 'cache_creation_input_tokens': 0,
             'iterations': [
               {'type': 'compaction', 'input_tokens': 100, 'output_tokens': 131,
                'cache_creation_input_tokens': 55096,
                'cache_creation': {'ephemeral_5m_input_tokens': 55096,
                 'ephemeral_1h_input_tokens': 0}},
               {'type': 'message', 'input_tokens': 229, 'output_tokens': 5}]}
            """);

    assertThat(usage.warnings()).isEmpty();
    assertThat(usage.parts())
        .containsExactly(
            new Part(null, counts().input(329).cacheWrite5m(55096).output(136).tokens()));
  }

  @Test
  void shouldNotCountTheOneIterationTwice() {
    assertThat(
            tokens(
                ANTHROPIC,
                """
                {'input_tokens': 54, 'output_tokens': 14, 'total_tokens': 68,
                 'iterations': [{'type': 'message', 'model': null, 'input_tokens': 54,
                  'output_tokens': 14}]}
                """))
        .isEqualTo(counts().input(54).output(14).tokens());
  }

  @Test
  void shouldFoldPartsOfTheModelThatTheCallerNames() {
    String json =
        """
        {"input_tokens": 54, "output_tokens": 14, "iterations": [
          {"type": "message", "model": "claude-x", "input_tokens": 54, "output_tokens": 14}]}
        """;

    assertThat(((Counted) UsageReader.read(ANTHROPIC, json, "claude-x")).parts())
        .containsExactly(new Part(null, counts().input(54).output(14).tokens()));
    assertThat(((Counted) UsageReader.read(ANTHROPIC, json, "claude-y")).parts())
        .containsExactly(new Part("claude-x", counts().input(54).output(14).tokens()));
  }

  @Test
  void shouldBookTheIterationsWhenTheSumsDiffer() {
    // the first answer's input alone: 412, but 412 + 1348 + 412 read are billed
    Counted usage =
        counted(
            ANTHROPIC,
            """
            {'input_tokens': 412, 'output_tokens': 531, 'iterations': [
               {'type': 'message', 'input_tokens': 412, 'output_tokens': 89},
               {'type': 'message', 'input_tokens': 1348, 'cache_read_input_tokens': 412,
                'output_tokens': 442}]}
            """);

    assertThat(usage.tokens()).isEqualTo(counts().input(1760).cacheRead(412).output(531).tokens());
    assertThat(usage.warnings())
        .containsExactly(
            "the object has input 412, output 531, cache read 0, cache write 0; its iterations of"
                + " type message have input 1760, output 531, cache read 412, cache write 0: the"
                + " iterations are booked, for Anthropic bills their sum");
  }

  @Test
  void shouldNotBookAFallbackThatDeclinedToo() {
    Counted usage =
        counted(
            ANTHROPIC,
            """
            {'input_tokens': 412, 'output_tokens': 0, 'iterations': [
               {'type': 'message', 'model': 'a', 'input_tokens': 408, 'output_tokens': 0},
               {'type': 'fallback_message', 'model': 'b', 'input_tokens': 412,
                'output_tokens': 0}]}
            """);

    assertThat(usage.tokens().getTotal()).isZero();
    assertThat(usage.warnings()).hasSize(2);
  }

  @Test
  void shouldCountTheEarlierAnswersOfTheModelThatFellBack() {
    // 400 + 500 and 50 + 30 are the sums; the first declined
    Counted usage =
        counted(
            ANTHROPIC,
            """
            {'input_tokens': 900, 'output_tokens': 80,
             'output_tokens_details': {'thinking_tokens': 60},
             'iterations': [
               {'type': 'message', 'model': 'a', 'input_tokens': 408, 'output_tokens': 0},
               {'type': 'message', 'model': 'b', 'input_tokens': 400, 'output_tokens': 50},
               {'type': 'fallback_message', 'model': 'b', 'input_tokens': 500,
                'output_tokens': 30}]}
            """);

    assertThat(usage.parts())
        .containsExactly(new Part("b", counts().input(900).output(20).reasoning(60).tokens()));
    assertThat(usage.warnings()).hasSize(1).first().asString().startsWith("iterations[0] declined");
  }

  @Test
  void shouldBookEveryAttemptOfAFallbackAtItsModel() {
    // the sums are those of the answer, 20 + 30; the attempt that broke off is billed besides
    Counted usage =
        counted(
            ANTHROPIC,
            """
            {'input_tokens': 20, 'output_tokens': 30,
             'output_tokens_details': {'thinking_tokens': 10},
             'iterations': [
               {'type': 'message', 'model': 'first', 'input_tokens': 20, 'output_tokens': 7},
               {'type': 'fallback_message', 'model': 'second', 'input_tokens': 20,
                'output_tokens': 30}]}
            """);

    assertThat(usage.warnings()).isEmpty();
    assertThat(usage.parts())
        .containsExactly(
            new Part("first", counts().input(20).output(7).tokens()),
            new Part("second", counts().input(20).output(20).reasoning(10).tokens()));
  }

  @Test
  void shouldNotBookAnAttemptThatDeclinedBeforeAnyOutput() {
    Counted usage =
        counted(
            ANTHROPIC,
            """
            {'input_tokens': 20, 'output_tokens': 30, 'iterations': [
               {'type': 'message', 'model': 'first', 'input_tokens': 21, 'output_tokens': 0},
               {'type': 'fallback_message', 'model': 'second', 'input_tokens': 20,
                'output_tokens': 30}]}
            """);

    assertThat(usage.parts())
        .containsExactly(new Part("second", counts().input(20).output(30).tokens()));
    assertThat(usage.warnings())
        .singleElement()
        .asString()
        .startsWith("iterations[0] declined before any output (input 21, output 0");
  }

  @Test
  void shouldSayWhatChangesEveryPrice() {
    Counted usage =
        counted(
            ANTHROPIC,
            "{'input_tokens': 1, 'output_tokens': 1, 'speed': 'fast', 'inference_geo': 'us'}");

    assertThat(usage.warnings())
        .hasSize(2)
        .anyMatch(warning -> warning.startsWith("speed is 'fast'"))
        .anyMatch(warning -> warning.startsWith("inference_geo is 'us'"));
  }

  @Test
  void shouldBookAnIterationOfAnUnknownType() {
    Counted usage =
        counted(
            ANTHROPIC,
            """
            {'input_tokens': 1, 'output_tokens': 2, 'iterations': [
               {'type': 'message', 'input_tokens': 1, 'output_tokens': 2},
               {'type': 'critique', 'model': 'm', 'input_tokens': 3, 'output_tokens': 4}]}
            """);

    assertThat(usage.parts())
        .containsExactly(
            new Part(null, counts().input(1).output(2).tokens()),
            new Part("m", counts().input(3).output(4).tokens()));
    assertThat(usage.warnings())
        .containsExactly(
            "iterations[1].type is 'critique', which is not known: it is booked as work beside the"
                + " answer");
  }
}
