package dev.costgraph.ledger;

import dev.costgraph.Limits;
import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetStatus;
import dev.costgraph.budget.Period;
import dev.costgraph.budget.Spending;
import dev.costgraph.budget.Unit;
import dev.costgraph.command.Affordability;
import dev.costgraph.command.Conflict;
import dev.costgraph.command.RejectionCode;
import dev.costgraph.command.ReleaseResult;
import dev.costgraph.command.ReserveResult;
import dev.costgraph.command.ReserveResult.Denied;
import dev.costgraph.command.ReserveResult.ReserveReplayed;
import dev.costgraph.command.ReserveResult.Reserved;
import dev.costgraph.ledger.Command.Extend;
import dev.costgraph.ledger.Command.Release;
import dev.costgraph.ledger.Command.Reserve;
import dev.costgraph.ledger.Places.Place;
import dev.costgraph.money.Decimal;
import dev.costgraph.reservation.Reservation;
import dev.costgraph.reservation.ReservationState;
import dev.costgraph.reservation.ReserveInput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Decides what becomes of reservations: held on every budget, or on none. */
final class ReservationDecisions {

  private final BatchState state;
  private final LockedLedger ledger;

  ReservationDecisions(BatchState state) {
    this.state = state;
    this.ledger = state.ledger;
  }

  /** A reservation that could be held, with all that it would be held on. */
  private record Wanted(
      ReserveInput input,
      Place place,
      ChargePath path,
      List<Budget> narrowing,
      Period.Bounds life,
      Charge.Price price,
      long tokens) {

    List<Budget> budgets() {
      List<Budget> all = new ArrayList<>(path.budgets());
      all.addAll(narrowing);
      return all;
    }
  }

  /**
   * @throws Refused when it is no reservation at all; nothing was changed
   */
  ReserveResult reserve(Reserve command) {
    ReserveInput input = command.reservation();
    Hold before = state.holds.find(input.reservationId());
    if (before != null) {
      return before.contentHash().equals(command.contentHash())
          ? new ReserveReplayed(before.reservation())
          : new Conflict(
              input.reservationId(),
              "reservationId '%s' is taken with other content".formatted(input.reservationId()));
    }
    if (state.holds.isElsewhere(input.reservationId())) {
      return new Conflict(
          input.reservationId(),
          "reservationId '%s' is taken in another platform".formatted(input.reservationId()));
    }
    Wanted wanted = wanted(input);
    Fit fit = fit(wanted);
    if (!fit.fits()) {
      state.denials.add(fit, input.agentId(), input.reservationId());
      return new Denied(
          input.reservationId(), fit.blockedBy(), fit.shortfall(), fit.blocked(), wanted.life());
    }
    requireRoom();
    state.places.create(wanted.place());
    Hold hold = hold(wanted, command.contentHash());
    state.holds.open(hold);
    List<String> warnings = new ArrayList<>(wanted.place().warnings());
    warnings.addAll(fit.warnings());
    if (wanted.price().unknownBecause() != null) {
      warnings.add("unpriced, held as tokens only: " + wanted.price().unknownBecause());
    }
    return new Reserved(hold.reservation(), statuses(wanted.budgets()), warnings);
  }

  /**
   * {@return whether it would fit now; nothing is changed}
   *
   * @throws Refused when it is no reservation at all
   */
  Affordability afford(Reserve command) {
    Fit fit = fit(wanted(command.reservation()));
    return new Affordability(fit.fits(), fit.blockedBy(), fit.fits() ? null : fit.shortfall());
  }

  private Wanted wanted(ReserveInput input) {
    Place place = state.places.find(input.taskId(), input.projectId());
    Instant now = ledger.time();
    Period.Bounds life = new Period.Bounds(now, now.plusSeconds(input.ttlSeconds()));
    Charge.Price price = state.pricer.price(input, now);
    long tokens = input.tokens() == null ? 0 : input.tokens().toCounts().getTotal();
    ChargePath path = state.cache.path(ledger, place.leaf());
    List<Budget> narrowing =
        state.tree.narrowing(
            path.budgets(),
            input.agentId(),
            input.userId(),
            state.pricer.models(input.model(), input.provider(), now),
            life);
    Wanted wanted = new Wanted(input, place, path, narrowing, life, price, tokens);
    requirePrice(wanted);
    if (!state.holds.canHold(price.totalNanos(), tokens, state.chargedNanos, state.chargedTokens)) {
      throw Pricer.tooLarge(input.amount() == null ? "tokens" : "amount");
    }
    return wanted;
  }

  /** What cannot be priced cannot be held on a budget of money that says no. */
  private static void requirePrice(Wanted wanted) {
    if (wanted.price().known()) {
      return;
    }
    for (Budget budget : wanted.budgets()) {
      if (budget.unit() == Unit.MONEY && budget.denies()) {
        throw new Refused(
            RejectionCode.UNPRICED,
            "amount",
            "give an amount: budget '%s' has a HARD limit and %s"
                .formatted(budget.budgetId(), wanted.price().unknownBecause()));
      }
    }
  }

  private void requireRoom() {
    if (state.holds.openReservations() >= Limits.OPEN_RESERVATIONS_MAX) {
      throw new Refused(
          RejectionCode.TOO_MANY_RESERVATIONS,
          "reservationId",
          "platform '%s' has %d open reservations, the most: settle or release some"
              .formatted(ledger.platform().platformId(), state.holds.openReservations()));
    }
  }

  private Fit fit(Wanted wanted) {
    return Fit.of(
        wanted.budgets(),
        budget -> state.counters.during(budget, wanted.life()),
        wanted.price().totalNanos(),
        wanted.tokens());
  }

  private Hold hold(Wanted wanted, String contentHash) {
    ReserveInput input = wanted.input();
    List<String> narrowing = wanted.narrowing().stream().map(Budget::budgetId).toList();
    Reservation reservation =
        new Reservation(
            input.reservationId(),
            input.agentId(),
            wanted.place().leaf().taskId(),
            wanted.place().leaf().projectId(),
            ledger.platform().platformId(),
            input.userId(),
            input.model(),
            input.provider(),
            Decimal.ofNanos(wanted.price().totalNanos()),
            wanted.tokens(),
            ReservationState.OPEN,
            wanted.life().start(),
            wanted.life().end(),
            null,
            null,
            null,
            state.events.take(),
            null,
            wanted.path().pathId(),
            narrowing);
    state.paths.put(wanted.path().pathId(), wanted.path());
    return new Hold(
        reservation, contentHash, wanted.budgets().stream().map(Budget::budgetId).toList());
  }

  /** A second extension to the same end changes nothing. */
  ReserveResult extend(Extend command) {
    Hold hold = requireKnown(command.reservationId());
    Reservation reservation = hold.reservation();
    if (reservation.state() != ReservationState.OPEN) {
      throw ended(reservation);
    }
    Instant until = ledger.time().plusSeconds(command.ttlSeconds());
    List<Budget> budgets = state.holds.budgets(hold);
    if (!until.isAfter(reservation.expiresAt())) {
      return new Reserved(reservation, statuses(budgets), List.of());
    }
    requireHeldOnAll(hold, budgets, until);
    Fit fit =
        Fit.of(
            budgets,
            budget ->
                budget.frozen() // denies it even where no period is added
                    ? state.counters.during(budget, hold.life())
                    : state.holds.added(budget, hold, until),
            reservation.amountNanos(),
            reservation.tokens());
    if (!fit.fits()) {
      state.denials.add(fit, reservation.agentId(), reservation.reservationId());
      Period.Bounds life = new Period.Bounds(ledger.time(), until);
      return new Denied(
          reservation.reservationId(), fit.blockedBy(), fit.shortfall(), fit.blocked(), life);
    }
    Hold longer = state.holds.extend(hold, until, state.events.next());
    state.events.extended(longer.reservation());
    return new Reserved(longer.reservation(), statuses(budgets), fit.warnings());
  }

  /**
   * A FIXED budget of its agent, user or model that begins after its life, or what narrows below
   * one, counts usage of a longer life and holds nothing for it.
   */
  private void requireHeldOnAll(Hold hold, List<Budget> budgets, Instant until) {
    Period.Bounds longer = new Period.Bounds(hold.life().start(), until);
    List<Budget> counting = new ArrayList<>(narrowing(hold, budgets, longer));
    counting.removeAll(narrowing(hold, budgets, hold.life()));
    if (!counting.isEmpty()) {
      throw new Refused(
          RejectionCode.NOT_EXTENDABLE,
          "ttlSeconds",
          "reservation '%s' is not held on budget '%s', which counts its usage before %s: choose an"
                  .formatted(
                      hold.reservation().reservationId(), counting.getFirst().budgetId(), until)
              + " earlier end, or release it and reserve again");
    }
  }

  private List<Budget> narrowing(Hold hold, List<Budget> budgets, Period.Bounds life) {
    Reservation reservation = hold.reservation();
    List<String> models =
        state.pricer.models(reservation.model(), reservation.provider(), ledger.time());
    return state.tree.narrowing(budgets, reservation.agentId(), reservation.userId(), models, life);
  }

  ReleaseResult release(Release command) {
    Hold hold = requireKnown(command.reservationId());
    Reservation reservation = hold.reservation();
    return switch (reservation.state()) {
      case OPEN ->
          new ReleaseResult.Released(
              state.holds.end(hold, ReservationState.RELEASED, state.events.take(), null, null));
      case RELEASED, EXPIRED -> new ReleaseResult.Released(reservation);
      case SETTLED -> throw ended(reservation);
    };
  }

  private Hold requireKnown(String reservationId) {
    Hold hold = state.holds.find(reservationId);
    if (hold == null) {
      throw unknown(reservationId);
    }
    return hold;
  }

  /** {@return what to answer for a reservation id that is not known} */
  static Refused unknown(String reservationId) {
    return new Refused(
        RejectionCode.UNKNOWN_RESERVATION,
        "reservationId",
        "no reservation has the id '%s'".formatted(reservationId));
  }

  private static Refused ended(Reservation reservation) {
    return new Refused(
        RejectionCode.RESERVATION_ENDED,
        "reservationId",
        "reservation '%s' is %s since %s"
            .formatted(reservation.reservationId(), reservation.state(), reservation.endedAt()));
  }

  private List<BudgetStatus> statuses(List<Budget> budgets) {
    return budgets.stream()
        .map(
            budget -> {
              Spending now = state.counters.at(budget, ledger.time());
              return now == null ? null : BudgetStatus.of(budget, now);
            })
        .filter(Objects::nonNull)
        .toList();
  }
}
