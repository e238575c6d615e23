package dev.costgraph.live;

import dev.costgraph.BadRequest;
import dev.costgraph.BadRequest.Code;
import dev.costgraph.Limits;
import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetApi;
import dev.costgraph.budget.BudgetGraph;
import dev.costgraph.budget.BudgetStatus;
import dev.costgraph.budget.Period;
import dev.costgraph.budget.Spending;
import dev.costgraph.graph.Properties;
import dev.costgraph.ledger.LedgerEventType;
import dev.costgraph.live.Position.Folded;
import dev.costgraph.money.Decimal;
import dev.costgraph.platform.Platform;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The events of one platform in the order of their sequence.
 *
 * @param budgetId null for all; else the budget's own events and the usages that charge it
 * @param types null for all
 * @param after the last sequence seen; null for what happens from now on
 */
record EventReading(
    LiveGraph graph,
    BudgetGraph budgets,
    String platformId,
    @Nullable String budgetId,
    @Nullable Set<LedgerEventType> types,
    @Nullable Long after)
    implements Reading<LedgerEvent> {

  private static final Set<LedgerEventType> COSTS = EnumSet.of(LedgerEventType.COST_RECORDED);
  private static final Set<LedgerEventType> ADJUSTMENTS = EnumSet.of(LedgerEventType.COST_ADJUSTED);
  private static final Set<LedgerEventType> RESERVATIONS =
      EnumSet.of(LedgerEventType.RESERVATION_OPENED, LedgerEventType.RESERVATION_ENDED);

  /** What is kept as long as events are, apart from usages and reservations. */
  private static final EnumSet<LedgerEventType> EVENTS =
      EnumSet.of(
          LedgerEventType.BUDGET_WARNING,
          LedgerEventType.BUDGET_EXCEEDED,
          LedgerEventType.BUDGET_EDITED,
          LedgerEventType.RESERVATION_DENIED);

  /** What needs no node of its own: the usage or the reservation is the event. */
  private static final EnumSet<LedgerEventType> NODES =
      EnumSet.of(
          LedgerEventType.COST_RECORDED,
          LedgerEventType.COST_ADJUSTED,
          LedgerEventType.RESERVATION_OPENED,
          LedgerEventType.RESERVATION_ENDED);

  static EventReading of(
      LiveGraph graph,
      BudgetGraph budgets,
      String platformId,
      @Nullable String budgetId,
      @Nullable List<LedgerEventType> types,
      @Nullable Long after) {
    Set<LedgerEventType> wanted = EnumSet.noneOf(LedgerEventType.class);
    if (types != null) {
      types.stream().filter(type -> type != null).forEach(wanted::add);
    }
    return new EventReading(
        graph, budgets, platformId, budgetId, wanted.isEmpty() ? null : wanted, after);
  }

  @Override
  public Page<LedgerEvent> first(Position now) {
    check();
    if (after != null) {
      requireKept(after, now.folded());
    }
    return new Page<>(List.of(), after == null ? now.sequence() : after);
  }

  /** An event that is gone would be missed, and nobody would know. */
  private void requireKept(long from, Folded folded) {
    long gone = types != null && EVENTS.containsAll(types) ? folded.events() : folded.facts();
    if (from < gone) {
      throw new BadRequest(
          Code.EVENTS_GONE,
          "after",
          "events up to %d are not all kept: read anew what they changed, then go on after %d"
              .formatted(gone, gone));
    }
  }

  private void check() {
    if (after != null && after < 0) {
      throw new BadRequest(Code.OUT_OF_RANGE, "after", "after is %d, below 0".formatted(after));
    }
    if (!Platform.DEFAULT_ID.equals(platformId) && graph.sequences(Set.of(platformId)).isEmpty()) {
      throw new BadRequest(
          Code.NOT_FOUND, "platformId", "no platform has the id '%s'".formatted(platformId));
    }
    if (budgetId != null) {
      Budget budget = budgets.budgets(List.of(budgetId)).get(budgetId);
      if (budget == null) {
        throw BudgetApi.notFound(budgetId);
      }
      if (!budget.platformId().equals(platformId)) {
        throw new BadRequest(
            Code.CONTRADICTING_IDS,
            "platformId",
            "budget '%s' is of platform '%s', not '%s'"
                .formatted(budgetId, budget.platformId(), platformId));
      }
    }
  }

  @Override
  public Page<LedgerEvent> next(long from, Position end) {
    requireKept(from, end.folded());
    long until = Math.min(end.sequence(), from + Limits.PAGE_MAX);
    List<LedgerEvent> events = new ArrayList<>();
    if (wants(COSTS)) {
      events.addAll(graph.costs(platformId, from, until, budgetId));
    }
    if (wants(ADJUSTMENTS)) {
      events.addAll(graph.adjustments(platformId, from, until, budgetId));
    }
    if (wants(RESERVATIONS)) {
      graph.reservations(platformId, from, until, budgetId).stream()
          .filter(event -> types == null || types.contains(event.type()))
          .forEach(events::add);
    }
    if (wants(EnumSet.complementOf(NODES))) {
      List<Properties> stored = graph.events(platformId, from, until, budgetId, types);
      Map<String, Budget> byId =
          budgets.budgets(
              stored.stream()
                  .map(event -> event.textOrNull("budget_id"))
                  .filter(Objects::nonNull)
                  .collect(Collectors.toSet()));
      stored.forEach(event -> events.add(event(event, byId)));
    }
    if (events.size() < until - from) { // some are not wanted, or went since the position was read
      requireKept(from, graph.folded(platformId));
    }
    events.sort(Comparator.comparingLong(LedgerEvent::sequence));
    return new Page<>(events, until);
  }

  private boolean wants(Set<LedgerEventType> some) {
    return types == null || types.stream().anyMatch(some::contains);
  }

  private static LedgerEvent event(Properties event, Map<String, Budget> budgets) {
    if (event.has("reservation_id")) {
      return ReservationEvents.stored(event);
    }
    Budget budget = budgets.get(event.text("budget_id"));
    String threshold = event.textOrNull("threshold");
    return new LedgerEvent(
        event.number("sequence"),
        LedgerEventType.valueOf(event.text("event_type")),
        event.instant("at"),
        event.text("platform_id"),
        event.text("budget_id"),
        null,
        event.textOrNull("operation_id"),
        event.textOrNull("agent_id"),
        null,
        threshold == null ? null : new Decimal(threshold),
        budget == null ? null : status(event, budget),
        event.textOrNull("message"));
  }

  /**
   * The budget's status as it was. Its sequence is that of the cause, as in the period, and not
   * that of the event: events come last in a transaction that may have counted more usages since.
   */
  private static BudgetStatus status(Properties event, Budget budget) {
    Long cause = event.numberOrNull("cause_sequence");
    long sequence = cause == null ? event.number("sequence") : cause;
    return BudgetStatus.of(
        asAt(budget, event, sequence),
        new Spending(
            new Period.Bounds(event.instant("period_start"), event.instant("period_end")),
            event.number("spent_nanos"),
            event.number("spent_tokens"),
            event.number("held_nanos"),
            event.number("held_tokens"),
            event.number("entries"),
            sequence));
  }

  private static Budget asAt(Budget budget, Properties event, long sequence) {
    String limit = event.textOrNull("limit");
    Instant closedAt = budget.closedAt();
    return new Budget(
        budget.budgetId(),
        budget.name(),
        budget.type(),
        budget.resourceId(),
        budget.platformId(),
        budget.unit(),
        budget.currency(),
        limit == null ? null : new Decimal(limit),
        budget.period(),
        budget.zone(),
        budget.periodStart(),
        budget.periodEnd(),
        budget.enforcement(),
        budget.warningThresholds(),
        event.flag("frozen"),
        budget.createdAt(),
        budget.parentBudgetIds(),
        closedAt == null || closedAt.isAfter(event.instant("at")) ? null : closedAt,
        Math.min(budget.sequence(), sequence));
  }
}
