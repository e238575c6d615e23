package dev.costgraph.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The extractors that genai-prices publishes as data: which field of a response adds to which of
 * its counts. Its input_tokens holds the cached tokens.
 */
final class GenaiExtractors {

  private final Map<String, JsonNode> extractors = new HashMap<>();

  GenaiExtractors(Path file) {
    try {
      for (JsonNode provider : RecordedUsage.JSON.readTree(file.toFile())) {
        for (JsonNode extractor : provider.path("extractors")) {
          extractors.put(
              provider.get("id").asText() + "/" + extractor.get("api_flavor").asText(), extractor);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the name of the extractor for an object; null when none is published} */
  static @Nullable String nameFor(RecordedUsage recorded) {
    boolean responses = recorded.usage().has("input_tokens");
    return switch (recorded.recordedApi()) {
      case "openai_chat" -> "openai/chat";
      case "azure_openai_chat" -> "azure/chat";
      case "openai_responses" -> "openai/responses";
      case "azure_openai_responses" -> "azure/responses";
      case "anthropic" -> "anthropic/default";
      case "gemini", "vertex_gemini" ->
          recorded.usage().has("prompt_tokens") ? "google/chat" : "google/default";
      case "bedrock_converse" -> "aws/default";
      case "bedrock_invoke" ->
          switch (recorded.api()) {
            case ANTHROPIC -> "aws/anthropic";
            case OPENAI_CHAT, OPENAI_COMPATIBLE -> "openai/chat";
            case OPENAI_RESPONSES -> "openai/responses";
            default -> null;
          };
      case "cerebras" -> "cerebras/chat";
      case "cohere" -> "cohere/default";
      case "deepseek" -> responses ? "openai/responses" : "deepseek/chat";
      case "groq" -> "groq/default";
      case "huggingface" -> "huggingface_together/chat";
      case "mistral" -> "mistral/default";
      case "openrouter" -> responses ? "openai/responses" : "openrouter/chat";
      case "zai" -> "zhipuai/chat";
      case "embeddings" -> "openai/embeddings";
      default -> responses ? "openai/responses" : "openai/chat";
    };
  }

  /** {@return count → tokens; null when a field that the extractor requires is missing} */
  @Nullable Map<String, Long> extract(String name, JsonNode usage) {
    JsonNode extractor = extractors.get(name);
    if (extractor == null) {
      throw new IllegalStateException("no extractor " + name);
    }
    ObjectNode response = RecordedUsage.JSON.createObjectNode();
    response.set("usage", usage);
    response.set("usageMetadata", usage);
    JsonNode root = at(response, extractor.get("root"));
    Map<String, Long> counts = new HashMap<>();
    for (JsonNode mapping : extractor.get("mappings")) {
      JsonNode value = at(root, mapping.get("path"));
      if (value.isNumber()) {
        counts.merge(mapping.get("dest").asText(), value.longValue(), Long::sum);
      } else if (mapping.path("required").asBoolean(true)) {
        return null;
      }
    }
    return counts;
  }

  private static JsonNode at(JsonNode from, JsonNode path) {
    List<JsonNode> steps =
        path.isArray() ? StreamSupport.stream(path.spliterator(), false).toList() : List.of(path);
    JsonNode node = from;
    for (JsonNode step : steps) {
      node = step.isTextual() ? node.path(step.textValue()) : matching(node, step);
    }
    return node;
  }

  private static JsonNode matching(JsonNode list, JsonNode step) {
    String field = step.get("field").asText();
    String wanted = step.get("match").get("equals").asText();
    for (JsonNode element : list) {
      if (element.path(field).asText().equals(wanted)) {
        return element;
      }
    }
    return RecordedUsage.JSON.missingNode();
  }
}
