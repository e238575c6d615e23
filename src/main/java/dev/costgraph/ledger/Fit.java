package dev.costgraph.ledger;

import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetStatus;
import dev.costgraph.budget.Enforcement;
import dev.costgraph.budget.Spending;
import dev.costgraph.budget.Unit;
import dev.costgraph.command.ReserveResult.Blocked;
import dev.costgraph.money.Decimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whether a hold fits every budget in every period that its life touches.
 *
 * @param blocked the budgets that say no, frozen ones first, then by what is missing
 * @param warnings of SOFT budgets that it passes
 */
record Fit(List<Blocked> blocked, List<String> warnings) {

  /**
   * {@return whether so much more can be held}
   *
   * @param periods of a budget that are to hold it; for an extension only the new ones
   */
  static Fit of(
      List<Budget> budgets, Function<Budget, List<Spending>> periods, long nanos, long tokens) {
    List<Blocked> blocked = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    for (Budget budget : budgets) {
      long wanted = budget.unit() == Unit.MONEY ? nanos : tokens;
      List<Spending> touched = periods.apply(budget);
      if (budget.frozen() && !touched.isEmpty()) {
        blocked.add(blocked(budget, touched.getFirst(), 0, wanted));
        continue;
      }
      Long limit = budget.limitUnits();
      if (limit == null || budget.enforcement() == Enforcement.TRACK) {
        continue;
      }
      Spending fullest = fullest(touched, budget.unit());
      long missing = fullest == null ? 0 : missing(budget, fullest, wanted, limit);
      if (fullest != null && missing > 0) {
        if (budget.enforcement() == Enforcement.HARD) {
          blocked.add(blocked(budget, fullest, missing, wanted));
        } else {
          warnings.add(
              "budget '%s' has a SOFT limit that this passes by %s in the period from %s"
                  .formatted(budget.budgetId(), budget.amount(missing), fullest.bounds().start()));
        }
      }
    }
    blocked.sort(
        Comparator.comparing((Blocked one) -> !one.status().budget().frozen())
            .thenComparing(one -> one.status().budget().unit())
            .thenComparing(Comparator.comparingLong(Blocked::missingUnits).reversed()));
    return new Fit(blocked, warnings);
  }

  /** {@return the first of the periods that have least room; null for none} */
  private static @Nullable Spending fullest(List<Spending> touched, Unit unit) {
    return touched.stream()
        .max(Comparator.comparingLong(spending -> spending.spent(unit) + spending.held(unit)))
        .orElse(null);
  }

  /**
   * The ledger keeps charged and held together within 63 bits, so no part of the sum leaves them.
   */
  private static long missing(Budget budget, Spending spending, long wanted, long limit) {
    long taken = spending.spent(budget.unit()) + spending.held(budget.unit());
    return Math.addExact(taken, wanted) - limit;
  }

  private static Blocked blocked(Budget budget, Spending spending, long missing, long wanted) {
    return new Blocked(BudgetStatus.of(budget, spending), missing, wanted);
  }

  boolean fits() {
    return blocked.isEmpty();
  }

  List<BudgetStatus> blockedBy() {
    return blocked.stream().map(Blocked::status).toList();
  }

  /** {@return the most that is missing at a budget of MONEY, or else of TOKENS} */
  Decimal shortfall() {
    return blocked.stream()
        .min(
            Comparator.comparing((Blocked one) -> one.missingUnits() == 0)
                .thenComparing(one -> one.status().budget().unit())
                .thenComparing(Comparator.comparingLong(Blocked::missingUnits).reversed()))
        .map(one -> one.status().budget().amount(one.missingUnits()))
        .orElse(Decimal.ZERO);
  }
}
