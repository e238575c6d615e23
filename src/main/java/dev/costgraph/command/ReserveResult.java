package dev.costgraph.command;

import dev.costgraph.budget.BudgetStatus;
import dev.costgraph.budget.Period;
import dev.costgraph.money.Decimal;
import dev.costgraph.reservation.Reservation;
import io.smallrye.graphql.api.Union;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.NonNull;

/** The outcome of a reservation or of its extension. */
@Union
@Description("The outcome of a reservation or of its extension.")
public sealed interface ReserveResult
    permits ReserveResult.Reserved,
        ReserveResult.ReserveReplayed,
        ReserveResult.Denied,
        Conflict,
        Rejected {

  /** Held now, on all of these budgets, which stand so after it. */
  @Description(
      "Held now, on every budget. budgets: as they stood after it, each in its current period."
          + " warnings: SOFT budgets that it does not fit, among others.")
  record Reserved(
      @NonNull Reservation reservation,
      @NonNull List<@NonNull BudgetStatus> budgets,
      @NonNull List<@NonNull String> warnings)
      implements ReserveResult {}

  /** The same id with the same content was reserved before. */
  @Description(
      "The same id with the same content was reserved before: the reservation as it is now, no"
          + " second hold.")
  record ReserveReplayed(@NonNull Reservation reservation) implements ReserveResult {}

  /**
   * Nothing is held.
   *
   * @param blockedBy the budgets that said no, each as it stood in the period that it does not fit;
   *     frozen ones first, then by what is missing
   * @param life from now to the end of the hold that was asked for
   */
  @Description(
      "Nothing is held. Which budgets said no, what filled them, when it could fit. Not remembered:"
          + " the same id may try again.")
  record Denied(
      @Id @NonNull String reservationId,
      @NonNull @Description("each in the period that it does not fit; frozen ones first")
          List<@NonNull BudgetStatus> blockedBy,
      @NonNull
          @Description(
              "the largest amount that is missing at a budget of MONEY, or else of TOKENS; 0 when"
                  + " only frozen ones said no")
          Decimal shortfall,
      @Ignore List<Blocked> blocked,
      @Ignore Period.Bounds life)
      implements ReserveResult {}

  /**
   * A budget that said no.
   *
   * @param missingUnits nanos or tokens above its limit; 0 for a frozen budget
   * @param wantedUnits nanos or tokens that were to be held
   */
  record Blocked(BudgetStatus status, long missingUnits, long wantedUnits) {}
}
