package dev.costgraph.usage;

import dev.costgraph.graph.Properties;
import dev.costgraph.money.Decimal;
import dev.costgraph.pricing.Consumption;
import dev.costgraph.pricing.Consumption.Part;
import dev.costgraph.pricing.Consumption.Quantity;
import dev.costgraph.pricing.TokenCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a {@code Usage} node says of its consumption beyond its own token counts: {@code
 * other_models}, the tokens among them that other models used, and {@code billed_quantities}.
 */
public final class ConsumptionProperties {

  private ConsumptionProperties() {}

  /** Adds what the usage's own properties do not say. */
  public static void put(Map<String, Object> properties, Usage usage, Consumption consumption) {
    List<String> others =
        consumption.parts().stream().filter(p -> p.model() != null).map(Part::text).toList();
    if (!others.isEmpty()) {
      properties.put("other_models", others);
    }
    if (usage.quantity() == null && !consumption.quantities().isEmpty()) {
      properties.put(
          "billed_quantities", consumption.quantities().stream().map(Quantity::text).toList());
    }
  }

  /**
   * {@return the consumption of a usage that is not an amount, as it was booked; of a part that of
   * the whole}
   */
  public static Consumption consumption(Properties node, Usage usage) {
    Decimal quantity = usage.wholeQuantity();
    if (quantity != null) {
      return Consumption.of(quantity.toBigDecimal(), String.valueOf(usage.quantityUnit()));
    }
    List<Part> others = node.texts("other_models").stream().map(Part::parse).toList();
    TokenCounts tokens = usage.wholeTokens();
    TokenCounts own = tokens == null ? TokenCounts.NONE : tokens;
    for (Part other : others) {
      own = own.minus(other.tokens());
    }
    List<Part> parts = new ArrayList<>();
    if (own.getTotal() > 0 || others.isEmpty()) {
      parts.add(new Part(null, own));
    }
    parts.addAll(others);
    return new Consumption(
        parts, node.texts("billed_quantities").stream().map(Quantity::parse).toList());
  }
}
