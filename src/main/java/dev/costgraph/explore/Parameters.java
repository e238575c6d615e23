package dev.costgraph.explore;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.costgraph.BadRequest;
import dev.costgraph.Limits;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parameters of a statement: a JSON object in a text. */
final class Parameters {

  private static final String FIELD = "parameters";
  private static final String EXAMPLE = "{\"platformId\": \"default\"}";

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(Limits.CYPHER_PARAMETERS_DEPTH_MAX)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private Parameters() {}

  /**
   * {@return the values by their names: null, booleans, 64-bit integers, doubles, texts, lists,
   * maps}
   *
   * @param text null or blank for none
   * @throws BadRequest INVALID_VALUE, field {@code parameters}
   */
  static Map<String, Object> of(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return Map.of();
    }
    if (text.length() > Limits.CYPHER_PARAMETERS_CHARS_MAX) {
      throw fault(
          "parameters have %,d characters, at most %,d are allowed"
              .formatted(text.length(), Limits.CYPHER_PARAMETERS_CHARS_MAX));
    }
    try {
      if (JSON.readValue(text, Object.class) instanceof Map<?, ?> values) {
        require(values.values());
        @SuppressWarnings("unchecked") // keys of a JSON object are texts
        Map<String, Object> parameters = (Map<String, Object>) values;
        return parameters;
      }
    } catch (JsonProcessingException e) {
      throw fault(
          "parameters are not JSON: %s; send %s".formatted(e.getOriginalMessage(), EXAMPLE));
    }
    throw fault("parameters are not a JSON object such as " + EXAMPLE);
  }

  /** {@return a JSON object} */
  static String text(Map<String, Object> parameters) {
    try {
      return JSON.writeValueAsString(parameters);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static BadRequest fault(String message) {
    return new BadRequest(BadRequest.Code.INVALID_VALUE, FIELD, message);
  }

  private static void require(Collection<?> values) {
    for (Object value : values) {
      switch (value) {
        case BigInteger large ->
            throw fault("%s is more than 64 bits hold: send it as text".formatted(large));
        case Double number when number.isInfinite() ->
            throw fault("a number is beyond what a double holds: send it as text");
        case Collection<?> list -> require(list);
        case Map<?, ?> map -> require(map.values());
        case null, default -> {}
      }
    }
  }
}
