package dev.costgraph.budget;

import dev.costgraph.money.Decimal;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * A budget: what it is allocated to, its limit for each period, and its parents.
 *
 * @param limit money, or whole tokens; null is no limit, which is not a limit of zero
 * @param parentBudgetIds budgets of the same platform; empty for a root
 * @param closedAt null while it is open
 * @param sequence the ledger's number of its last edit
 */
@Description(
    "limit null: no limit, which is not a limit of zero. Thresholds are fractions of the limit.")
public record Budget(
    @Id @NonNull String budgetId,
    @NonNull String name,
    @NonNull BudgetType type,
    @Id @Nullable @Description("null for CUSTOM") String resourceId,
    @Id @NonNull String platformId,
    @NonNull Unit unit,
    @Nullable @Description("the platform's; null for TOKENS") String currency,
    @Nullable @Description("in the currency, or whole tokens") Decimal limit,
    @NonNull Period period,
    @NonNull @Description("IANA zone of the period") String zone,
    @Nullable @Description("of a FIXED period") Instant periodStart,
    @Nullable @Description("of a FIXED period, exclusive") Instant periodEnd,
    @NonNull @Description("what the limit does to reservations") Enforcement enforcement,
    @NonNull List<@NonNull Decimal> warningThresholds,
    @Description("true: reservations are denied; what was used is booked") boolean frozen,
    @NonNull Instant createdAt,
    @Ignore List<String> parentBudgetIds,
    @Ignore @Nullable Instant closedAt,
    @Ignore long sequence) {

  /** {@return the limit in nanos or tokens; null for no limit} */
  public @Nullable Long limitUnits() {
    return limit == null
        ? null
        : unit == Unit.MONEY ? limit.toNanos() : limit.toBigDecimal().longValueExact();
  }

  /** {@return the amount from which on a threshold, a fraction of the limit, is reached} */
  public long thresholdUnits(Decimal threshold, long limitUnits) {
    return threshold
        .toBigDecimal()
        .multiply(BigDecimal.valueOf(limitUnits))
        .setScale(0, RoundingMode.CEILING)
        .min(BigDecimal.valueOf(Long.MAX_VALUE))
        .longValueExact();
  }

  /** {@return nanos or tokens of this budget's unit as a decimal} */
  public Decimal amount(long units) {
    return unit == Unit.MONEY ? Decimal.ofNanos(units) : Decimal.ofWhole(units);
  }

  /**
   * {@return the computed period that contains the instant; null when a FIXED one does not} A
   * stored period that contains the instant wins over it.
   */
  public Period.@Nullable Bounds bounds(Instant at) {
    if (period != Period.FIXED) {
      return period.containing(at, ZoneId.of(zone));
    }
    Period.Bounds fixed = fixedBounds();
    return fixed.contains(at) ? fixed : null;
  }

  /** {@return whether any part of a stretch of time lies in a period of this budget} */
  public boolean counts(Period.Bounds life) {
    return period != Period.FIXED || fixedBounds().overlaps(life);
  }

  /** {@return the bounds of a FIXED period} */
  public Period.Bounds fixedBounds() {
    if (periodStart == null || periodEnd == null) {
      throw new IllegalStateException("budget '" + budgetId + "' has no fixed period");
    }
    return new Period.Bounds(periodStart, periodEnd);
  }

  /** {@return whether a reservation that passes the limit is denied} */
  @Ignore
  public boolean denies() {
    return enforcement == Enforcement.HARD && limit != null;
  }

  @Ignore
  public boolean isOpen() {
    return closedAt == null;
  }
}
