package dev.costgraph.reservation;

import dev.costgraph.money.Decimal;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * A hold on every budget of a charge path, and how it ended.
 *
 * @param narrowingBudgetIds budgets of its agent, user and model that it is held on too
 * @param endSequence the ledger's number of its end; null while it is open
 */
@Description("A hold on budgets, and how it ended.")
public record Reservation(
    @Id @NonNull String reservationId,
    @Id @NonNull String agentId,
    @Id @Nullable String taskId,
    @Id @Nullable String projectId,
    @Id @NonNull String platformId,
    @Id @Nullable String userId,
    @Nullable String model,
    @Nullable String provider,
    @NonNull @Description("held on budgets of MONEY, in the platform's currency") Decimal amount,
    @Description("held on budgets of TOKENS") long tokens,
    @NonNull ReservationState state,
    @NonNull Instant createdAt,
    @NonNull @Description("exclusive; the hold counts in every period before it") Instant expiresAt,
    @Nullable @Description("null while OPEN") Instant endedAt,
    @Id @Nullable @Description("of the usage that settled it; null unless SETTLED")
        String operationId,
    @Nullable @Description("what that usage cost; null unless SETTLED, and for an unpriced usage")
        Decimal settledCost,
    @Description("the ledger's number of its opening: unique and ascending within the platform")
        long sequence,
    @Ignore @Nullable Long endSequence,
    @Ignore String pathId,
    @Ignore List<String> narrowingBudgetIds) {

  /** {@return what it holds on budgets of MONEY, in nanos} */
  @Ignore
  public long amountNanos() {
    return amount.toNanos();
  }

  /** {@return the same reservation, ended} */
  public Reservation ended(
      ReservationState how,
      Instant at,
      long atSequence,
      @Nullable String byOperationId,
      @Nullable Decimal cost) {
    return new Reservation(
        reservationId,
        agentId,
        taskId,
        projectId,
        platformId,
        userId,
        model,
        provider,
        amount,
        tokens,
        how,
        createdAt,
        expiresAt,
        at,
        byOperationId,
        cost,
        sequence,
        atSequence,
        pathId,
        narrowingBudgetIds);
  }

  /** {@return the same reservation with a later end} */
  public Reservation extended(Instant until) {
    return new Reservation(
        reservationId,
        agentId,
        taskId,
        projectId,
        platformId,
        userId,
        model,
        provider,
        amount,
        tokens,
        state,
        createdAt,
        until,
        endedAt,
        operationId,
        settledCost,
        sequence,
        endSequence,
        pathId,
        narrowingBudgetIds);
  }
}
