package dev.costgraph.usage;

import dev.costgraph.graph.Properties;
import dev.costgraph.pricing.Consumption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A usage as it was booked, with what it is billed for.
 *
 * @param consumption of the whole where it is a part; null for an amount, which has no price
 */
public record ConsumedUsage(Usage usage, @Nullable Consumption consumption) {

  /** {@return the usage of a node and its entries by sequence} */
  public static ConsumedUsage of(Properties node, List<Properties> entryNodes) {
    Usage usage = UsageProperties.usage(node, entryNodes);
    boolean counted = usage.tokens() != null || usage.quantity() != null;
    return new ConsumedUsage(
        usage, counted ? ConsumptionProperties.consumption(node, usage) : null);
  }
}
