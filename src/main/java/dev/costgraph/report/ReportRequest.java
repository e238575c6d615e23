package dev.costgraph.report;

import dev.costgraph.BadRequest;
import dev.costgraph.BadRequest.Code;
import dev.costgraph.Text;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a report was asked for, by the parameters of its address.
 *
 * @param at a day of the period, by the budget's calendar; null: today
 */
record ReportRequest(
    String budgetId, ReportPeriod period, @Nullable LocalDate at, ReportFormat format) {

  private static final List<String> KNOWN = List.of("budgetId", "period", "at", "format");

  private static final LocalDate FIRST = LocalDate.of(2000, 1, 1);
  private static final LocalDate LAST = LocalDate.of(9998, 12, 31);

  /** How a report is written. */
  enum ReportFormat {
    HTML,
    MARKDOWN
  }

  /**
   * @throws BadRequest INVALID_VALUE for a parameter that is missing, not known, twice or not of
   *     its form
   */
  static ReportRequest of(MultivaluedMap<String, String> query) {
    query.forEach(
        (name, values) -> {
          if (!KNOWN.contains(name)) {
            throw bad(
                Text.shown(name),
                "parameter '%s' is not known; known are %s"
                    .formatted(Text.shown(name), String.join(", ", KNOWN)));
          }
          if (values.size() > 1) {
            throw bad(name, name + " is given twice: give it once");
          }
        });
    String budgetId = query.getFirst("budgetId");
    if (budgetId == null || budgetId.isEmpty()) {
      throw bad("budgetId", "budgetId is missing: name the budget whose report it is");
    }
    return new ReportRequest(
        budgetId,
        constant("period", query.getFirst("period"), ReportPeriod.MONTH),
        date(query.getFirst("at")),
        constant("format", query.getFirst("format"), ReportFormat.HTML));
  }

  private static <E extends Enum<E>> E constant(String name, @Nullable String text, E absent) {
    E[] all = absent.getDeclaringClass().getEnumConstants();
    return text == null
        ? absent
        : Arrays.stream(all)
            .filter(one -> one.name().equalsIgnoreCase(text))
            .findFirst()
            .orElseThrow(
                () ->
                    bad(
                        name,
                        "%s '%s' is none of %s"
                            .formatted(
                                name,
                                Text.shown(text),
                                Arrays.toString(all).toLowerCase(Locale.ROOT))));
  }

  private static @Nullable LocalDate date(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      LocalDate date = LocalDate.parse(text);
      if (!date.isBefore(FIRST) && !date.isAfter(LAST)) {
        return date;
      }
    } catch (DateTimeException _) { // told below
    }
    throw bad(
        "at",
        "at '%s' is no day from %s to %s, such as 2026-10-01"
            .formatted(Text.shown(text), FIRST, LAST));
  }

  private static BadRequest bad(String field, String message) {
    return new BadRequest(Code.INVALID_VALUE, field, message);
  }
}
