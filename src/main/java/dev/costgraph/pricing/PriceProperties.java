package dev.costgraph.pricing;

import dev.costgraph.graph.Properties;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The properties of {@code Price} nodes, as they were when usages were booked at them. A component
 * is one text, {@code name unit-price unit}, e.g. {@code input 2.5 1000000 tokens}, followed by
 * what is not usual about it: {@code ; BATCH}, {@code ; above 200000}, {@code ; 16:30-00:30}.
 */
public final class PriceProperties {

  private static final String NEXT = "; ";
  private static final String ABOVE = "above ";

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
    properties.put("components", price.components().stream().map(PriceProperties::text).toList());
    if (price.longPrompts() != LongPrompts.WHOLE_REQUEST) {
      properties.put("long_prompts", price.longPrompts().name());
    }
    if (price.platformId() != null) {
      properties.put("platform_id", price.platformId());
    }
    return Map.of("price_id", match.priceId(), "model_id", price.model(), "properties", properties);
  }

  /** {@return the price of a node} */
  public static ModelPrice price(Properties node) {
    String longPrompts = node.textOrNull("long_prompts");
    return new ModelPrice(
        node.text("model_id"),
        node.text("provider"),
        node.instantOrNull("valid_from"),
        node.text("source"),
        node.text("currency"),
        node.numberOrNull("up_to_prompt_tokens"),
        node.texts("components").stream().map(PriceProperties::component).toList(),
        longPrompts == null ? LongPrompts.WHOLE_REQUEST : LongPrompts.valueOf(longPrompts),
        node.textOrNull("platform_id"));
  }

  private static String text(PriceComponent component) {
    StringBuilder text = new StringBuilder(component.name());
    text.append(' ').append(component.unitPrice().toPlainString());
    text.append(' ').append(component.unit());
    if (component.tier() != ServiceTier.STANDARD) {
      text.append(NEXT).append(component.tier());
    }
    if (component.aboveTokens() != null) {
      text.append(NEXT).append(ABOVE).append(component.aboveTokens());
    }
    if (component.hours() != null) {
      text.append(NEXT).append(component.hours());
    }
    return text.toString();
  }

  private static PriceComponent component(String text) {
    List<String> parts = List.of(text.split(NEXT));
    List<String> price = List.of(parts.getFirst().split(" ", 3));
    ServiceTier tier = ServiceTier.STANDARD;
    Integer above = null;
    DailyHours hours = null;
    for (String part : parts.subList(1, parts.size())) {
      if (part.startsWith(ABOVE)) {
        above = Integer.valueOf(part.substring(ABOVE.length()));
      } else if (part.indexOf(':') >= 0) {
        hours = DailyHours.parse(part);
      } else {
        tier = ServiceTier.valueOf(part);
      }
    }
    return new PriceComponent(
        price.get(0), price.get(2), new BigDecimal(price.get(1)), tier, above, hours);
  }
}
