package dev.costgraph.pricing;

import dev.costgraph.graph.Properties;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The properties of {@code Price} nodes, as they were when usages were booked at them. A component
 * is one text, {@code name unit-price unit}, e.g. {@code input 2.5 1000000 tokens}.
 */
public final class PriceProperties {

  private PriceProperties() {}

  /** {@return a row of the statement that stores a price} */
  public static Map<String, Object> row(PriceMatch match) {
    ModelPrice price = match.price();
    Map<String, Object> properties = new HashMap<>();
    properties.put("model_id", price.model());
    properties.put("provider", price.provider());
    properties.put("valid_from", Properties.timeOrNull(price.effectiveFrom()));
    properties.put("source", price.source());
    properties.put("currency", price.currency());
    properties.put("up_to_prompt_tokens", price.upToPromptTokens());
    properties.put(
        "components",
        price.components().stream()
            .map(c -> String.join(" ", c.name(), c.unitPrice().toPlainString(), c.unit()))
            .toList());
    return Map.of("price_id", match.priceId(), "model_id", price.model(), "properties", properties);
  }

  /** {@return the price of a node} */
  public static ModelPrice price(Properties node) {
    return new ModelPrice(
        node.text("model_id"),
        node.text("provider"),
        node.instantOrNull("valid_from"),
        node.text("source"),
        node.text("currency"),
        node.numberOrNull("up_to_prompt_tokens"),
        node.texts("components").stream().map(PriceProperties::component).toList());
  }

  private static PriceComponent component(String text) {
    List<String> parts = Arrays.asList(text.split(" ", 3));
    return new PriceComponent(parts.get(0), parts.get(2), new BigDecimal(parts.get(1)));
  }
}
