package dev.costgraph.pricing;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Two independent price tables, read as they are published: LiteLLM's at four dates (USD per token)
 * and genai-prices (USD per million).
 */
final class PriceTables {

  /** The dates of the tables of LiteLLM, oldest first. */
  static final List<String> DATES = List.of("2025-02-06", "2025-08-23", "2026-02-24", "2026-08-01");

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /** Field of LiteLLM → component. */
  private static final Map<String, String> LITELLM =
      Map.of(
          "input_cost_per_token", "input",
          "output_cost_per_token", "output",
          "cache_read_input_token_cost", "cacheRead",
          "input_cost_per_token_cache_hit", "cacheRead",
          "cache_creation_input_token_cost", "cacheWrite5m",
          "cache_creation_input_token_cost_above_1hr", "cacheWrite1h",
          "output_cost_per_reasoning_token", "reasoning",
          "input_cost_per_audio_token", "audioInput",
          "output_cost_per_audio_token", "audioOutput");

  /** Field of genai-prices → component. */
  private static final Map<String, String> GENAI =
      Map.of(
          "input_mtok", "input",
          "output_mtok", "output",
          "cache_read_mtok", "cacheRead",
          "cache_write_mtok", "cacheWrite5m",
          "input_audio_mtok", "audioInput",
          "output_audio_mtok", "audioOutput");

  /** Provider → the prefixes of its models' keys in LiteLLM. */
  private static final Map<String, List<String>> PREFIXES =
      Map.ofEntries(
          Map.entry("alibaba", List.of("dashscope/")),
          Map.entry("anthropic", List.of("")),
          Map.entry("bedrock", List.of("")),
          Map.entry("cohere", List.of("cohere/", "")),
          Map.entry("deepseek", List.of("deepseek/", "")),
          Map.entry("fireworks", List.of("fireworks_ai/")),
          Map.entry("google", List.of("gemini/")),
          Map.entry("groq", List.of("groq/")),
          Map.entry("mistral", List.of("mistral/")),
          Map.entry("openai", List.of("")),
          Map.entry("together", List.of("together_ai/")),
          Map.entry("xai", List.of("xai/")));

  /** Provider → its id in genai-prices, where that is another. */
  private static final Map<String, String> GENAI_IDS = Map.of("bedrock", "aws", "xai", "x-ai");

  private final Map<String, JsonNode> litellm = new LinkedHashMap<>();
  private final Map<String, JsonNode> genai = new HashMap<>();

  PriceTables(Path folder) {
    for (String date : DATES) {
      litellm.put(date, read(folder.resolve("litellm/" + date + ".json")));
    }
    read(folder.resolve("genai-prices/data.json"))
        .forEach(provider -> genai.put(provider.get("id").textValue(), provider.get("models")));
  }

  /** {@return component → price per million in LiteLLM of that date, or null when unknown} */
  @Nullable Map<String, BigDecimal> litellm(String date, String provider, List<String> ids) {
    for (String id : ids) {
      for (String prefix : PREFIXES.getOrDefault(provider, List.of())) {
        JsonNode entry = litellm.getOrDefault(date, JSON.nullNode()).path(prefix + id);
        if (!entry.isMissingNode()) {
          Map<String, BigDecimal> prices = litellmPrices(entry);
          if (!prices.isEmpty()) {
            return prices;
          }
        }
      }
    }
    return null;
  }

  /** {@return the same in the newest LiteLLM that knows it, or null} */
  @Nullable Map<String, BigDecimal> newestLitellm(String provider, List<String> ids) {
    for (String date : DATES.reversed()) {
      Map<String, BigDecimal> prices = litellm(date, provider, ids);
      if (prices != null) {
        return prices;
      }
    }
    return null;
  }

  /** {@return whether LiteLLM of that date charges long prompts of the model more} */
  boolean isTiered(String date, String provider, List<String> ids) {
    for (String id : ids) {
      for (String prefix : PREFIXES.getOrDefault(provider, List.of())) {
        JsonNode entry = litellm.getOrDefault(date, JSON.nullNode()).path(prefix + id);
        BigDecimal base = decimal(entry.path("input_cost_per_token"));
        for (Map.Entry<String, JsonNode> field : entry.properties()) {
          boolean above =
              field.getKey().matches("(in|out)put_cost_per_token_above_\\d+k_tokens")
                  && decimal(field.getValue()).compareTo(base) != 0;
          if (above || field.getKey().equals("tiered_pricing")) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /**
   * {@return the price per million of a component in LiteLLM of that date, or null}
   *
   * @param suffix of the field, e.g. {@code _above_200k_tokens} or {@code _batches}
   */
  @Nullable BigDecimal litellm(
      String date, String provider, List<String> ids, String component, String suffix) {
    for (String id : ids) {
      for (String prefix : PREFIXES.getOrDefault(provider, List.of())) {
        JsonNode entry = litellm.getOrDefault(date, JSON.nullNode()).path(prefix + id);
        if (entry.has("input_cost_per_token")) {
          for (Map.Entry<String, String> field : LITELLM.entrySet()) {
            JsonNode value = entry.path(field.getKey() + suffix);
            if (field.getValue().equals(component) && !value.isMissingNode()) {
              return decimal(value).scaleByPowerOfTen(6);
            }
          }
          return null;
        }
      }
    }
    return null;
  }

  /** {@return the price per million of a component in genai-prices above a threshold, or null} */
  @Nullable BigDecimal genaiAbove(
      String provider, List<String> ids, LocalDate day, String component, int threshold) {
    JsonNode model = genaiModel(provider, ids);
    if (model != null) {
      for (Map.Entry<String, String> field : GENAI.entrySet()) {
        if (field.getValue().equals(component)) {
          for (JsonNode tier :
              holding(model.get("prices"), day).path(field.getKey()).path("tiers")) {
            if (tier.get("start").intValue() == threshold) {
              return decimal(tier.get("price"));
            }
          }
        }
      }
    }
    return null;
  }

  /** {@return component → price per million in genai-prices at that day, or null when unknown} */
  @Nullable Map<String, BigDecimal> genai(String provider, List<String> ids, LocalDate day) {
    JsonNode model = genaiModel(provider, ids);
    return model == null ? null : genaiPrices(holding(model.get("prices"), day));
  }

  /** {@return the first price of a list of them by the hour: DeepSeek's off-peak one} */
  Map<String, BigDecimal> genaiFirst(String provider, String id) {
    JsonNode model = genaiModel(provider, List.of(id));
    return model == null ? Map.of() : genaiPrices(model.path("prices").path(0).path("prices"));
  }

  private @Nullable JsonNode genaiModel(String provider, List<String> ids) {
    JsonNode models = genai.get(GENAI_IDS.getOrDefault(provider, provider));
    if (models == null) {
      return null;
    }
    for (String id : ids) {
      for (JsonNode model : models) {
        if (matches(model.get("match"), id.toLowerCase(Locale.ROOT))) {
          return model;
        }
      }
    }
    return null;
  }

  private static Map<String, BigDecimal> litellmPrices(JsonNode entry) {
    JsonNode base = entry;
    if (entry.has("tiered_pricing")) {
      base = entry.get("tiered_pricing").get(0); // the first range is that of short prompts
    }
    Map<String, BigDecimal> prices = new HashMap<>();
    for (Map.Entry<String, String> field : LITELLM.entrySet()) {
      JsonNode value = base.path(field.getKey());
      if (!value.isMissingNode() && !value.isNull()) {
        prices.put(field.getValue(), decimal(value).scaleByPowerOfTen(6));
      }
    }
    JsonNode search = entry.at("/search_context_cost_per_query/search_context_size_medium");
    if (!search.isMissingNode() && entry.path("litellm_provider").asText().equals("anthropic")) {
      prices.put("web_search_request", decimal(search)); // each, not per million
    }
    return prices;
  }

  /** {@return the prices of a day; of several by the hour the last} */
  private static JsonNode holding(JsonNode prices, LocalDate day) {
    JsonNode holding = prices;
    if (prices.isArray()) {
      for (JsonNode dated : prices) { // the last whose constraint is met holds
        JsonNode start = dated.path("constraint").path("start_date");
        if (start.isMissingNode() || !LocalDate.parse(start.textValue()).isAfter(day)) {
          holding = dated.get("prices");
        }
      }
    }
    return holding;
  }

  private static Map<String, BigDecimal> genaiPrices(JsonNode holding) {
    Map<String, BigDecimal> found = new HashMap<>();
    for (Map.Entry<String, String> field : GENAI.entrySet()) {
      JsonNode value = holding.path(field.getKey());
      if (!value.isMissingNode()) {
        found.put(field.getValue(), decimal(value.isObject() ? value.get("base") : value));
      }
    }
    return found;
  }

  private static boolean matches(JsonNode rule, String id) {
    String kind = rule.fieldNames().next();
    JsonNode value = rule.get(kind);
    List<JsonNode> parts = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(parts::add);
    }
    return switch (kind) {
      case "or" -> parts.stream().anyMatch(part -> matches(part, id));
      case "and" -> parts.stream().allMatch(part -> matches(part, id));
      case "equals" -> id.equals(lower(value));
      case "starts_with" -> id.startsWith(lower(value));
      case "ends_with" -> id.endsWith(lower(value));
      case "contains" -> id.contains(lower(value));
      case "regex" -> Pattern.compile(value.textValue()).matcher(id).find();
      default -> throw new IllegalArgumentException("unknown match rule " + kind);
    };
  }

  private static String lower(JsonNode value) {
    return value.textValue().toLowerCase(Locale.ROOT);
  }

  private static BigDecimal decimal(JsonNode value) {
    return value.isTextual() ? new BigDecimal(value.textValue()) : value.decimalValue();
  }

  private static JsonNode read(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
