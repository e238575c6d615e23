package dev.costgraph.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One value of a report.
 *
 * @param text as it is read
 * @param exact all its digits; null where the text says all
 * @param number whether it is set to the right
 * @param percent how long the bar behind it is, 0 to 100; 0 for none
 */
public record Cell(String text, @Nullable String exact, boolean number, int percent) {

  static Cell text(String text) {
    return new Cell(text, null, false, 0);
  }

  static Cell text(String text, String exact) {
    return new Cell(text, exact, false, 0);
  }

  static Cell number(String text) {
    return new Cell(text, null, true, 0);
  }

  static Cell number(String text, String exact) {
    return new Cell(text, exact, true, 0);
  }

  /** {@return a number of things} */
  static Cell count(long count) {
    return number(shown(count));
  }

  static String shown(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  Cell bar(int length) {
    return new Cell(text, exact, number, Math.clamp(length, 0, 100));
  }

  /** {@return the text as a cell of a Markdown table has it} */
  public String markdown() {
    return Markdown.text(exact == null ? text : exact);
  }
}
