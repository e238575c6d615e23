package dev.costgraph.provider;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What tells the form of one provider from another's, so that a refusal can say which it is. */
final class Shapes {

  /** Field → the apis whose form has it; the first that is there tells. */
  private static final Map<String, String> MARKS = marks();

  /** Where a response keeps its usage object. */
  private static final List<String> AROUND =
      List.of("usage", "usageMetadata", "usage_metadata", "meta", "response", "message");

  private Shapes() {}

  /**
   * {@return why an object without the first field of its form is refused}
   *
   * @param first the field that every object of the form has
   */
  static RefusedUsage withoutFirst(UsageJson json, ProviderApi api, String first) {
    for (Map.Entry<String, String> mark : MARKS.entrySet()) {
      if (json.has(mark.getKey()) && !mark.getValue().contains(api.name())) {
        return RefusedUsage.ofAnotherApi(json.pathOf(mark.getKey()), api, mark.getValue());
      }
    }
    for (String name : AROUND) {
      if (json.has(name)) {
        return RefusedUsage.around(json.pathOf(name));
      }
    }
    return RefusedUsage.incomplete(
        json.pathOf(first), "send the usage object of the whole response, not of an event");
  }

  private static Map<String, String> marks() {
    Map<String, String> marks = new LinkedHashMap<>();
    for (String name :
        List.of(
            "promptTokenCount",
            "prompt_token_count",
            "candidatesTokenCount",
            "candidates_token_count",
            "total_input_tokens",
            "totalInputTokens")) {
      marks.put(name, "GEMINI");
    }
    for (String name :
        List.of(
            "inputTokens",
            "outputTokens",
            "x-amzn-bedrock-input-token-count",
            "x-amzn-bedrock-output-token-count")) {
      marks.put(name, "BEDROCK_CONVERSE");
    }
    marks.put("billed_units", "COHERE");
    marks.put("cache_read_input_tokens", "ANTHROPIC");
    marks.put("cache_creation_input_tokens", "ANTHROPIC");
    marks.put("prompt_tokens", "OPENAI_CHAT or OPENAI_COMPATIBLE");
    marks.put("completion_tokens", "OPENAI_CHAT or OPENAI_COMPATIBLE");
    marks.put("input_tokens", "OPENAI_RESPONSES or ANTHROPIC, whoever answered");
    marks.put("output_tokens", "OPENAI_RESPONSES or ANTHROPIC, whoever answered");
    return marks;
  }
}
