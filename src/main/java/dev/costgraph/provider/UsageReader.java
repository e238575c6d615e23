package dev.costgraph.provider;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.costgraph.Limits;
import org.jspecify.annotations.Nullable;

/** Reads usage objects of providers. Numbers are exact, no key may be there twice. */
public final class UsageReader {

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(Limits.PROVIDER_USAGE_DEPTH_MAX)
                          .maxNumberLength(Limits.PROVIDER_NUMBER_CHARS_MAX)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private UsageReader() {}

  /**
   * Takes a usage object apart.
   *
   * @param json the object alone, as the provider sent it, of the whole response
   * @param model the name under which the usage is booked; what the object says of a model of this
   *     name is part of the usage's own counts. Null: not known
   */
  public static ProviderUsage read(ProviderApi api, String json, @Nullable String model) {
    try {
      if (json.length() > Limits.PROVIDER_USAGE_CHARS_MAX) {
        throw RefusedUsage.jsonTooLarge(json.length());
      }
      Findings found = new Findings(model);
      UsageJson usage = UsageJson.of(parsed(json), found);
      ServiceTiers.read(usage, found);
      read(api, usage, found);
      usage.warnOfUnknown();
      return found.toUsage();
    } catch (RefusedUsage e) {
      return e.refusal();
    }
  }

  private static void read(ProviderApi api, UsageJson usage, Findings found) {
    switch (api) {
      case OPENAI_CHAT, OPENAI_RESPONSES, OPENAI_COMPATIBLE, MISTRAL ->
          OpenAiUsage.read(api, usage, found);
      case OPENROUTER -> {
        if (OpenAiUsage.isAnthropics(usage)) {
          AnthropicUsage.read(usage, found);
        } else {
          OpenAiUsage.read(api, usage, found);
          StatedByHost.openRouterTools(usage, found);
        }
        StatedByHost.openRouterCost(usage, found);
      }
      case XAI -> {
        OpenAiUsage.read(api, usage, found);
        StatedByHost.xai(usage, found);
      }
      case ANTHROPIC -> AnthropicUsage.read(usage, found);
      case GEMINI -> GeminiUsage.read(usage, found);
      case BEDROCK_CONVERSE -> BedrockUsage.read(usage, found);
      case COHERE -> CohereUsage.read(usage, found);
      case EMBEDDINGS -> EmbeddingUsage.read(usage, found);
    }
  }

  private static JsonNode parsed(String json) {
    try {
      return BedrockUsage.withHeadersAsNumbers(JSON.readTree(json));
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw RefusedUsage.unreadable(
          e.getOriginalMessage(),
          at == null ? 1 : at.getLineNr(),
          at == null ? 1 : at.getColumnNr());
    }
  }
}
