package dev.costgraph.ledger;

import dev.costgraph.command.ContentHash;
import dev.costgraph.command.Rejected;
import dev.costgraph.command.ReserveBounds;
import dev.costgraph.command.UsageBounds;
import dev.costgraph.provider.ProviderUsage;
import dev.costgraph.provider.UsageReader;
import dev.costgraph.reservation.ReserveInput;
import dev.costgraph.usage.ProviderUsageInput;
import dev.costgraph.usage.ShareInput;
import dev.costgraph.usage.UsageInput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a caller asks of a ledger, as sent. */
sealed interface Command {

  /** {@return the id that its rejection names} */
  String id();

  /** {@return what says which platform it is of} */
  Route route();

  /** {@return how many rows it writes, about} */
  default int rows() {
    return 1;
  }

  /** {@return what is wrong with its form; null when all is well} */
  @Nullable Rejected check();

  /**
   * The ids that decide where a command goes: the most specific one that is there.
   *
   * @param taskIds several of a usage that they share: the first that is known counts
   * @param reservationId where nothing else is named
   */
  record Route(
      @Nullable String platformId,
      List<String> taskIds,
      @Nullable String projectId,
      @Nullable String reservationId) {

    /** Of what goes nowhere, because its form is wrong. */
    static final Route NOWHERE = new Route(null, List.of(), null, null);

    static Route of(
        @Nullable String platformId, @Nullable String taskId, @Nullable String projectId) {
      return new Route(platformId, taskId == null ? List.of() : List.of(taskId), projectId, null);
    }

    static Route ofReservation(String reservationId) {
      return new Route(null, List.of(), null, reservationId);
    }
  }

  /**
   * Books a usage.
   *
   * @param provided what its provider's usage object was read as; null for none
   * @param reservationId of the hold that it settles; null for none
   */
  record RecordUsage(
      UsageInput usage,
      @Nullable ProviderUsage provided,
      @Nullable String reservationId,
      String contentHash)
      implements Command {

    static RecordUsage of(UsageInput usage) {
      return new RecordUsage(usage, provided(usage), null, ContentHash.of(usage));
    }

    static RecordUsage settling(String reservationId, UsageInput usage) {
      return new RecordUsage(
          usage, provided(usage), reservationId, ContentHash.of(reservationId, usage));
    }

    private static @Nullable ProviderUsage provided(UsageInput usage) {
      ProviderUsageInput given = usage.providerUsage();
      return given == null ? null : UsageReader.read(given.api(), given.json(), usage.model());
    }

    @Override
    public String id() {
      return usage.operationId();
    }

    @Override
    public Route route() {
      List<String> taskIds =
          usage.split() != null
              ? usage.split().stream().map(ShareInput::taskId).toList()
              : usage.taskId() == null ? List.of() : List.of(usage.taskId());
      return new Route(usage.platformId(), taskIds, usage.projectId(), reservationId);
    }

    @Override
    public int rows() {
      return usage.split() == null ? 1 : usage.split().size();
    }

    @Override
    public @Nullable Rejected check() {
      Rejected rejected = reservationId == null ? null : ReserveBounds.checkId(id(), reservationId);
      return rejected == null ? UsageBounds.check(usage, provided) : rejected;
    }
  }

  /**
   * Holds what a call will cost at most.
   *
   * @param dryRun only says whether it fits
   */
  record Reserve(ReserveInput reservation, boolean dryRun, String contentHash) implements Command {

    static Reserve of(ReserveInput reservation, boolean dryRun) {
      return new Reserve(reservation, dryRun, ContentHash.of(reservation));
    }

    @Override
    public String id() {
      return reservation.reservationId();
    }

    @Override
    public Route route() {
      return Route.of(reservation.platformId(), reservation.taskId(), reservation.projectId());
    }

    @Override
    public @Nullable Rejected check() {
      return ReserveBounds.check(reservation);
    }
  }

  /** Gives a hold back. */
  record Release(String reservationId) implements Command {

    @Override
    public String id() {
      return reservationId;
    }

    @Override
    public Route route() {
      return Route.ofReservation(reservationId);
    }

    @Override
    public @Nullable Rejected check() {
      return ReserveBounds.checkId(reservationId, reservationId);
    }
  }

  /** Lets a hold live until now plus {@code ttlSeconds}, if that is later. */
  record Extend(String reservationId, int ttlSeconds) implements Command {

    @Override
    public String id() {
      return reservationId;
    }

    @Override
    public Route route() {
      return Route.ofReservation(reservationId);
    }

    @Override
    public @Nullable Rejected check() {
      return ReserveBounds.check(reservationId, ttlSeconds);
    }
  }

  /** Ends the holds whose time ran out; every transaction does that, this one does nothing else. */
  record Expire(String platformId) implements Command {

    @Override
    public String id() {
      return platformId;
    }

    @Override
    public Route route() {
      return Route.of(platformId, null, null);
    }

    @Override
    public @Nullable Rejected check() {
      return null;
    }
  }
}
