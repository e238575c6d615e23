package dev.costgraph.report;

import dev.costgraph.BadRequest;
import dev.costgraph.BadRequest.Code;
import dev.costgraph.budget.Budget;
import dev.costgraph.budget.Period;
import dev.costgraph.budget.Period.Bounds;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a report is of: a budget in one period of its calendar, and in the one before. Of a FIXED
 * budget only what lies in its own period counts.
 *
 * @param calendar the whole period
 * @param calendarBefore the whole one before
 * @param now when the report is made
 */
record Scope(
    Budget budget,
    ReportPeriod period,
    ZoneId zone,
    Bounds calendar,
    Bounds calendarBefore,
    Instant now) {

  /**
   * {@return the scope of the period that a day is in}
   *
   * @param at null for the day of now
   * @throws BadRequest INVALID_VALUE for a period that a FIXED budget is not in
   */
  static Scope of(Budget budget, ReportPeriod period, @Nullable LocalDate at, Instant now) {
    ZoneId zone = ZoneId.of(budget.zone());
    Instant day = at == null ? now : at.atStartOfDay(zone).toInstant();
    Bounds calendar = period.period().containing(day, zone);
    Bounds before = period.period().containing(calendar.start().minusNanos(1), zone);
    Scope scope = new Scope(budget, period, zone, calendar, before, now);
    if (scope.cut(calendar) == null) {
      Bounds fixed = budget.fixedBounds();
      throw new BadRequest(
          Code.INVALID_VALUE,
          "at",
          ("the %s of %s is outside of budget '%s', which is FIXED from %s to %s: send at, a day of"
                  + " that time")
              .formatted(
                  period.name().toLowerCase(Locale.ROOT),
                  day.atZone(zone).toLocalDate(),
                  budget.budgetId(),
                  fixed.start(),
                  fixed.end()));
    }
    return scope;
  }

  /** {@return the time that the report is of} */
  Bounds bounds() {
    return Objects.requireNonNull(cut(calendar));
  }

  /** {@return the same of the period before; null where the budget counts nothing of it} */
  @Nullable Bounds before() {
    return cut(calendarBefore);
  }

  /**
   * {@return what the time of the report is compared with: the period before, and while this one
   * runs as much of it as has gone by in whole hours, which cells know; null for nothing}
   */
  @Nullable Bounds compared() {
    Bounds before = before();
    if (before == null || !now.isBefore(bounds().end())) {
      return before;
    }
    Duration gone = Duration.between(calendar.start(), now).truncatedTo(ChronoUnit.HOURS);
    return within(before, new Bounds(calendarBefore.start(), calendarBefore.start().plus(gone)));
  }

  /** {@return that in words; empty for nothing} */
  String comparison() {
    Bounds compared = compared();
    if (compared == null) {
      return "";
    }
    return compared.equals(calendarBefore)
        ? "the period before"
        : "%s to %s of the period before"
            .formatted(local(compared.start(), zone), local(compared.end(), zone));
  }

  /** {@return the last moment of the report, and no later than now if it has begun} */
  Instant last() {
    Instant end = bounds().end().minusNanos(1);
    Instant last = now.isBefore(end) ? now : end;
    return last.isBefore(bounds().start()) ? bounds().start() : last;
  }

  /** {@return the bars of a calendar period; null for those of which the budget counts nothing} */
  List<@Nullable Bounds> bars(Bounds calendarPeriod) {
    List<@Nullable Bounds> bars = new ArrayList<>();
    Instant start = calendarPeriod.start();
    while (start.isBefore(calendarPeriod.end())) {
      Bounds bar = period.interval().containing(start, zone);
      bars.add(cut(bar));
      start = bar.end();
    }
    return bars;
  }

  LocalDate firstDay() {
    return bounds().start().atZone(zone).toLocalDate();
  }

  String title() {
    return "%s report of %s, %s"
        .formatted(
            period.adjective(),
            budget.name(),
            DateTimeFormatter.ofPattern(period.titlePattern(), Locale.ENGLISH).format(firstDay()));
  }

  /** {@return a time as people of a zone read it} */
  static String local(Instant at, ZoneId zone) {
    return DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).format(at.atZone(zone));
  }

  private @Nullable Bounds cut(Bounds bounds) {
    return budget.period() == Period.FIXED ? within(budget.fixedBounds(), bounds) : bounds;
  }

  /** {@return what two stretches have in common; null for nothing} */
  private static @Nullable Bounds within(Bounds one, Bounds other) {
    Instant start = one.start().isBefore(other.start()) ? other.start() : one.start();
    Instant end = one.end().isAfter(other.end()) ? other.end() : one.end();
    return start.isBefore(end) ? new Bounds(start, end) : null;
  }
}
