package dev.costgraph.ledger;

import dev.costgraph.Limits;
import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetStatus;
import dev.costgraph.budget.Period;
import dev.costgraph.budget.Spending;
import dev.costgraph.command.Conflict;
import dev.costgraph.command.RecordUsageResult;
import dev.costgraph.command.RecordUsageResult.Recorded;
import dev.costgraph.command.RecordUsageResult.Replayed;
import dev.costgraph.command.RejectionCode;
import dev.costgraph.ledger.Command.RecordUsage;
import dev.costgraph.ledger.LedgerGraph.Booked;
import dev.costgraph.ledger.Places.Place;
import dev.costgraph.ledger.PlatformCache.Leaf;
import dev.costgraph.money.Decimal;
import dev.costgraph.pricing.PriceMatch;
import dev.costgraph.pricing.TokenCounts;
import dev.costgraph.reservation.Reservation;
import dev.costgraph.reservation.ReservationState;
import dev.costgraph.usage.CostEntry;
import dev.costgraph.usage.EntryKind;
import dev.costgraph.usage.Posting;
import dev.costgraph.usage.Share;
import dev.costgraph.usage.Tag;
import dev.costgraph.usage.Usage;
import dev.costgraph.usage.UsageInput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of a usage: it is booked in full, whatever the budgets say, and takes the
 * place of the hold that it settles. Once a number is taken it must succeed.
 */
final class UsageDecisions {

  private final BatchState state;
  private final LockedLedger ledger;
  private final Map<String, Booked> booked;
  private final Map<String, String> folded;

  /**
   * @param booked usages that are stored under ids of this batch
   * @param folded ids of this batch that were booked and are gone, with the platforms they were
   *     booked on
   */
  UsageDecisions(BatchState state, Map<String, Booked> booked, Map<String, String> folded) {
    this.state = state;
    this.ledger = state.ledger;
    this.booked = new HashMap<>(booked);
    this.folded = folded;
  }

  /**
   * @throws Refused when it cannot be booked; nothing of it was changed
   */
  RecordUsageResult decide(RecordUsage command) {
    UsageInput input = command.usage();
    Booked before = booked.get(input.operationId());
    if (before != null) {
      return before.contentHash().equals(command.contentHash())
          ? new Replayed(before.usage())
          : new Conflict(
              input.operationId(),
              "operationId '%s' is booked with other content".formatted(input.operationId()));
    }
    requireRetained(input);
    Hold hold = command.reservationId() == null ? null : state.holds.find(command.reservationId());
    List<Place> places = places(input, hold);
    Instant timestamp = timestamp(input);
    Measure measure = Measure.of(command);
    Charge.Price price = state.pricer.price(input, measure, timestamp);
    addToSums(input, price, measure.tokens());
    List<String> warnings = new ArrayList<>();
    places.replaceAll(place -> create(input, place, warnings));
    warnings.addAll(measure.warnings());
    if (price.unknownBecause() != null) {
      warnings.add("unpriced: " + price.unknownBecause());
    }
    if (command.reservationId() != null) {
      String late = settle(command.reservationId(), hold, input.operationId(), price);
      if (late != null) {
        warnings.add(late);
      }
    }
    Map<String, BudgetStatus> statuses = new LinkedHashMap<>();
    List<Usage> parts = new ArrayList<>();
    for (Place place : places) {
      Share share = share(input, measure, parts.size() + 1);
      Charge.Price cost = price.part(share);
      Usage part = usage(input, place, timestamp, cost, measure, share);
      book(part, place, measure, command, cost, statuses);
      parts.add(part);
    }
    Usage usage = Usage.whole(parts);
    booked.put(usage.operationId(), new Booked(usage, command.contentHash()));
    String stated = usage.costDifference();
    if (stated != null) {
      warnings.add(stated);
    }
    return new Recorded(usage, List.copyOf(statuses.values()), warnings);
  }

  /** Whether it is sent again cannot be told where usages are folded: it is not booked then. */
  private void requireRetained(UsageInput input) {
    String bookedOn = folded.get(input.operationId());
    if (bookedOn != null) {
      throw new Refused(
          RejectionCode.TOO_OLD,
          "operationId",
          ("operationId '%s' was booked on platform '%s' and is folded into its sums: it counts"
                  + " already; another usage needs an id of its own")
              .formatted(input.operationId(), bookedOn));
    }
    Instant from = ledger.folded().from();
    Instant timestamp = input.timestamp();
    if (from != null && timestamp != null && timestamp.isBefore(from)) {
      throw new Refused(
          RejectionCode.TOO_OLD,
          "timestamp",
          ("timestamp %s is before %s: usages of platform '%s' from before that are folded into"
                  + " sums, and this one may be among them. If it was never sent before, send it"
                  + " with a timestamp from then on")
              .formatted(timestamp, from, ledger.platform().platformId()));
    }
  }

  /** {@return where it is booked: one place, or one for each task that shares it} */
  private List<Place> places(UsageInput input, @Nullable Hold hold) {
    List<Place> places = new ArrayList<>();
    if (input.split() == null) {
      places.add(place(input, hold));
    } else {
      input.split().forEach(share -> places.add(state.places.find(share.taskId(), null)));
    }
    return places;
  }

  /** Makes a place, which may be another once those before it are made. */
  private Place create(UsageInput input, Place found, List<String> warnings) {
    Place place =
        input.split() == null || found.newTask() == null
            ? found
            : state.places.find(found.newTask(), null);
    state.places.create(place);
    warnings.addAll(place.warnings());
    return place;
  }

  private static Share share(UsageInput input, Measure measure, int number) {
    return input.split() == null
        ? Share.WHOLE
        : new Share(
            number,
            input.split().stream().map(part -> part.weight().toNanos()).toList(),
            measure.tokens(),
            input.quantity(),
            input.amount());
  }

  private Place place(UsageInput input, @Nullable Hold hold) {
    boolean namesNone =
        input.taskId() == null && input.projectId() == null && input.platformId() == null;
    if (namesNone && hold != null) {
      Reservation reservation = hold.reservation();
      return state.places.find(
          reservation.taskId(), reservation.taskId() == null ? reservation.projectId() : null);
    }
    return state.places.find(input.taskId(), input.projectId());
  }

  /** Gives the hold back; {@return a warning when there is none to give back} */
  private @Nullable String settle(
      String reservationId, @Nullable Hold hold, String operationId, Charge.Price price) {
    if (hold == null) {
      return "reservation '%s' is not known to platform '%s': charged without a hold"
          .formatted(reservationId, ledger.platform().platformId());
    }
    Reservation reservation = hold.reservation();
    if (reservation.state() != ReservationState.OPEN) {
      return "reservation '%s' is %s since %s: charged without a hold"
          .formatted(reservationId, reservation.state(), reservation.endedAt());
    }
    state.holds.end(hold, ReservationState.SETTLED, state.events.take(), operationId, cost(price));
    return null;
  }

  private void book(
      Usage usage,
      Place place,
      Measure measure,
      RecordUsage command,
      Charge.Price price,
      Map<String, BudgetStatus> statuses) {
    Leaf leaf = new Leaf(usage.projectId(), usage.taskId());
    ChargePath path = state.cache.path(ledger, leaf);
    List<Budget> narrowing =
        state.tree.narrowing(
            path.budgets(),
            usage.agentId(),
            usage.userId(),
            Pricer.models(command.usage().model(), price),
            Period.Bounds.at(usage.timestamp()));
    state.paths.put(path.pathId(), path);
    Charge charge =
        new Charge(
            usage,
            measure,
            command.contentHash(),
            path,
            narrowing,
            price,
            command.reservationId(),
            place.isStandIn());
    state.charges.add(charge);
    for (Budget budget : charge.budgets()) {
      Spending before = state.counters.at(budget, usage.timestamp());
      if (before != null) {
        int calls = usage.share().calls();
        Spending after =
            before.plus(price.totalNanos(), usage.totalTokens(), calls, usage.sequence());
        state.counters.put(budget, after);
        state.events.crossings(budget, before, budget, after, usage);
        statuses.put(budget.budgetId(), BudgetStatus.of(budget, after));
      }
    }
  }

  private Instant timestamp(UsageInput input) {
    Instant timestamp = input.timestamp() == null ? ledger.time() : input.timestamp();
    if (timestamp.isAfter(ledger.time().plus(Limits.AHEAD_MAX))
        || timestamp.isBefore(Limits.TIMESTAMP_MIN)) {
      throw new Refused(
          RejectionCode.TIMESTAMP_OUT_OF_RANGE,
          "timestamp",
          "timestamp %s is not between %s and %d minutes ahead of %s"
              .formatted(
                  timestamp, Limits.TIMESTAMP_MIN, Limits.AHEAD_MAX.toMinutes(), ledger.time()));
    }
    return timestamp;
  }

  private void addToSums(UsageInput input, Charge.Price price, @Nullable TokenCounts tokens) {
    long tokenCount = tokens == null ? 0 : tokens.getTotal();
    if (!state.holds.canAdd(
        price.totalNanos(), tokenCount, state.chargedNanos, state.chargedTokens)) {
      throw Pricer.tooLarge(
          input.amount() != null ? "amount" : input.quantity() != null ? "quantity" : "tokens");
    }
    state.chargedNanos += price.totalNanos();
    state.chargedTokens += tokenCount;
  }

  private Usage usage(
      UsageInput input,
      Place place,
      Instant timestamp,
      Charge.Price price,
      Measure measure,
      Share share) {
    long sequence = state.events.take();
    PriceMatch match = price.match();
    String currency = ledger.platform().currency();
    return new Usage(
        input.operationId(),
        input.agentId(),
        place.leaf().taskId(),
        place.leaf().projectId(),
        ledger.platform().platformId(),
        input.userId(),
        input.runId(),
        input.parentRunId(),
        input.step(),
        input.capability(),
        input.kind(),
        input.model(),
        input.provider() == null && match != null ? match.price().provider() : input.provider(),
        measure.tier(),
        input.outcome(),
        share.of(measure.tokens()),
        share.of(input.quantity()),
        input.quantityUnit(),
        share.of(input.amount()),
        amountCurrency(input, currency),
        timestamp,
        ledger.time(),
        sequence,
        cost(price),
        currency,
        share.number() == 1 ? measure.statedCost() : null,
        measure.statedCurrency(),
        price.entries().stream().map(entry -> entry(entry, currency, sequence)).toList(),
        input.tags() == null
            ? List.of()
            : input.tags().stream().map(tag -> new Tag(tag.key(), tag.value())).toList(),
        share,
        List.of());
  }

  private static @Nullable String amountCurrency(UsageInput input, String currency) {
    return input.amount() == null ? null : Objects.requireNonNullElse(input.currency(), currency);
  }

  private static @Nullable Decimal cost(Charge.Price price) {
    return price.known() ? Decimal.ofNanos(price.totalNanos()) : null;
  }

  private CostEntry entry(Posting entry, String currency, long sequence) {
    return new CostEntry(
        EntryKind.CHARGE,
        entry.model(),
        Decimal.ofNanos(entry.promptNanos()),
        Decimal.ofNanos(entry.completionNanos()),
        Decimal.ofNanos(entry.totalNanos()),
        currency,
        entry.original(),
        null,
        ledger.time(),
        sequence);
  }
}
