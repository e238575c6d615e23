package dev.costgraph.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The prices of genai-prices, found and multiplied by its own published rules and by no code of
 * this service: providers and models by their match rules, the last price whose constraint is met,
 * the tier that the whole input passes, and each token once, at the most specific unit that has a
 * price.
 */
final class GenaiTable {

  private final List<JsonNode> providers = new ArrayList<>();

  GenaiTable(Path file) {
    try {
      RecordedUsage.JSON.readTree(file.toFile()).forEach(providers::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A model of the table.
   *
   * @param provider whose price it is, which may be another than the host
   */
  record Listed(String provider, String model, JsonNode prices) {

    /**
     * {@return the exact cost in USD, not rounded; null when the counts contradict each other}
     *
     * @param counts of genai-prices' names, e.g. {@code input_tokens}, the whole of the input
     */
    @Nullable BigDecimal cost(Map<String, Long> counts, Instant at) {
      Map<Set<String>, JsonNode> prices = new HashMap<>();
      holding(at).properties().forEach(price -> prices.put(unit(price.getKey()), price.getValue()));
      Map<Set<String>, Long> used = new HashMap<>();
      counts.forEach((name, count) -> used.put(unit(name), count));
      long input = counts.getOrDefault("input_tokens", 0L);
      BigDecimal millionths = BigDecimal.ZERO;
      for (Map.Entry<Set<String>, JsonNode> price : prices.entrySet()) {
        long tokens = 0;
        for (Set<String> part : prices.keySet()) {
          if (part.containsAll(price.getKey())) { // what is priced as a part is taken out
            long sign = (part.size() - price.getKey().size()) % 2 == 0 ? 1 : -1;
            tokens += sign * used.getOrDefault(part, 0L);
          }
        }
        if (tokens < 0) {
          return null;
        }
        BigDecimal unitPrice = atLength(price.getValue(), input);
        millionths = millionths.add(unitPrice.multiply(BigDecimal.valueOf(tokens)));
      }
      return millionths.movePointLeft(6);
    }

    /** {@return the last of several prices whose constraint is met, else the first} */
    private JsonNode holding(Instant at) {
      if (!prices.isArray()) {
        return prices;
      }
      JsonNode holding = prices.get(0).get("prices");
      for (JsonNode dated : prices) {
        if (isMet(dated.path("constraint"), at)) {
          holding = dated.get("prices");
        }
      }
      return holding;
    }

    private static boolean isMet(JsonNode constraint, Instant at) {
      if (constraint.has("start_date")) {
        LocalDate start = LocalDate.parse(constraint.get("start_date").textValue());
        return !start.isAfter(at.atZone(ZoneOffset.UTC).toLocalDate());
      }
      if (constraint.has("start_time")) {
        OffsetTime time = at.atOffset(ZoneOffset.UTC).toOffsetTime();
        return !time.isBefore(OffsetTime.parse(constraint.get("start_time").textValue()))
            && time.isBefore(OffsetTime.parse(constraint.get("end_time").textValue()));
      }
      return constraint.isMissingNode();
    }

    private static BigDecimal atLength(JsonNode price, long input) {
      if (price.isNumber()) {
        return price.decimalValue();
      }
      BigDecimal found = price.get("base").decimalValue();
      for (JsonNode tier : price.get("tiers")) { // ascending
        found = input > tier.get("start").longValue() ? tier.get("price").decimalValue() : found;
      }
      return found;
    }

    /**
     * {@return the words of a unit: a unit with more of them is a part}, {@code cache_read_mtok}
     * one of {@code input_mtok}
     */
    private static Set<String> unit(String name) {
      Set<String> words = new HashSet<>(List.of(name.split("_", -1)));
      if (!words.remove("mtok") && !words.remove("tokens")) {
        throw new IllegalStateException("this reading knows tokens alone, not " + name);
      }
      if (words.remove("cache")) {
        words.add("input");
      }
      return words;
    }
  }

  /**
   * {@return what a name means at a host, or null}
   *
   * @param host null: unknown, the name decides
   */
  @Nullable Listed find(@Nullable String host, String model) {
    String name = model.toLowerCase(Locale.ROOT);
    JsonNode provider = host == null ? providerOf(name) : provider(host);
    return provider == null ? null : find(provider, name);
  }

  private @Nullable Listed find(JsonNode provider, String model) {
    for (JsonNode listed : provider.get("models")) {
      if (matches(listed.get("match"), model)) {
        return new Listed(
            provider.get("id").asText(), listed.get("id").asText(), listed.get("prices"));
      }
    }
    for (JsonNode fallback : provider.path("fallback_model_providers")) {
      JsonNode other = provider(fallback.textValue());
      Listed listed = other == null ? null : find(other, model);
      if (listed != null) {
        return listed;
      }
    }
    return null;
  }

  private @Nullable JsonNode provider(String host) {
    for (JsonNode provider : providers) {
      if (provider.get("id").asText().equals(host)) {
        return provider;
      }
    }
    return matching("provider_match", host);
  }

  private @Nullable JsonNode providerOf(String model) {
    return matching("model_match", model);
  }

  private @Nullable JsonNode matching(String rule, String name) {
    for (JsonNode provider : providers) {
      if (provider.has(rule) && matches(provider.get(rule), name)) {
        return provider;
      }
    }
    return null;
  }

  private static boolean matches(JsonNode rule, String name) {
    Map.Entry<String, JsonNode> only = rule.properties().iterator().next();
    JsonNode value = only.getValue();
    String text = value.asText().toLowerCase(Locale.ROOT);
    return switch (only.getKey()) {
      case "equals" -> name.equals(text);
      case "starts_with" -> name.startsWith(text);
      case "ends_with" -> name.endsWith(text);
      case "contains" -> name.contains(text);
      case "regex" -> Pattern.compile(value.textValue()).matcher(name).find();
      case "or" -> parts(value).stream().anyMatch(part -> matches(part, name));
      case "and" -> parts(value).stream().allMatch(part -> matches(part, name));
      default -> throw new IllegalStateException("unknown rule " + rule);
    };
  }

  private static List<JsonNode> parts(JsonNode list) {
    List<JsonNode> parts = new ArrayList<>();
    list.forEach(parts::add);
    return parts;
  }
}
