package dev.costgraph.budget;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.eclipse.microprofile.graphql.Description;

/** How often a budget starts anew. */
@Description(
    "How often a budget starts anew, in its own zone. FIXED: once, from periodStart to periodEnd."
        + " WEEK: from Monday.")
public enum Period {
  FIXED,
  HOUR,
  DAY,
  WEEK,
  MONTH,
  QUARTER,
  YEAR;

  /**
   * The calendar period that contains an instant. Clock changes make days of 23 and 25 hours; an
   * hour that a change cuts is two periods.
   *
   * @throws IllegalStateException for FIXED, whose bounds are the budget's own
   */
  public Bounds containing(Instant at, ZoneId zone) {
    if (this == FIXED) {
      throw new IllegalStateException("the bounds of a FIXED period are given, not computed");
    }
    if (this == HOUR) {
      return hour(at, zone.getRules());
    }
    LocalDate first = firstDay(at.atZone(zone).toLocalDate());
    Instant start = first.atStartOfDay(zone).toInstant();
    Instant end = next(first).atStartOfDay(zone).toInstant();
    // A clock set back across midnight shows a date again whose successor has begun.
    while (!at.isBefore(end)) {
      first = next(first);
      start = end;
      end = next(first).atStartOfDay(zone).toInstant();
    }
    return new Bounds(start, end);
  }

  private static Bounds hour(Instant at, ZoneRules rules) {
    long offset = rules.getOffset(at).getTotalSeconds();
    long start = Math.floorDiv(at.getEpochSecond() + offset, 3600L) * 3600 - offset;
    long end = start + 3600;
    ZoneOffsetTransition previous = rules.previousTransition(at.plusNanos(1));
    if (previous != null && previous.toEpochSecond() > start) {
      start = previous.toEpochSecond();
    }
    ZoneOffsetTransition next = rules.nextTransition(at);
    if (next != null && next.toEpochSecond() < end) {
      end = next.toEpochSecond();
    }
    return new Bounds(Instant.ofEpochSecond(start), Instant.ofEpochSecond(end));
  }

  private LocalDate firstDay(LocalDate date) {
    return switch (this) {
      case FIXED, HOUR, DAY -> date;
      case WEEK -> date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      case MONTH -> date.withDayOfMonth(1);
      case QUARTER -> LocalDate.of(date.getYear(), (date.getMonthValue() - 1) / 3 * 3 + 1, 1);
      case YEAR -> date.withDayOfYear(1);
    };
  }

  private LocalDate next(LocalDate first) {
    return switch (this) {
      case FIXED, HOUR, DAY -> first.plusDays(1);
      case WEEK -> first.plusWeeks(1);
      case MONTH -> first.plusMonths(1);
      case QUARTER -> first.plusMonths(3);
      case YEAR -> first.plusYears(1);
    };
  }

  /**
   * A stretch of time.
   *
   * @param start inclusive
   * @param end exclusive
   */
  public record Bounds(Instant start, Instant end) {

    /** {@return an instant as the shortest stretch that contains it} */
    public static Bounds at(Instant at) {
      return new Bounds(at, at.plusNanos(1));
    }

    public boolean overlaps(Bounds other) {
      return start.isBefore(other.end) && other.start.isBefore(end);
    }

    public boolean contains(Instant at) {
      return !at.isBefore(start) && at.isBefore(end);
    }
  }
}
