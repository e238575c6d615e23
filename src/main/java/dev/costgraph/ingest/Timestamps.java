package dev.costgraph.ingest;

import dev.costgraph.Text;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Timestamps of files: ISO-8601 with T or a blank, up to 9 decimals of a second, with an offset or
 * without. One without is of the import's zone: where a clock is set back and shows the hour twice,
 * the first; where it skips an hour, as much later.
 */
final class Timestamps {

  private static final DateTimeFormatter FORM =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendPattern("['T'][' ']HH:mm[:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .appendPattern("][' '][XXX][XX][X]")
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private Timestamps() {}

  /**
   * {@return the instant that the text means}
   *
   * @param zone of a text without offset; null: such a text is refused
   * @throws BadLine INVALID_TIMESTAMP
   */
  static Instant read(String text, @Nullable ZoneId zone) {
    TemporalAccessor read;
    try {
      read = FORM.parseBest(text.strip(), OffsetDateTime::from, LocalDateTime::from);
    } catch (DateTimeException e) {
      throw bad(text, "is not ISO-8601, such as 2026-10-01T09:30:00Z");
    }
    if (read instanceof OffsetDateTime time) {
      return time.toInstant();
    }
    if (zone == null) {
      throw bad(text, "has no offset; give the import a zone, such as ?zone=UTC");
    }
    return ((LocalDateTime) read).atZone(zone).toInstant();
  }

  private static BadLine bad(String text, String problem) {
    return new BadLine(
        BadLine.Code.INVALID_TIMESTAMP,
        "timestamp",
        "timestamp '%s' %s".formatted(Text.shown(text), problem));
  }
}
