package dev.costgraph.usage;

import dev.costgraph.money.Decimal;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What a provider says that a call costs, against what is booked. */
public final class StatedCosts {

  /** Providers round what they state. */
  private static final BigDecimal ROUNDING = new BigDecimal("1e-8");

  private StatedCosts() {}

  /** {@return how the two differ, with both; null when they agree or cannot be compared} */
  public static @Nullable String difference(Usage usage) {
    Decimal stated = usage.statedCost();
    Decimal cost = usage.cost();
    if (stated == null || cost == null || !usage.currency().equals(usage.statedCurrency())) {
      return null;
    }
    BigDecimal difference = new BigDecimal(stated.text()).subtract(cost.toBigDecimal()).abs();
    return difference.compareTo(ROUNDING) <= 0
        ? null
        : "the provider states a cost of %s %s, booked are %s by the known price"
            .formatted(stated.text(), usage.statedCurrency(), cost.text());
  }
}
