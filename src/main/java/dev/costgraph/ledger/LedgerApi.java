package dev.costgraph.ledger;

import dev.costgraph.BadRequest;
import dev.costgraph.Limits;
import dev.costgraph.command.Affordability;
import dev.costgraph.command.RecordUsageResult;
import dev.costgraph.command.Rejected;
import dev.costgraph.command.RejectionCode;
import dev.costgraph.command.ReleaseResult;
import dev.costgraph.command.ReserveResult;
import dev.costgraph.reservation.ReserveInput;
import dev.costgraph.usage.UsageInput;
import io.smallrye.common.annotation.RunOnVirtualThread;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;

/** Recording usage, and reserving for it. */
@GraphQLApi
public class LedgerApi {

  private final Ledger ledger;

  LedgerApi(Ledger ledger) {
    this.ledger = ledger;
  }

  @Mutation
  @RunOnVirtualThread
  @Description("Books one usage. Never refuses for lack of budget: what was used is booked.")
  public @NonNull RecordUsageResult recordUsage(@NonNull UsageInput usage) {
    return ledger.record(List.of(usage)).getFirst();
  }

  @Mutation
  @RunOnVirtualThread
  @Description(
      "Books at most 1,000 usages; results in the order given. An id twice in one list: Recorded,"
          + " then Replayed. Errors: OUT_OF_RANGE.")
  public @NonNull List<@NonNull RecordUsageResult> recordUsages(
      @NonNull List<@NonNull UsageInput> usages) {
    requireSize("usages", usages);
    return ledger.record(usages);
  }

  @Mutation
  @RunOnVirtualThread
  @Description(
      "Holds what a call will cost at most on every budget that counts it, for ttlSeconds, or is"
          + " Denied and holds nothing.")
  public @NonNull ReserveResult reserve(@NonNull ReserveInput reservation) {
    return ledger.reserve(List.of(reservation)).getFirst();
  }

  @Mutation
  @RunOnVirtualThread
  @Description(
      "At most 1,000, each on its own: one that is Denied does not fail the others. Results in the"
          + " order given. Errors: OUT_OF_RANGE.")
  public @NonNull List<@NonNull ReserveResult> reserveAll(
      @NonNull List<@NonNull ReserveInput> reservations) {
    requireSize("reservations", reservations);
    return ledger.reserve(reservations);
  }

  @Mutation
  @RunOnVirtualThread
  @Description(
      "Books the usage in full and ends the reservation. A usage without platform, project and task"
          + " is booked where the reservation is. A reservation that is not known or has ended is"
          + " a warning: what was used is booked.")
  public @NonNull RecordUsageResult settle(
      @Id @NonNull String reservationId, @NonNull UsageInput usage) {
    return ledger.settle(reservationId, usage);
  }

  @Mutation
  @RunOnVirtualThread
  @Description(
      "Gives a hold back. Rejected: UNKNOWN_RESERVATION, and RESERVATION_ENDED if settled.")
  public @NonNull ReleaseResult release(@Id @NonNull String reservationId) {
    return ledger.release(reservationId);
  }

  @Mutation
  @RunOnVirtualThread
  @Description(
      "Sets the expiry to now plus ttlSeconds, if that is later. Denied when it does not fit a"
          + " period that it reaches, NOT_EXTENDABLE into a budget that it is not held on: the hold"
          + " stays as it was.")
  public @NonNull ReserveResult extend(@Id @NonNull String reservationId, int ttlSeconds) {
    return ledger.extend(reservationId, ttlSeconds);
  }

  @Query
  @RunOnVirtualThread
  @Description(
      "Would this fit now? Changes nothing, promises nothing. Errors: INVALID_VALUE, NOT_FOUND,"
          + " CONTRADICTING_IDS, DISK_LOW, UNAVAILABLE.")
  public @NonNull Affordability canAfford(@NonNull ReserveInput reservation) {
    return switch (ledger.afford(reservation)) {
      case Affordability affordability -> affordability;
      case Rejected rejected -> throw badRequest(rejected);
      case Object other -> throw new IllegalStateException("no answer: " + other);
    };
  }

  private static BadRequest badRequest(Rejected rejected) {
    BadRequest.Code code =
        switch (RejectionCode.valueOf(rejected.code())) {
          case UNKNOWN, OVERLOADED, INTERNAL_ERROR -> BadRequest.Code.UNAVAILABLE;
          case DISK_LOW -> BadRequest.Code.DISK_LOW;
          case UNKNOWN_RESOURCE -> BadRequest.Code.NOT_FOUND;
          case CONTRADICTING_IDS -> BadRequest.Code.CONTRADICTING_IDS;
          default -> BadRequest.Code.INVALID_VALUE;
        };
    return new BadRequest(code, rejected.field(), rejected.message());
  }

  private static void requireSize(String field, List<?> list) {
    if (list.size() > Limits.RECORDS_MAX) {
      throw new BadRequest(
          BadRequest.Code.OUT_OF_RANGE,
          field,
          "%d %s in one list, at most %d".formatted(list.size(), field, Limits.RECORDS_MAX));
    }
  }
}
