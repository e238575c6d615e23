package dev.costgraph.ledger;

import dev.costgraph.budget.BudgetInput;
import dev.costgraph.budget.BudgetType;
import dev.costgraph.budget.Enforcement;
import dev.costgraph.budget.Period;
import dev.costgraph.budget.Unit;
import dev.costgraph.money.Decimal;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A budget of {@link LedgerModel}, with its own arithmetic of periods. */
final class ModelBudget {

  /** Of every budget of the history. */
  static final String THRESHOLD = "0.8";

  final String id;
  final BudgetType type;
  final Unit unit;
  private final @Nullable String resourceId;
  private final Period period;
  private final ZoneId zone;
  private final @Nullable Instant fixedStart;
  private final @Nullable Instant fixedEnd;
  private final Map<Instant, ModelPeriod> periods = new TreeMap<>();
  List<String> parents;
  Enforcement enforcement;
  @Nullable Long limit;
  boolean frozen;
  boolean closed;

  ModelBudget(BudgetInput input, String platformId) {
    this.id = input.budgetId();
    this.type = input.type();
    this.unit = input.unit();
    this.resourceId = input.type() == BudgetType.PLATFORM ? platformId : input.resourceId();
    this.period = input.period();
    this.zone = ZoneId.of(input.zone());
    this.fixedStart = input.periodStart();
    this.fixedEnd = input.periodEnd();
    this.parents = input.parentBudgetIds();
    this.enforcement = input.enforcement();
    setLimit(input.limit());
  }

  void setLimit(@Nullable Decimal wanted) {
    limit =
        wanted == null
            ? null
            : Long.valueOf(
                new BigDecimal(wanted.text())
                    .movePointRight(unit == Unit.MONEY ? 9 : 0)
                    .longValueExact());
  }

  String resourceId() {
    return Objects.requireNonNull(resourceId);
  }

  boolean isOf(BudgetType wanted, @Nullable String resource) {
    return !closed && type == wanted && resource != null && resource.equals(resourceId);
  }

  boolean deniesMoney() {
    return unit == Unit.MONEY && enforcement == Enforcement.HARD && limit != null;
  }

  long taken(ModelPeriod one) {
    return unit == Unit.MONEY ? one.nanos + one.heldNanos : one.tokens + one.heldTokens;
  }

  long wanted(long nanos, long tokens) {
    return unit == Unit.MONEY ? nanos : tokens;
  }

  boolean passesSoftly(List<ModelPeriod> touched, long nanos, long tokens) {
    Long most = limit;
    return !frozen
        && most != null
        && enforcement == Enforcement.SOFT
        && touched.stream().anyMatch(one -> taken(one) + wanted(nanos, tokens) > most);
  }

  /** {@return the period that contains the instant; null outside of a FIXED one} */
  @Nullable ModelPeriod period(Instant at) {
    if (period == Period.FIXED) {
      Instant start = Objects.requireNonNull(fixedStart);
      Instant end = Objects.requireNonNull(fixedEnd);
      return at.isBefore(start) || !at.isBefore(end) ? null : period(start, end);
    }
    if (period == Period.HOUR) { // the zones of the history are whole hours away from UTC
      Instant start = at.truncatedTo(ChronoUnit.HOURS);
      return period(start, start.plus(1, ChronoUnit.HOURS));
    }
    LocalDate day = at.atZone(zone).toLocalDate();
    return switch (period) {
      case DAY -> days(day, day.plusDays(1));
      case WEEK -> {
        LocalDate monday = day;
        while (monday.getDayOfWeek() != DayOfWeek.MONDAY) {
          monday = monday.minusDays(1);
        }
        yield days(monday, monday.plusDays(7));
      }
      case MONTH -> days(day.withDayOfMonth(1), day.withDayOfMonth(1).plusMonths(1));
      default -> throw new IllegalStateException("not in the history: " + period);
    };
  }

  private ModelPeriod days(LocalDate first, LocalDate next) {
    return period(first.atStartOfDay(zone).toInstant(), next.atStartOfDay(zone).toInstant());
  }

  private ModelPeriod period(Instant start, Instant end) {
    return periods.computeIfAbsent(start, at -> new ModelPeriod(at, end));
  }

  /** {@return the periods that a stretch of time touches, in order} */
  List<ModelPeriod> periods(LedgerModel.Stretch life) {
    if (period == Period.FIXED) {
      Instant start = Objects.requireNonNull(fixedStart);
      Instant end = Objects.requireNonNull(fixedEnd);
      return start.isBefore(life.to()) && life.from().isBefore(end)
          ? List.of(period(start, end))
          : List.of();
    }
    List<ModelPeriod> touched = new ArrayList<>();
    for (Instant at = life.from(); at.isBefore(life.to()); ) {
      ModelPeriod one = Objects.requireNonNull(period(at));
      touched.add(one);
      at = one.end;
    }
    return touched;
  }

  /** {@return how it stands in a period, as {@link LedgerModelIT} shows a status of the ledger} */
  String status(ModelPeriod one) {
    long spent = unit == Unit.MONEY ? one.nanos : one.tokens;
    long held = unit == Unit.MONEY ? one.heldNanos : one.heldTokens;
    return "%s %s %s to %s: %d + %d of %s, %d tokens, %d entries"
        .formatted(
            id,
            state(spent),
            one.start,
            one.end,
            spent,
            held,
            limit == null ? "any" : Long.toString(limit - spent - held) + " left",
            one.tokens,
            one.entries);
  }

  private String state(long spent) {
    Long most = limit;
    if (closed) {
      return "CLOSED";
    }
    if (frozen) {
      return "FROZEN";
    }
    if (most == null) {
      return "OK";
    }
    BigDecimal warnAt =
        new BigDecimal(THRESHOLD)
            .multiply(BigDecimal.valueOf(most))
            .setScale(0, RoundingMode.CEILING);
    return spent > most
        ? "EXCEEDED"
        : warnAt.compareTo(BigDecimal.valueOf(spent)) <= 0 ? "WARNING" : "OK";
  }

  void counters(Map<String, String> all) {
    periods.values().stream()
        .filter(one -> !one.isEmpty())
        .forEach(one -> all.put(id + " " + one.start, one.toString()));
  }
}
