package dev.costgraph.ledger;

import dev.costgraph.Limits;
import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetTree;
import dev.costgraph.budget.Spending;
import dev.costgraph.graph.Properties;
import dev.costgraph.money.Decimal;
import dev.costgraph.reservation.Reservation;
import dev.costgraph.reservation.ReservationProperties;
import dev.costgraph.reservation.ReservationState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The reservations of a batch: those it found, opened, extended and ended. */
final class Holds {

  private static final long HELD_MAX = Long.MAX_VALUE / 2;

  private final LockedLedger ledger;
  private final BudgetTree tree;
  private final Counters counters;
  private final Map<String, Hold> open;
  private final Map<String, Hold> ended = new HashMap<>();
  private final Set<String> elsewhere = new HashSet<>();
  private final List<Map<String, Object>> openedRows = new ArrayList<>();
  private final List<Map<String, Object>> extendedRows = new ArrayList<>();
  private final List<Map<String, Object>> endedRows = new ArrayList<>();

  private long heldNanos;
  private long heldTokens;
  private long openReservations;
  private @Nullable Instant nextExpiry;

  /**
   * @param open those this writer knows to be open; changed with the batch
   */
  Holds(LockedLedger ledger, BudgetTree tree, Counters counters, Map<String, Hold> open) {
    this.ledger = ledger;
    this.tree = tree;
    this.counters = counters;
    this.open = open;
    this.heldNanos = ledger.heldNanos();
    this.heldTokens = ledger.heldTokens();
    this.openReservations = ledger.openReservations();
    this.nextExpiry = ledger.nextExpiry();
  }

  /** Reads the reservations that are not known to be open. */
  void load(Collection<String> reservationIds, LedgerGraph graph) {
    Set<String> missing = new HashSet<>(reservationIds);
    missing.removeAll(open.keySet());
    if (!missing.isEmpty()) {
      graph.readReservations(missing).forEach(this::know);
    }
  }

  private void know(Hold hold) {
    Reservation reservation = hold.reservation();
    if (!reservation.platformId().equals(ledger.platform().platformId())) {
      elsewhere.add(reservation.reservationId());
      return;
    }
    boolean isOpen = reservation.endSequence() == null;
    (isOpen ? open : ended).put(reservation.reservationId(), hold);
  }

  /**
   * Ends the holds whose time has run out, however long ago, as many as one transaction should.
   *
   * @return whether there may be more
   */
  boolean expireDue(LedgerGraph graph, Events events) {
    if (nextExpiry == null || nextExpiry.isAfter(ledger.time())) {
      return false;
    }
    List<Hold> due = graph.readDue(ledger.time());
    counters.load(due.stream().flatMap(hold -> points(hold).stream()).toList());
    for (Hold hold : due) {
      open.put(hold.reservation().reservationId(), hold);
      end(hold, ReservationState.EXPIRED, events.take(), null, null);
    }
    if (due.size() == Limits.DUE_PER_TRANSACTION_MAX) {
      return true;
    }
    nextExpiry = graph.nextExpiry(ledger.time());
    return false;
  }

  /** {@return whether another platform has a reservation with this id} */
  boolean isElsewhere(String reservationId) {
    return elsewhere.contains(reservationId);
  }

  /** {@return the platform's reservation, open or ended; null for an unknown one} */
  @Nullable Hold find(String reservationId) {
    Hold hold = open.get(reservationId);
    return hold == null ? ended.get(reservationId) : hold;
  }

  long openReservations() {
    return openReservations;
  }

  /** Opens a hold; it counts from now on. */
  void open(Hold hold) {
    Reservation reservation = hold.reservation();
    count(hold, budget -> counters.during(budget, hold.life()), 1, reservation.sequence());
    add(reservation.amountNanos(), reservation.tokens(), 1);
    expireAt(reservation.expiresAt());
    open.put(reservation.reservationId(), hold);
    openedRows.add(ReservationProperties.of(reservation, hold.contentHash()));
  }

  /** {@return the periods of a budget that a later end would add} */
  List<Spending> added(Budget budget, Hold hold, Instant until) {
    Set<Instant> held = new HashSet<>();
    counters.during(budget, hold.life()).forEach(spending -> held.add(spending.bounds().start()));
    Hold longer = hold.with(hold.reservation().extended(until));
    return counters.during(budget, longer.life()).stream()
        .filter(spending -> !held.contains(spending.bounds().start()))
        .toList();
  }

  /** {@return the open hold with a later end, which counts from now on} */
  Hold extend(Hold hold, Instant until, long sequence) {
    Reservation reservation = hold.reservation();
    count(hold, budget -> added(budget, hold, until), 1, sequence);
    Hold longer = hold.with(reservation.extended(until));
    open.put(reservation.reservationId(), longer);
    extendedRows.add(
        Map.of(
            "reservation_id", reservation.reservationId(), "expires_at", Properties.time(until)));
    return longer;
  }

  /**
   * Ends an open hold and gives back what it held, where it stood.
   *
   * @param operationId of the usage that settles it; null for another end
   * @param cost of that usage; null when unpriced
   */
  Reservation end(
      Hold hold,
      ReservationState how,
      long sequence,
      @Nullable String operationId,
      @Nullable Decimal cost) {
    Reservation reservation = hold.reservation();
    count(hold, budget -> counters.during(budget, hold.life()), -1, sequence);
    add(-reservation.amountNanos(), -reservation.tokens(), -1);
    Reservation after = reservation.ended(how, ledger.time(), sequence, operationId, cost);
    open.remove(reservation.reservationId());
    ended.put(reservation.reservationId(), hold.with(after));
    Map<String, Object> row = new HashMap<>();
    row.put("reservation_id", reservation.reservationId());
    row.put("state", how.name());
    row.put("ended_at", Properties.time(ledger.time()));
    row.put("end_sequence", sequence);
    row.put("settled_operation_id", operationId);
    row.put("settled_cost_nanos", cost == null ? null : cost.toNanos());
    endedRows.add(row);
    return after;
  }

  /** Adds a hold to periods of its budgets, or takes it away with the sign -1. */
  private void count(Hold hold, Function<Budget, List<Spending>> periods, int sign, long sequence) {
    long nanos = sign * hold.reservation().amountNanos();
    long tokens = sign * hold.reservation().tokens();
    for (Budget budget : budgets(hold)) {
      for (Spending spending : periods.apply(budget)) {
        counters.put(budget, spending.hold(nanos, tokens, sequence));
      }
    }
  }

  /** {@return where a hold counts} */
  List<Counters.Point> points(Hold hold) {
    return budgets(hold).stream()
        .flatMap(budget -> Counters.points(budget, hold.life()).stream())
        .toList();
  }

  /** {@return the budgets that hold it, as they are now} */
  List<Budget> budgets(Hold hold) {
    return hold.budgetIds().stream().map(tree::budget).filter(Objects::nonNull).toList();
  }

  /** {@return whether so much more can be held without any sum leaving 63 bits} */
  boolean canAdd(long nanos, long tokens, long chargedNanos, long chargedTokens) {
    return fits(heldNanos, nanos, chargedNanos) && fits(heldTokens, tokens, chargedTokens);
  }

  /**
   * {@return likewise whether it can be held at all} Holds take no more than half of the 63 bits,
   * so that what is used can be booked besides them, and in their place.
   */
  boolean canHold(long nanos, long tokens, long chargedNanos, long chargedTokens) {
    return HELD_MAX - heldNanos >= nanos
        && HELD_MAX - heldTokens >= tokens
        && canAdd(nanos, tokens, chargedNanos, chargedTokens);
  }

  private static boolean fits(long held, long more, long charged) {
    return Long.MAX_VALUE - held - charged >= more;
  }

  private void add(long nanos, long tokens, int reservations) {
    heldNanos = Math.addExact(heldNanos, nanos);
    heldTokens = Math.addExact(heldTokens, tokens);
    openReservations += reservations;
  }

  private void expireAt(Instant at) {
    nextExpiry = nextExpiry == null || at.isBefore(nextExpiry) ? at : nextExpiry;
  }

  /** Writes the reservations; usages that settle them are written before. */
  void write(LedgerGraph graph) {
    graph.createReservations(openedRows);
    graph.extendReservations(extendedRows);
    graph.endReservations(endedRows);
  }

  /**
   * Writes only when the next one runs out: the one that should have was extended or has ended, and
   * the platform would be looked at again each second.
   */
  void writeNextExpiry(LedgerGraph graph) {
    if (!Objects.equals(nextExpiry, ledger.nextExpiry())) {
      Map<String, Object> next = new HashMap<>();
      next.put("next_expiry", Properties.timeOrNull(nextExpiry));
      graph.advance(next);
    }
  }

  /** {@return what the ledger counts of them} */
  Map<String, Object> totals() {
    Map<String, Object> totals = new HashMap<>();
    totals.put("held_nanos", heldNanos);
    totals.put("held_tokens", heldTokens);
    totals.put("open_reservations", openReservations);
    totals.put("next_expiry", Properties.timeOrNull(nextExpiry));
    return totals;
  }
}
