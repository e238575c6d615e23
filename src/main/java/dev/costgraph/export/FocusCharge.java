package dev.costgraph.export;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one usage adds to one row of FOCUS.
 *
 * @param consumed tokens, the quantity, or requests for an amount; of a correction: how much more
 * @param priced how many pricing units the price is multiplied with
 * @param billedNanos in the platform's currency
 * @param pricingNanos in the currency of the price
 */
record FocusCharge(
    Key key, BigDecimal consumed, BigDecimal priced, long billedNanos, long pricingNanos) {

  /**
   * What the charges of one row have in common, beside their time.
   *
   * @param billingMonth first instant of the month that it is billed in
   * @param correction of what an earlier month billed
   * @param tags by key; null for none
   */
  record Key(
      Instant billingMonth,
      boolean correction,
      @Nullable String projectId,
      @Nullable String taskId,
      String agentId,
      @Nullable Map<String, String> tags,
      FocusSku sku) {

    /** {@return how many characters it holds, about} */
    int characters() {
      int count = length(projectId) + length(taskId) + agentId.length() + sku.characters();
      if (tags != null) {
        for (Map.Entry<String, String> tag : tags.entrySet()) {
          count += tag.getKey().length() + tag.getValue().length();
        }
      }
      return count;
    }

    private static int length(@Nullable String text) {
      return text == null ? 0 : text.length();
    }
  }

  /**
   * {@return both together}
   *
   * @throws ArithmeticException when a sum does not fit 63 bits of nanos
   */
  FocusCharge plus(FocusCharge other) {
    return new FocusCharge(
        key,
        consumed.add(other.consumed),
        priced.add(other.priced),
        Math.addExact(billedNanos, other.billedNanos),
        Math.addExact(pricingNanos, other.pricingNanos));
  }
}
