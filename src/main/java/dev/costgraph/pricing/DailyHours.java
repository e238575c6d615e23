package dev.costgraph.pricing;

import java.time.Instant;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/**
 * Hours of every day in UTC at which a price holds, e.g. DeepSeek's off-peak hours, {@code
 * 16:30-00:30}.
 *
 * @param from inclusive, whole seconds
 * @param to exclusive, whole seconds; before {@code from}: of the next day
 */
public record DailyHours(LocalTime from, LocalTime to) {

  private static final long SECONDS_OF_DAY = 86_400;

  /**
   * @throws IllegalArgumentException when they are empty or begin or end within a second
   */
  public DailyHours {
    if (from.equals(to)) {
      throw new IllegalArgumentException("the hours " + from + "-" + to + " are empty");
    }
    if (!isWhole(from) || !isWhole(to)) {
      throw new IllegalArgumentException(from + "-" + to + " are not whole seconds");
    }
  }

  /**
   * {@return the hours of a text such as {@code 16:30-00:30}}
   *
   * @throws IllegalArgumentException when it is none
   */
  public static DailyHours parse(String text) {
    String[] ends = text.split("-", -1);
    try {
      if (ends.length == 2) {
        return new DailyHours(LocalTime.parse(ends[0]), LocalTime.parse(ends[1]));
      }
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("no hours such as 16:30-00:30: " + text, e);
    }
    throw new IllegalArgumentException("no hours such as 16:30-00:30: " + text);
  }

  private static boolean isWhole(LocalTime time) {
    return time.truncatedTo(ChronoUnit.SECONDS).equals(time);
  }

  /** {@return the second of its day in UTC, 0 to 86399} */
  static int secondOfDay(Instant at) {
    return (int) Math.floorMod(at.getEpochSecond(), SECONDS_OF_DAY);
  }

  boolean contains(int secondOfDay) {
    int first = from.toSecondOfDay();
    int end = to.toSecondOfDay();
    return first < end
        ? secondOfDay >= first && secondOfDay < end
        : secondOfDay >= first || secondOfDay < end;
  }

  boolean overlaps(DailyHours other) {
    return contains(other.from.toSecondOfDay()) || other.contains(from.toSecondOfDay());
  }

  /** {@return the text that {@link #parse} reads} */
  @Override
  public String toString() {
    return from + "-" + to;
  }
}
