package dev.costgraph.budget;

import dev.costgraph.money.Decimal;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/** How a budget stands in one period. Everything below it is included. */
@Description(
    "How a budget stands in one period, with every budget below it. Amounts are in the budget's"
        + " currency, or whole tokens for a budget of TOKENS.")
public record BudgetStatus(
    @NonNull Budget budget,
    @NonNull BudgetState state,
    @NonNull Instant periodStart,
    @NonNull @Description("exclusive") Instant periodEnd,
    @NonNull Decimal spent,
    @NonNull @Description("by open reservations whose life touches the period") Decimal held,
    @Nullable @Description("limit - spent - held; negative when exceeded; null without a limit")
        Decimal remaining,
    @NonNull @Description("what was spent above the limit") Decimal overrun,
    @Nullable
        @Description("spent / limit with 4 decimals; null without a limit or with one of zero")
        Decimal utilization,
    @Description("tokens of every kind") long tokens,
    @Description("usages counted, unpriced ones too") long entries,
    @Description("of the last change: keep the status with the higher one") long sequence) {

  /** {@return the status of a budget whose period counts this} */
  public static BudgetStatus of(Budget budget, Spending spending) {
    long spent = spending.spent(budget.unit());
    Long limit = budget.limitUnits();
    return new BudgetStatus(
        budget,
        state(budget, spent),
        spending.bounds().start(),
        spending.bounds().end(),
        budget.amount(spent),
        budget.amount(spending.held(budget.unit())),
        limit == null ? null : remaining(budget, limit, spent, spending.held(budget.unit())),
        budget.amount(limit == null ? 0 : Math.max(0, spent - limit)),
        limit == null || limit == 0 ? null : utilization(spent, limit),
        spending.tokens(),
        spending.entries(),
        Math.max(spending.sequence(), budget.sequence()));
  }

  /** {@return the state at this spending, in nanos or tokens} */
  static BudgetState state(Budget budget, long spent) {
    Long limit = budget.limitUnits();
    if (!budget.isOpen()) {
      return BudgetState.CLOSED;
    }
    if (budget.frozen()) {
      return BudgetState.FROZEN;
    }
    if (limit == null) {
      return BudgetState.OK;
    }
    if (spent > limit) {
      return BudgetState.EXCEEDED;
    }
    return reached(budget, limit, spent).isEmpty() ? BudgetState.OK : BudgetState.WARNING;
  }

  /** {@return the thresholds of a limited budget that this spending has reached} */
  public static List<Decimal> reached(Budget budget, long limit, long spent) {
    return budget.warningThresholds().stream()
        .filter(threshold -> spent >= budget.thresholdUnits(threshold, limit))
        .toList();
  }

  private static Decimal remaining(Budget budget, long limit, long spent, long held) {
    return budget.amount(limit - spent - held);
  }

  private static Decimal utilization(long spent, long limit) {
    return Decimal.of(
        BigDecimal.valueOf(spent).divide(BigDecimal.valueOf(limit), 4, RoundingMode.HALF_EVEN));
  }
}
