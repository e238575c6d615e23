package dev.costgraph.attribution;

import dev.costgraph.graph.Properties;
import dev.costgraph.money.Decimal;
import dev.costgraph.pricing.TokenCounts;
import dev.costgraph.usage.UsageProperties;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

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

  private static final int SHARE_SCALE = 4;

  public static final CostTotals ZERO = new CostTotals(0, 0, 0, 0, 0, 0, TokenCounts.NONE);

  /** {@return the sums as a statement returned them} */
  public static CostTotals of(Properties sums) {
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

  /** {@return these without others that are part of them} */
  public CostTotals minus(CostTotals other) {
    return new CostTotals(
        Math.subtractExact(costNanos, other.costNanos),
        Math.subtractExact(adjustmentNanos, other.adjustmentNanos),
        Math.subtractExact(failedCostNanos, other.failedCostNanos),
        calls - other.calls,
        failedCalls - other.failedCalls,
        unpricedCalls - other.unpricedCalls,
        tokens.minus(other.tokens));
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

  @Description("cost / calls with a cost, with 9 decimals, half even; null without such a call.")
  public @Nullable Decimal getCostPerCall() {
    return ratio(cost(), calls - unpricedCalls, Decimal.SCALE);
  }

  @Description(
      "cost / tokens × 1,000, with 9 decimals, half even: what amounts and quantities cost is in"
          + " it, so group by KIND or MODEL to tell them apart. Null without tokens.")
  public @Nullable Decimal getCostPer1000Tokens() {
    return ratio(cost().movePointRight(3), tokens.getTotal(), Decimal.SCALE);
  }

  @Description("Tokens read from a cache / tokens of prompts, with 4 decimals; null without any.")
  public @Nullable Decimal getCacheHitShare() {
    return ratio(BigDecimal.valueOf(tokens.cacheRead()), tokens.prompt(), SHARE_SCALE);
  }

  /** {@return a part of a whole; null of none} */
  static @Nullable Decimal share(long part, long whole) {
    return ratio(BigDecimal.valueOf(part), whole, SHARE_SCALE);
  }

  private BigDecimal cost() {
    return BigDecimal.valueOf(costNanos, Decimal.SCALE);
  }

  private static @Nullable Decimal ratio(BigDecimal part, long whole, int scale) {
    return whole == 0
        ? null
        : Decimal.of(part.divide(BigDecimal.valueOf(whole), scale, RoundingMode.HALF_EVEN));
  }
}
