package dev.costgraph.provider;

import static dev.costgraph.provider.ProviderApi.ANTHROPIC;
import static dev.costgraph.provider.ProviderApi.BEDROCK_CONVERSE;
import static dev.costgraph.provider.ProviderApi.COHERE;
import static dev.costgraph.provider.ProviderApi.EMBEDDINGS;
import static dev.costgraph.provider.ProviderApi.GEMINI;
import static dev.costgraph.provider.ProviderApi.OPENAI_CHAT;
import static dev.costgraph.provider.ProviderApi.OPENAI_RESPONSES;
import static dev.costgraph.provider.ProviderApi.OPENROUTER;
import static dev.costgraph.provider.Reading.counted;
import static dev.costgraph.provider.Reading.counts;
import static dev.costgraph.provider.Reading.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.Limits;
import dev.costgraph.provider.ProviderUsage.Reason;
import dev.costgraph.provider.ProviderUsage.Refused;
import org.junit.jupiter.api.Test;

/** What is refused: each names the field, the value and the way out. */
class RefusedUsageTests {

  private static final String CHAT = "{'prompt_tokens': %s, 'completion_tokens': 1}";

  @Test
  void shouldRefuseCountsThatAreNone() {
    says(CHAT.formatted("-5"), Reason.NEGATIVE, "prompt_tokens", "is -5, below zero");
    says(CHAT.formatted("1.5"), Reason.NOT_AN_INTEGER, "prompt_tokens", "is 1.5, not a whole");
    says(CHAT.formatted("1e-400"), Reason.NOT_AN_INTEGER, "prompt_tokens", "not a whole number");
    says(CHAT.formatted("'12'"), Reason.NOT_AN_INTEGER, "prompt_tokens", "is the text '12'");
    says(CHAT.formatted("true"), Reason.NOT_AN_INTEGER, "prompt_tokens", "is true, not a whole");
    says(CHAT.formatted("{}"), Reason.NOT_AN_INTEGER, "prompt_tokens", "is an object, not a");
    says(CHAT.formatted("2147483648"), Reason.TOO_LARGE, "prompt_tokens", "above 2147483647");
    says(CHAT.formatted("1000e2147483640"), Reason.TOO_LARGE, "prompt_tokens", "above 2147483647");
    says(CHAT.formatted("1e400"), Reason.TOO_LARGE, "prompt_tokens", "above 2147483647");
    says(CHAT.formatted("9".repeat(60)), Reason.TOO_LARGE, "prompt_tokens", "above 2147483647");
    assertThat(counted(OPENAI_CHAT, CHAT.formatted("2147483647")).tokens())
        .isEqualTo(counts().input(2_147_483_647L).output(1).tokens());
    assertThat(counted(OPENAI_CHAT, CHAT.formatted("1.2e1")).tokens().input()).isEqualTo(12);
    assertThat(counted(OPENAI_CHAT, CHAT.formatted("0.00")).tokens().input()).isZero();
  }

  @Test
  void shouldNameTheFieldInsideListsAndObjects() {
    Refused refused =
        refused(
            ANTHROPIC,
            """
            {'input_tokens': 1, 'output_tokens': 1, 'iterations': [
              {'input_tokens': 1, 'output_tokens': 1},
              {'input_tokens': 1, 'output_tokens': 1,
               'cache_creation': {'ephemeral_1h_input_tokens': -3}}]}
            """);

    assertThat(refused.path()).isEqualTo("iterations[1].cache_creation.ephemeral_1h_input_tokens");
    assertThat(refused.message())
        .isEqualTo(
            "iterations[1].cache_creation.ephemeral_1h_input_tokens is -3, below zero; send the"
                + " provider's object unchanged, or give tokens instead");
  }

  @Test
  void shouldRefuseSumsThatPassTheBoundOfACount() {
    String half = "{'type': 'message', 'input_tokens': 2000000000, 'output_tokens': 0}";

    assertThat(
            refused(
                    ANTHROPIC,
                    "{'input_tokens': 1, 'output_tokens': 0, 'iterations': [%s, %s]}"
                        .formatted(half, half))
                .message())
        .startsWith("$ is a sum of 4000000000, above 2147483647");
  }

  @Test
  void shouldRefuseFieldsOfAnotherType() {
    says(
        "{'prompt_tokens': 1, 'completion_tokens': 1, 'prompt_tokens_details': [1]}",
        Reason.WRONG_SHAPE,
        "prompt_tokens_details",
        "is a list, not an object");
    assertThat(
            refused(ANTHROPIC, "{'input_tokens': 1, 'output_tokens': 1, 'iterations': {'a': 'b'}}"))
        .extracting("reason", "path")
        .containsExactly(Reason.WRONG_SHAPE, "iterations");
    assertThat(
            refused(
                    GEMINI,
                    "{'promptTokenCount': 1, 'totalTokenCount': 1, 'promptTokensDetails': [7]}")
                .path())
        .isEqualTo("promptTokensDetails[0]");
    assertThat(
            refused(
                    OPENAI_CHAT,
                    "{'prompt_tokens': 1, 'completion_tokens': 1, 'service_tier': {'a': 1}}")
                .path())
        .isEqualTo("service_tier");
  }

  @Test
  void shouldRefuseCostsThatAreNone() {
    String json = "{'prompt_tokens': 1, 'completion_tokens': 1, 'cost': %s}";

    assertThat(refused(OPENROUTER, json.formatted("-0.1")).reason()).isEqualTo(Reason.NEGATIVE);
    assertThat(refused(OPENROUTER, json.formatted("1e99")).reason()).isEqualTo(Reason.TOO_LARGE);
    assertThat(refused(OPENROUTER, json.formatted("'1'")).path()).isEqualTo("cost");
    assertThat(refused(OPENROUTER, json.formatted("1e-999999999")).message())
        .startsWith("cost is 1E-999999999, with more than 64 decimals");
  }

  @Test
  void shouldRefuseWhatIsNoObject() {
    for (String json : new String[] {"", "   ", "[]", "7", "'text'", "null"}) {
      assertThat(refused(OPENAI_CHAT, json).reason()).as(json).isEqualTo(Reason.WRONG_SHAPE);
    }
    for (String json :
        new String[] {"{", "{'a': 1,}", "{'a': 1} {}", "{'a': 01}", "{'a': NaN}", "{a: 1}"}) {
      assertThat(refused(OPENAI_CHAT, json).reason()).as(json).isEqualTo(Reason.UNREADABLE_JSON);
    }
  }

  @Test
  void shouldRefuseDuplicateKeysDepthAndLength() {
    assertThat(refused(OPENAI_CHAT, "{'prompt_tokens': 1, 'prompt_tokens': 2}"))
        .satisfies(
            refused -> {
              assertThat(refused.reason()).isEqualTo(Reason.UNREADABLE_JSON);
              assertThat(refused.path()).isEqualTo("$");
              assertThat(refused.message()).contains("Duplicate field 'prompt_tokens'");
            });
    assertThat(refused(OPENAI_CHAT, "{'a':".repeat(16) + "{}" + "}".repeat(16)).message())
        .contains("nesting depth");
    assertThat(refused(OPENAI_CHAT, CHAT.formatted("9".repeat(65))).reason())
        .isEqualTo(Reason.UNREADABLE_JSON);
    String blank = " ".repeat(Limits.PROVIDER_USAGE_CHARS_MAX);
    assertThat(refused(OPENAI_CHAT, blank + "{}").reason()).isEqualTo(Reason.JSON_TOO_LARGE);
    assertThat(refused(OPENAI_CHAT, blank.substring(2) + "{}").reason())
        .isEqualTo(Reason.INCOMPLETE);
  }

  @Test
  void shouldNameTheApiOfAnObjectOfAnotherForm() {
    String openAi = "{'prompt_tokens': 1, 'completion_tokens': 1}";
    String responses = "{'input_tokens': 1, 'output_tokens': 1, 'input_tokens_details': {}}";
    String anthropic = "{'input_tokens': 1, 'output_tokens': 1, 'cache_read_input_tokens': 5}";
    String gemini = "{'promptTokenCount': 1, 'totalTokenCount': 1}";
    String bedrock = "{'inputTokens': 1, 'outputTokens': 1}";
    String cohere = "{'billed_units': {'input_tokens': 1, 'output_tokens': 1}}";

    belongs(OPENAI_RESPONSES, openAi, "OPENAI_CHAT");
    belongs(OPENAI_CHAT, responses, "OPENAI_RESPONSES");
    belongs(OPENAI_RESPONSES, anthropic, "ANTHROPIC");
    belongs(OPENAI_CHAT, anthropic, "ANTHROPIC");
    belongs(ANTHROPIC, responses, "OPENAI_RESPONSES");
    belongs(ANTHROPIC, openAi, "OPENAI_CHAT");
    belongs(OPENAI_CHAT, gemini, "GEMINI");
    belongs(GEMINI, bedrock, "BEDROCK_CONVERSE");
    belongs(BEDROCK_CONVERSE, cohere, "COHERE");
    belongs(COHERE, openAi, "OPENAI_CHAT");
    belongs(EMBEDDINGS, bedrock, "BEDROCK_CONVERSE");
  }

  @Test
  void shouldAskForTheObjectInsideAResponse() {
    assertThat(refused(OPENAI_CHAT, "{'id': 'x', 'usage': {'prompt_tokens': 1}}").message())
        .startsWith("usage is a field of a response, not of a usage object");
  }

  @Test
  void shouldRefuseMoreModelsThanOneResponseHas() {
    StringBuilder iterations = new StringBuilder();
    for (int i = 0; i <= Limits.PROVIDER_MODELS_MAX; i++) {
      iterations
          .append(i == 0 ? "" : ",")
          .append("{'type': 'advisor_message', 'input_tokens': 1, 'output_tokens': 1,")
          .append("'model': 'm")
          .append(i)
          .append("'}");
    }

    assertThat(
            refused(
                    ANTHROPIC,
                    "{'input_tokens': 0, 'output_tokens': 0, 'iterations': [" + iterations + "]}")
                .path())
        .isEqualTo("iterations");
  }

  @Test
  void shouldShowNoControlCharactersAndNoEndlessText() {
    Refused refused = refused(OPENAI_CHAT, CHAT.formatted("'" + "x".repeat(500) + "'"));
    assertThat(refused.message()).hasSizeLessThan(200);
    assertThat(refused(OPENAI_CHAT, CHAT.formatted("'\\u0000\\n'")).message())
        .contains("is the text '··'");
  }

  private static void says(String json, Reason reason, String path, String what) {
    Refused refused = refused(OPENAI_CHAT, json);
    assertThat(refused.reason()).as(json).isEqualTo(reason);
    assertThat(refused.path()).as(json).isEqualTo(path);
    assertThat(refused.message())
        .as(json)
        .startsWith(path + " ")
        .contains(what)
        .endsWith("; send the provider's object unchanged, or give tokens instead");
  }

  private static void belongs(ProviderApi sent, String json, String to) {
    Refused refused = refused(sent, json);
    assertThat(refused.reason()).as(json).isEqualTo(Reason.WRONG_SHAPE);
    assertThat(refused.message())
        .as(json)
        .contains("not of the form of " + sent)
        .contains("send the object with api " + to);
  }
}
