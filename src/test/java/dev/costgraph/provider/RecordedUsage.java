package dev.costgraph.provider;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.costgraph.SharedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A usage object of a recorded response.
 *
 * @param name file and line, e.g. {@code gemini:197}
 * @param recordedApi what the recording calls the api
 * @param model as answered; empty when it is not recorded
 * @param requestModel as asked for; empty when it is not recorded
 */
record RecordedUsage(
    String name,
    String recordedApi,
    String model,
    String requestModel,
    String object,
    JsonNode usage) {

  static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  static List<RecordedUsage> all() {
    try (Stream<Path> files = Files.list(SharedData.folder("usage-payloads"))) {
      return files.sorted().flatMap(file -> read(file).stream()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The table of docs/pricing.md: whose form an object has that was recorded from an api. */
  ProviderApi api() {
    return switch (recordedApi) {
      case "openai_chat", "azure_openai_chat" -> ProviderApi.OPENAI_CHAT;
      case "openai_responses", "azure_openai_responses" -> ProviderApi.OPENAI_RESPONSES;
      case "anthropic" -> ProviderApi.ANTHROPIC;
      case "gemini", "vertex_gemini" -> ProviderApi.GEMINI;
      case "bedrock_converse" -> ProviderApi.BEDROCK_CONVERSE;
      case "bedrock_invoke" -> invoked();
      case "cohere" -> ProviderApi.COHERE;
      case "mistral" -> ProviderApi.MISTRAL;
      case "openrouter" -> ProviderApi.OPENROUTER;
      case "embeddings" -> ProviderApi.EMBEDDINGS;
      case "cerebras",
          "deepseek",
          "groq",
          "huggingface",
          "other",
          "snowflake",
          "together",
          "writer",
          "zai" ->
          ProviderApi.OPENAI_COMPATIBLE;
      default -> throw new IllegalStateException("no api for " + recordedApi);
    };
  }

  /** InvokeModel gives headers that count, or the body of the model's own api. */
  private ProviderApi invoked() {
    if (usage.has("x-amzn-bedrock-input-token-count")) {
      return isAbout("embed") ? ProviderApi.EMBEDDINGS : ProviderApi.BEDROCK_CONVERSE;
    }
    if (isAbout("claude")) {
      return ProviderApi.ANTHROPIC;
    }
    if (isAbout("openai")) {
      return object.equals("response") ? ProviderApi.OPENAI_RESPONSES : ProviderApi.OPENAI_CHAT;
    }
    return ProviderApi.OPENAI_COMPATIBLE;
  }

  private boolean isAbout(String family) {
    return model.contains(family) || requestModel.contains(family);
  }

  private static List<RecordedUsage> read(Path file) {
    List<RecordedUsage> usages = new ArrayList<>();
    String name = file.getFileName().toString().replace(".jsonl", "");
    try {
      for (String line : Files.readAllLines(file)) {
        JsonNode recorded = JSON.readTree(line);
        usages.add(
            new RecordedUsage(
                name + ":" + (usages.size() + 1),
                recorded.get("api").textValue(),
                recorded.path("model").asText(),
                recorded.path("request_model").asText(),
                recorded.path("object").asText(),
                recorded.get("usage")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return usages;
  }
}
