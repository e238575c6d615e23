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
 * stand in {@code tokens}, tags in {@code tags} as an object or as a list of {key, value}.
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
                case "tags" -> tags(property.getValue(), fields);
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

  private static void tags(JsonNode tags, Map<String, String> fields) {
    if (!tags.isArray()) {
      requireObject("tags", tags);
      tags.properties().forEach(tag -> addTag(tag.getKey(), tag.getValue(), fields));
      return;
    }
    for (JsonNode tag : tags) {
      requireObject("tags", tag);
      JsonNode key = tag.get("key");
      JsonNode value = tag.get("value");
      if (key == null || value == null || !key.isTextual() || tag.size() != 2) {
        throw new BadLine(
            BadLine.Code.INVALID_VALUE, "tags", "a tag in a list is {\"key\": …, \"value\": …}");
      }
      addTag(key.textValue(), value, fields);
    }
  }

  /** The key goes to the ledger as it is: it says what is wrong with an empty one. */
  private static void addTag(String key, JsonNode value, Map<String, String> fields) {
    put(Columns.TAG_PREFIX + key, text("tags", value), fields);
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
        "field '%s' is not known; known are %s, tokens, tags"
            .formatted(Text.shown(name), Columns.known()));
  }
}
