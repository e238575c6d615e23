package dev.costgraph.ledger;

import dev.costgraph.command.ContentHash;
import dev.costgraph.command.Rejected;
import dev.costgraph.command.ReserveBounds;
import dev.costgraph.command.UsageBounds;
import dev.costgraph.provider.ProviderUsage;
import dev.costgraph.provider.UsageReader;
import dev.costgraph.reservation.ReserveInput;
import dev.costgraph.usage.ProviderUsageInput;
import dev.costgraph.usage.UsageInput;
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
   * @param reservationId where nothing else is named
   */
  record Route(
      @Nullable String platformId,
      @Nullable String taskId,
      @Nullable String projectId,
      @Nullable String reservationId) {

    /** Of what goes nowhere, because its form is wrong. */
    static final Route NOWHERE = new Route(null, null, null, null);
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
      String taskId = usage.split() == null ? usage.taskId() : usage.split().getFirst().taskId();
      return new Route(usage.platformId(), taskId, usage.projectId(), reservationId);
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
      return new Route(
          reservation.platformId(), reservation.taskId(), reservation.projectId(), null);
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
      return new Route(null, null, null, reservationId);
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
      return new Route(null, null, null, reservationId);
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
      return new Route(platformId, null, null, null);
    }

    @Override
    public @Nullable Rejected check() {
      return null;
    }
  }
}
