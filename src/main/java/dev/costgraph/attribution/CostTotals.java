package dev.costgraph.attribution;

import dev.costgraph.graph.Properties;
import dev.costgraph.money.Decimal;
import dev.costgraph.pricing.TokenCounts;
import dev.costgraph.usage.UsageProperties;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.NonNull;

/**
 * The sums over some usages.
 *
 * @param costNanos in nanos of the currency, what failed and adjustments included
 */
@Description("The sums over some usages.")
public record CostTotals(
    @Ignore long costNanos,
    @Ignore long adjustmentNanos,
    @Ignore long failedCostNanos,
    @Description("Usages, failed and unpriced ones included.") long calls,
    @Description("Usages of outcome FAILED.") long failedCalls,
    @Description("Usages without a price: their cost is not known and not in cost.")
        long unpricedCalls,
    @NonNull TokenCounts tokens) {

  static final CostTotals ZERO = new CostTotals(0, 0, 0, 0, 0, 0, TokenCounts.NONE);

  /** {@return the sums as a statement returned them} */
  static CostTotals of(Properties sums) {
    return new CostTotals(
        sums.number("cost_nanos"),
        sums.number("adjustment_nanos"),
        sums.number("failed_cost_nanos"),
        sums.number("calls"),
        sums.number("failed_calls"),
        sums.number("unpriced_calls"),
        UsageProperties.tokens(sums));
  }

  /** {@return the sums of both} */
  public CostTotals plus(CostTotals other) {
    return new CostTotals(
        Math.addExact(costNanos, other.costNanos),
        Math.addExact(adjustmentNanos, other.adjustmentNanos),
        Math.addExact(failedCostNanos, other.failedCostNanos),
        calls + other.calls,
        failedCalls + other.failedCalls,
        unpricedCalls + other.unpricedCalls,
        tokens.plus(other.tokens));
  }

  @NonNull
  @Description("In the currency of the answer.")
  public Decimal getCost() {
    return Decimal.ofNanos(costNanos);
  }

  @NonNull
  @Description("The part of cost that adjustments are; below zero where usages became cheaper.")
  public Decimal getAdjustments() {
    return Decimal.ofNanos(adjustmentNanos);
  }

  @NonNull
  @Description("The part of cost that usages of outcome FAILED cost.")
  public Decimal getFailedCost() {
    return Decimal.ofNanos(failedCostNanos);
  }
}
