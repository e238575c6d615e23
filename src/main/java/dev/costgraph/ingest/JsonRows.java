package dev.costgraph.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.costgraph.Text;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON Lines: one object a line. Numbers are read as decimals, never as doubles. Token counts may
 * stand in {@code tokens}, tags in {@code tags} as an object or as a list of {key, value}, the
 * tasks that share it in {@code split} as a list of {taskId, weight} or as an object of weights.
 */
final class JsonRows implements Rows {

  /** A number with more digits than this before or after its point keeps its exponent. */
  private static final int PLAIN_DIGITS_MAX = 40;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /**
   * What stands in one object, or in a list of objects with two properties.
   *
   * @param needed whether there is no such thing as none
   */
  private record Pair(String prefix, String key, String value, boolean needed) {}

  private static final Pair TAG = new Pair(Columns.TAG_PREFIX, "key", "value", false);
  private static final Pair SHARE = new Pair(Columns.SPLIT_PREFIX, "taskId", "weight", true);

  @Override
  public Map<String, String> read(String line) {
    JsonNode object;
    try {
      object = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new BadLine(
          BadLine.Code.INVALID_JSON,
          null,
          "the line is not JSON: %s".formatted(Text.shown(e.getOriginalMessage())));
    }
    if (!object.isObject()) {
      throw new BadLine(BadLine.Code.INVALID_JSON, null, "the line is not a JSON object");
    }
    Map<String, String> fields = new HashMap<>();
    object
        .properties()
        .forEach(
            property -> {
              switch (property.getKey()) {
                case "tokens" -> tokens(property.getValue(), fields);
                case "tags" -> pairs(property, TAG, fields);
                case "split" -> pairs(property, SHARE, fields);
                default -> add(property.getKey(), property.getValue(), fields);
              }
            });
    return fields;
  }

  private static void tokens(JsonNode tokens, Map<String, String> fields) {
    requireObject("tokens", tokens);
    tokens
        .properties()
        .forEach(
            count -> {
              if (!Columns.isToken(count.getKey())) {
                throw unknown("tokens." + count.getKey());
              }
              add(count.getKey(), count.getValue(), fields);
            });
  }

  /** The keys go to the ledger as they are: it says what is wrong with an empty one. */
  private static void pairs(
      Map.Entry<String, JsonNode> property, Pair pair, Map<String, String> fields) {
    String name = property.getKey();
    JsonNode pairs = property.getValue();
    if (pair.needed && !pairs.isNull() && pairs.isEmpty()) {
      throw new BadLine(BadLine.Code.INVALID_VALUE, name, "split names no task");
    }
    if (!pairs.isArray()) {
      requireObject(name, pairs);
      pairs.properties().forEach(one -> put(name, pair, one.getKey(), one.getValue(), fields));
      return;
    }
    for (JsonNode one : pairs) {
      requireObject(name, one);
      JsonNode key = one.get(pair.key);
      JsonNode value = one.get(pair.value);
      if (key == null || value == null || !key.isTextual() || one.size() != 2) {
        throw new BadLine(
            BadLine.Code.INVALID_VALUE,
            name,
            "each of a list of %s is {\"%s\": …, \"%s\": …}".formatted(name, pair.key, pair.value));
      }
      put(name, pair, key.textValue(), value, fields);
    }
  }

  private static void put(
      String name, Pair pair, String key, JsonNode value, Map<String, String> fields) {
    if (pair.needed && value.isNull()) {
      throw new BadLine(
          BadLine.Code.INVALID_VALUE,
          name,
          "task '%s' of split has no weight".formatted(Text.shown(key)));
    }
    put(pair.prefix + key, text(name, value), fields);
  }

  private static void add(String name, JsonNode value, Map<String, String> fields) {
    if (!Columns.isKnown(name)) {
      throw unknown(name);
    }
    put(name, text(name, value), fields);
  }

  private static void put(String name, @Nullable String text, Map<String, String> fields) {
    if (text != null && fields.put(name, text) != null) {
      throw new BadLine(BadLine.Code.INVALID_VALUE, name, "%s twice".formatted(name));
    }
  }

  private static @Nullable String text(String field, JsonNode value) {
    if (value.isNull()) {
      return null;
    }
    if (value.isTextual()) {
      return value.textValue();
    }
    if (!value.isNumber()) {
      throw new BadLine(
          BadLine.Code.INVALID_VALUE, field, "%s is neither a text nor a number".formatted(field));
    }
    BigDecimal number = value.decimalValue();
    boolean plain = Math.abs((long) number.scale()) <= PLAIN_DIGITS_MAX;
    return plain ? number.toPlainString() : number.toString();
  }

  private static void requireObject(String field, JsonNode value) {
    if (!value.isObject()) {
      throw new BadLine(BadLine.Code.INVALID_VALUE, field, "%s is not an object".formatted(field));
    }
  }

  private static BadLine unknown(String name) {
    return new BadLine(
        BadLine.Code.UNKNOWN_FIELD,
        Text.shown(name),
        "field '%s' is not known; known are %s, tokens, tags, split"
            .formatted(Text.shown(name), Columns.known()));
  }
}
