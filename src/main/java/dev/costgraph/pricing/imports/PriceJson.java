package dev.costgraph.pricing.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;

/** Documents with numbers as they are written: no double touches a price. */
final class PriceJson {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** A price has neither more digits nor more places, so that arithmetic stays cheap. */
  private static final int DIGITS_MAX = 30;

  /** Longer texts take long to read. */
  private static final int LENGTH_MAX = 100;

  private PriceJson() {}

  /** A value that is no price; the message completes "input_cost_per_token …". */
  static final class NoPrice extends Exception {
    NoPrice(String message) {
      super(message);
    }
  }

  /**
   * {@return the document; of a field that is there twice the last value}
   *
   * @throws InvalidDocument when it is not JSON
   */
  static JsonNode parse(String document) {
    try {
      return JSON.readTree(document);
    } catch (JsonProcessingException e) {
      throw new InvalidDocument("the document is not JSON: " + e.getOriginalMessage());
    }
  }

  /**
   * {@return the exact value of a number, or of a text that is one}
   *
   * @throws NoPrice when it is something else, negative or out of bounds
   */
  static BigDecimal price(JsonNode value) throws NoPrice {
    BigDecimal price;
    if (value.isNumber()) {
      price = value.decimalValue();
    } else if (value.isTextual()) {
      price = decimal(value.textValue());
    } else {
      throw new NoPrice("is not a number: " + value);
    }
    if (price.signum() < 0) {
      throw new NoPrice("is negative: " + value.asText());
    }
    if (price.precision() > DIGITS_MAX || Math.abs((long) price.scale()) > DIGITS_MAX) {
      throw new NoPrice("has more than " + DIGITS_MAX + " digits or places");
    }
    return price.signum() == 0 ? BigDecimal.ZERO : price;
  }

  private static BigDecimal decimal(String text) throws NoPrice {
    if (text.length() > LENGTH_MAX) {
      throw new NoPrice("has more than " + LENGTH_MAX + " characters");
    }
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new NoPrice("is not a number: " + text);
    }
  }
}
