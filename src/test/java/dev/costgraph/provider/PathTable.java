package dev.costgraph.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.costgraph.pricing.TokenCounts;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A second reading of usage objects, by sums of paths: an object is flattened to path → number,
 * lists by their modality or lifetime, or summed up, and each count is a sum over a table. A name
 * that is not a path is another count of the same table.
 */
final class PathTable {

  private static final String OPENAI =
      """
      cacheRead = %1$ss_details.cached_tokens|%1$s_details.cached_tokens|cached_tokens\
      |num_cached_tokens|prompt_cache_hit_tokens
      cacheWrite5m = %1$ss_details.cache_write_tokens
      audioInput = %1$ss_details.audio_tokens|%1$s_details.audio_tokens
      imageInput = %1$ss_details.image_tokens
      input = %1$ss - cacheRead - cacheWrite5m - audioInput - imageInput
      reasoning = %2$ss_details.reasoning_tokens|%2$s_details.reasoning_tokens
      audioOutput = %2$ss_details.audio_tokens
      imageOutput = %2$ss_details.image_tokens
      output = %2$ss - reasoning - audioOutput - imageOutput
      total = total_tokens
      """;

  private static final String CHAT = OPENAI.formatted("prompt_token", "completion_token");

  private static final String RESPONSES = OPENAI.formatted("input_token", "output_token");

  private static final String ANTHROPIC =
      """
      input = iterations[].input_tokens|input_tokens
      cacheRead = iterations[].cache_read_input_tokens|cache_read_input_tokens
      cacheWrite1h = iterations[].cache_creation.ephemeral_1h_input_tokens\
      |cache_creation.ephemeral_1h_input_tokens
      cacheWrite5m = iterations[].cache_creation_input_tokens|cache_creation_input_tokens\
       - cacheWrite1h
      reasoning = output_tokens_details.thinking_tokens
      output = iterations[].output_tokens|output_tokens - reasoning
      """;

  private static final String GEMINI =
      """
      cacheRead = cachedContentTokenCount
      audioInput = promptTokensDetails[AUDIO] - cacheTokensDetails[AUDIO]
      imageInput = promptTokensDetails[IMAGE] - cacheTokensDetails[IMAGE]
      input = promptTokenCount + toolUsePromptTokenCount - cacheRead - audioInput - imageInput
      reasoning = thoughtsTokenCount
      output = candidatesTokenCount
      total = totalTokenCount
      """;

  private static final String INTERACTION =
      """
      cacheRead = total_cached_tokens
      imageInput = input_tokens_by_modality[IMAGE]
      input = total_input_tokens + total_tool_use_tokens - cacheRead - imageInput
      reasoning = total_thought_tokens
      output = total_output_tokens
      total = total_tokens
      """;

  private static final String CONVERSE =
      """
      input = inputTokens
      cacheRead = cacheReadInputTokens|cacheReadInputTokenCount
      cacheWrite1h = cacheDetails[1H]
      cacheWrite5m = cacheWriteInputTokens|cacheWriteInputTokenCount - cacheWrite1h
      output = outputTokens
      total = totalTokens
      """;

  private static final String HEADERS =
      """
      input = x-amzn-bedrock-input-token-count
      cacheRead = x-amzn-bedrock-cache-read-input-token-count
      cacheWrite5m = x-amzn-bedrock-cache-write-input-token-count
      output = x-amzn-bedrock-output-token-count
      """;

  private static final String COHERE =
      """
      input = billed_units.input_tokens
      output = billed_units.output_tokens
      """;

  private static final String EMBEDDINGS =
      """
      input = prompt_tokens|total_tokens|x-amzn-bedrock-input-token-count
      total = total_tokens
      """;

  private final Map<String, String> sums = new HashMap<>();
  private final Map<String, Long> numbers = new HashMap<>();

  private PathTable(String table, JsonNode usage) {
    table
        .lines()
        .forEach(line -> sums.put(line.split(" = ", 2)[0], line.split(" = ", 2)[1].strip()));
    flatten("", usage);
  }

  static PathTable of(RecordedUsage recorded) {
    JsonNode usage = recorded.usage();
    String table =
        switch (recorded.api()) {
          case ANTHROPIC -> ANTHROPIC;
          case GEMINI ->
              usage.has("prompt_tokens")
                  ? CHAT
                  : usage.has("total_input_tokens") ? INTERACTION : GEMINI;
          case BEDROCK_CONVERSE -> usage.has("inputTokens") ? CONVERSE : HEADERS;
          case COHERE -> COHERE;
          case EMBEDDINGS -> EMBEDDINGS;
          default -> usage.has("input_tokens") ? RESPONSES : CHAT;
        };
    return new PathTable(table, usage);
  }

  TokenCounts counts() {
    return new TokenCounts(
        sum("input"),
        sum("output"),
        sum("cacheRead"),
        sum("cacheWrite5m"),
        sum("cacheWrite1h"),
        sum("reasoning"),
        sum("audioInput"),
        sum("audioOutput"),
        sum("imageInput"),
        sum("imageOutput"));
  }

  boolean hasTotal() {
    return numbers.containsKey(sums.getOrDefault("total", ""));
  }

  long total() {
    return sum("total");
  }

  private long sum(String name) {
    String terms = sums.get(name);
    if (terms == null) {
      return 0;
    }
    long sum = 0;
    long sign = 1;
    for (String term : terms.split(" ", -1)) {
      switch (term) {
        case "+" -> sign = 1;
        case "-" -> sign = -1;
        default -> sum += sign * (sums.containsKey(term) ? sum(term) : first(term));
      }
    }
    return sum;
  }

  private long first(String alternatives) {
    for (String path : alternatives.split("\\|", -1)) {
      Long number = numbers.get(path);
      if (number != null) {
        return number;
      }
    }
    return 0;
  }

  private void flatten(String path, JsonNode node) {
    if (node.isNumber()) {
      numbers.merge(path, node.longValue(), Long::sum);
    }
    node.properties()
        .forEach(
            field ->
                flatten(
                    path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                    field.getValue()));
    if (node.isArray()) {
      for (JsonNode element : node) {
        JsonNode label = element.has("modality") ? element.get("modality") : element.path("ttl");
        JsonNode count =
            element.has("tokenCount")
                ? element.get("tokenCount")
                : element.has("tokens") ? element.get("tokens") : element.path("inputTokens");
        if (label.isMissingNode()) {
          flatten(path + "[]", element);
        } else {
          String key = path + "[" + label.asText().toUpperCase(Locale.ROOT) + "]";
          numbers.merge(key, count.asLong(), Long::sum);
        }
      }
    }
  }
}
