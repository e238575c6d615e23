package dev.costgraph.books;

import dev.costgraph.books.Fact.Adjusted;
import dev.costgraph.books.Fact.Charged;
import dev.costgraph.books.Fact.Edited;
import dev.costgraph.books.Fact.Ended;
import dev.costgraph.books.Fact.Extended;
import dev.costgraph.books.Fact.Opened;
import dev.costgraph.books.Fact.Snapshot;
import dev.costgraph.books.Fact.Told;
import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetPeriods;
import dev.costgraph.budget.Enforcement;
import dev.costgraph.budget.Period;
import dev.costgraph.budget.Spending;
import dev.costgraph.budget.Unit;
import dev.costgraph.ledger.LockedLedger.Folded;
import dev.costgraph.money.Decimal;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A plain model of a ledger that goes through its facts in the order of their numbers: what every
 * budget counts in every period, whether each reservation fitted when it was opened, and whether
 * each alert and edit told what was counted then. It knows nothing of how the ledger counts. Memory
 * grows with periods and open reservations, not with usages; it can stop at any number and go on
 * from there.
 */
final class Replay {

  private static final int DIFFERENCES_MAX = 1_000;

  private final Map<String, Budget> budgets = new TreeMap<>();
  private final Map<String, BudgetPeriods> periods = new HashMap<>();
  private final Map<String, Map<Instant, Spending>> computed = new HashMap<>();
  private final Map<String, Edited> rules = new HashMap<>();
  private final Map<String, Opened> open = new HashMap<>();
  private final List<BookDifference> differences = new ArrayList<>();

  private long sequence;
  private long replayed;
  private long snapshots;
  private long entries;
  private long reservations;
  private long nanos;
  private long tokens;
  private long heldNanos;
  private long heldTokens;

  /** Numbers up to this one may be gone: what they counted is folded. */
  private long foldedUntil;

  private long gone;

  /** Forgets everything. */
  void startAgain() {
    periods.clear();
    computed.clear();
    rules.clear();
    open.clear();
    differences.clear();
    sequence = replayed = snapshots = entries = reservations = 0;
    nanos = tokens = heldNanos = heldTokens = 0;
    foldedUntil = gone = 0;
  }

  /** Begins with what is folded, before the first fact. */
  void begin(Counters copied) {
    Folded folded = copied.folded();
    foldedUntil = folded.until();
    nanos = folded.nanos();
    tokens = folded.tokens();
    copied.foldedPeriods().forEach((id, ofBudget) -> ofBudget.forEach(one -> put(id, one)));
  }

  /**
   * The budgets to compare, and the bounds of the periods that are stored; what other budgets count
   * is passed over.
   */
  void know(Collection<Budget> known, Map<String, List<Spending>> counters) {
    for (Budget budget : known) {
      budgets.put(budget.budgetId(), budget);
      BudgetPeriods ofBudget =
          periods.computeIfAbsent(budget.budgetId(), id -> new BudgetPeriods(budget, List.of()));
      for (Spending stored : counters.getOrDefault(budget.budgetId(), List.of())) {
        if (ofBudget.stored(stored.bounds().start()) == null) {
          ofBudget.put(Spending.none(stored.bounds()));
        }
      }
    }
  }

  /** {@return the number of the last fact that it went through} */
  long sequence() {
    return sequence;
  }

  long facts() {
    return replayed;
  }

  /** {@return how many events were compared with what it had counted when they happened} */
  long snapshots() {
    return snapshots;
  }

  long entries() {
    return entries;
  }

  long reservations() {
    return reservations;
  }

  long budgets() {
    return budgets.size();
  }

  /**
   * Goes through the facts up to a number; each number belongs to one fact.
   *
   * @param facts in the order of their numbers
   */
  void apply(List<Fact> facts, long until) {
    for (Fact fact : facts) {
      while (sequence + 1 < fact.sequence()) {
        missing(++sequence);
      }
      if (fact.sequence() <= sequence) {
        differ(null, "fact " + fact.sequence(), Decimal.ofWhole(1), Decimal.ofWhole(2));
      }
      sequence = fact.sequence();
      replayed++;
      apply(fact);
    }
    while (sequence < until) {
      missing(++sequence);
    }
  }

  private void missing(long number) {
    if (number <= foldedUntil) {
      gone++;
      return;
    }
    differ(null, "fact " + number, Decimal.ofWhole(1), Decimal.ZERO);
  }

  private void apply(Fact fact) {
    switch (fact) {
      case Charged usage -> charge(usage);
      case Adjusted adjustment -> adjust(adjustment);
      case Opened reservation -> open(reservation);
      case Extended extension -> extend(extension);
      case Ended end -> end(end);
      case Edited edit -> {
        rules.put(edit.budgetId(), edit);
        compare(edit.snapshot(), edit.sequence());
      }
      case Told told -> compare(told.snapshot(), told.sequence());
    }
  }

  private void charge(Charged usage) {
    entries += usage.entries();
    nanos += usage.nanos();
    tokens += usage.tokens();
    for (String budgetId : usage.budgetIds()) {
      BudgetPeriods ofBudget = periods.get(budgetId);
      Spending before = ofBudget == null ? null : ofBudget.at(usage.at());
      if (before != null) {
        put(budgetId, before.plus(usage.nanos(), usage.tokens(), usage.calls(), usage.sequence()));
      }
    }
  }

  private void adjust(Adjusted adjustment) {
    entries += adjustment.entries();
    nanos += adjustment.nanos();
    for (String budgetId : adjustment.budgetIds()) {
      BudgetPeriods ofBudget = periods.get(budgetId);
      Spending before = ofBudget == null ? null : ofBudget.at(adjustment.at());
      if (before != null) {
        put(budgetId, before.adjust(adjustment.nanos(), adjustment.sequence()));
      }
    }
  }

  private void open(Opened hold) {
    reservations++;
    if (open.put(hold.reservationId(), hold) != null) {
      differ(null, "openings of " + hold.reservationId(), Decimal.ofWhole(2), Decimal.ofWhole(1));
    }
    heldNanos += hold.nanos();
    heldTokens += hold.tokens();
    for (String budgetId : hold.budgetIds()) {
      during(budgetId, hold.life()).forEach(period -> hold(budgetId, period, hold));
    }
  }

  private void extend(Extended extension) {
    Opened hold = open.get(extension.reservationId());
    if (hold == null && sequence <= foldedUntil) {
      return; // its reservation is gone, and it is about to
    }
    if (hold == null) {
      notOpen(extension.reservationId());
      return;
    }
    Period.Bounds longer = new Period.Bounds(hold.life().start(), extension.until());
    for (String budgetId : hold.budgetIds()) {
      during(budgetId, longer).stream()
          .filter(period -> !period.bounds().overlaps(hold.life()))
          .forEach(period -> hold(budgetId, period, hold));
    }
    open.put(
        hold.reservationId(),
        new Opened(
            hold.sequence(),
            hold.reservationId(),
            hold.budgetIds(),
            longer,
            hold.nanos(),
            hold.tokens()));
  }

  private void end(Ended end) {
    Opened hold = open.remove(end.reservationId());
    if (hold == null) {
      notOpen(end.reservationId());
      return;
    }
    heldNanos -= hold.nanos();
    heldTokens -= hold.tokens();
    for (String budgetId : hold.budgetIds()) {
      for (Spending period : during(budgetId, hold.life())) {
        put(budgetId, period.hold(-hold.nanos(), -hold.tokens(), end.sequence()));
      }
    }
  }

  private void notOpen(String reservationId) {
    differ(null, "ends of " + reservationId, Decimal.ofWhole(2), Decimal.ofWhole(1));
  }

  /** Holds in one period, and sees that the limit of this moment allowed it. */
  private void hold(String budgetId, Spending before, Opened hold) {
    Spending after = before.hold(hold.nanos(), hold.tokens(), hold.sequence());
    put(budgetId, after);
    Edited rule = rules.get(budgetId);
    Budget budget = budgets.get(budgetId);
    if (rule == null || budget == null || sequence <= foldedUntil) {
      return; // what is folded fitted while it was there; what was counted then is not known
    }
    if (rule.frozen()) {
      differ(
          budgetId,
          "held while frozen by " + hold.reservationId(),
          Decimal.ofWhole(1),
          Decimal.ZERO);
    }
    if (rule.enforcement() != Enforcement.HARD) {
      return;
    }
    long taken = after.spent(budget.unit()) + after.held(budget.unit());
    if (rule.limit() != null && taken > units(rule.limit(), budget.unit())) {
      differ(
          budgetId,
          "limit at the opening of " + hold.reservationId(),
          new Decimal(rule.limit()),
          budget.amount(taken));
    }
  }

  private static long units(String limit, Unit unit) {
    return unit == Unit.MONEY
        ? new Decimal(limit).toNanos()
        : new BigDecimal(limit).longValueExact();
  }

  private List<Spending> during(String budgetId, Period.Bounds life) {
    BudgetPeriods ofBudget = periods.get(budgetId);
    return ofBudget == null ? List.of() : ofBudget.during(life);
  }

  private void put(String budgetId, Spending after) {
    BudgetPeriods ofBudget = periods.get(budgetId);
    if (ofBudget != null) {
      ofBudget.put(after);
      computed.computeIfAbsent(budgetId, id -> new TreeMap<>()).put(after.bounds().start(), after);
    }
  }

  /**
   * An event remembers what its budget counted when it happened: so must this, unless a part of
   * what was counted until then may be folded.
   */
  private void compare(@Nullable Snapshot snapshot, long at) {
    if (snapshot == null || at <= foldedUntil || !periods.containsKey(snapshot.budgetId())) {
      return;
    }
    snapshots++;
    String budgetId = snapshot.budgetId();
    Spending told = snapshot.spending();
    Spending counted =
        computed
            .getOrDefault(budgetId, Map.of())
            .getOrDefault(told.bounds().start(), Spending.none(told.bounds()));
    List<BookDifference> found = new ArrayList<>();
    Comparison.compare(found, budgetId, told, counted, " as of " + at);
    Edited rule = rules.get(budgetId);
    Budget budget = budgets.get(budgetId);
    if (rule != null && budget != null && !Objects.equals(rule.limit(), snapshot.limit())) {
      found.add(
          new BookDifference(
              budgetId, null, "limit as of " + at, limit(snapshot.limit()), limit(rule.limit())));
    }
    found.stream().limit(DIFFERENCES_MAX - differences.size()).forEach(differences::add);
  }

  /** No limit is shown as one below zero, which no budget has. */
  private static Decimal limit(@Nullable String limit) {
    return new Decimal(limit == null ? "-1" : limit);
  }

  private void differ(
      @Nullable String budgetId, String counter, Decimal recorded, Decimal counted) {
    if (!recorded.equals(counted) && differences.size() < DIFFERENCES_MAX) {
      differences.add(new BookDifference(budgetId, null, counter, recorded, counted));
    }
  }

  /** {@return what differs among the facts up to now, without any counter of now} */
  List<BookDifference> differences() {
    return differences;
  }

  /**
   * {@return what differs up to now, with the counters that were copied at this number}
   *
   * @param after what was not changed since this number was compared before, and was not copied
   */
  List<BookDifference> differences(Counters copied, long after) {
    List<BookDifference> all = new ArrayList<>(differences);
    for (String budgetId : budgets.keySet()) {
      Map<Instant, Spending> counted = computed.getOrDefault(budgetId, Map.of());
      Map<Instant, Spending> stored = new TreeMap<>();
      copied
          .periods()
          .getOrDefault(budgetId, List.of())
          .forEach(spending -> stored.put(spending.bounds().start(), spending));
      counted.forEach(
          (start, one) -> {
            if (one.sequence() > after) {
              stored.putIfAbsent(start, Spending.none(one.bounds()));
            }
          });
      stored.forEach(
          (start, one) ->
              Comparison.compare(
                  all,
                  budgetId,
                  one,
                  counted.getOrDefault(start, Spending.none(one.bounds())),
                  ""));
    }
    return all;
  }

  /** {@return how many numbers are gone of those that may be} */
  long gone() {
    return gone;
  }

  /** {@return what differs of the ledger's own sums} */
  List<BookDifference> sums(Counters copied) {
    List<BookDifference> all = new ArrayList<>();
    Comparison.compare(all, null, "charged", copied.chargedNanos(), nanos, Decimal::ofNanos);
    Comparison.compare(
        all, null, "charged tokens", copied.chargedTokens(), tokens, Decimal::ofWhole);
    Comparison.compare(all, null, "held", copied.heldNanos(), heldNanos, Decimal::ofNanos);
    Comparison.compare(all, null, "held tokens", copied.heldTokens(), heldTokens, Decimal::ofWhole);
    Comparison.compare(
        all, null, "open reservations", copied.openReservations(), open.size(), Decimal::ofWhole);
    return all;
  }
}
