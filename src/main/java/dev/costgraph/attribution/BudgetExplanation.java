package dev.costgraph.attribution;

import dev.costgraph.budget.BudgetStatus;
import dev.costgraph.budget.Enforcement;
import dev.costgraph.money.Decimal;
import dev.costgraph.usage.Usage;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/** What moved a budget between two moments. */
@Description(
    "What moved a budget between two moments: what was charged to it, with every budget below it,"
        + " for usages whose timestamps are in that time, as is known now. Holds are no part of"
        + " it.")
public record BudgetExplanation(
    @NonNull
        @Description(
            "In the period that contains the last instant before to; of a FIXED budget its one"
                + " period.")
        BudgetStatus status,
    @NonNull @Description("Inclusive; cut to the period of a FIXED budget.") Instant from,
    @NonNull @Description("Exclusive, likewise; from where the period is not touched.") Instant to,
    @NonNull
        @Description(
            "What was charged for usages of that time, adjustments included, in the budget's"
                + " currency, or tokens of every kind for a budget of TOKENS. What is unpriced is"
                + " not in it: see totals.unpricedCalls.")
        Decimal change,
    @NonNull CostTotals totals,
    @NonNull @Description("Of the same length of time before, cut to the period of a FIXED budget.")
        CostTotals previous,
    @NonNull
        @Description("At most 10, the largest change first; a budget of TOKENS goes by tokens.")
        List<@NonNull CostRow> byAgent,
    @NonNull @Description("Likewise.") List<@NonNull CostRow> byModel,
    @NonNull @Description("Likewise.") List<@NonNull CostRow> byTask,
    @NonNull
        @Description(
            "At most 10 usages, the most expensive first, or those of the most tokens for a budget"
                + " of TOKENS; none of zero.")
        List<@NonNull Usage> largest,
    @NonNull @Description("The part of the cost that adjustments are.") Decimal adjustments,
    @NonNull @Description("At most 100, the largest amount first, up or down.")
        List<@NonNull AdjustmentReason> adjustmentReasons,
    @NonNull
        @Description("The last 100 edits of the budget itself made in that time, the last first.")
        List<@NonNull BudgetEdit> edits,
    @NonNull @Description("ISO 4217, of costs and adjustments.") String currency) {

  /** What was adjusted for one reason. */
  @Description("What was adjusted for one reason.")
  public record AdjustmentReason(
      @Nullable @Description("As reprice was told.") String reason,
      @NonNull @Description("Below zero where usages became cheaper.") Decimal amount,
      @Description("Usages adjusted, each once.") long usages) {}

  /** An edit of a budget, and what it said from then on. */
  @Description("An edit of a budget, and what it said from then on.")
  public record BudgetEdit(
      @NonNull @Description("Ledger time.") Instant at,
      @Description("The ledger's number of this fact.") long sequence,
      @NonNull @Description("created, updated, moved, frozen, thawed or closed.") String what,
      @Nullable @Description("In the currency, or whole tokens; null for none.") Decimal limit,
      @NonNull Enforcement enforcement,
      boolean frozen) {}
}
