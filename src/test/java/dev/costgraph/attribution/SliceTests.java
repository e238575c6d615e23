package dev.costgraph.attribution;

import static dev.costgraph.usage.UsageGraph.OPEN_END;
import static dev.costgraph.usage.UsageGraph.OPEN_START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.attribution.Slice.Source;
import dev.costgraph.budget.Period;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where each part of a range is read from: whole days, whole hours, ragged ends. */
class SliceTests {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          UTC | 03-01T00:00 | 03-03T00:00 | D 03-01T00:00 03-03T00:00
          UTC | 03-01T22:00 | 03-03T01:00 | H 03-01T22:00 03-02T00:00, D 03-02T00:00 03-03T00:00\
          , H 03-03T00:00 03-03T01:00
          UTC | 03-01T22:10 | 03-03T01:20 | U 03-01T22:10 03-01T23:00, H 03-01T23:00 03-02T00:00\
          , D 03-02T00:00 03-03T00:00, H 03-03T00:00 03-03T01:00, U 03-03T01:00 03-03T01:20
          UTC | 03-01T22:10 | 03-01T22:20 | U 03-01T22:10 03-01T22:20
          UTC | 03-01T22:10 | 03-01T23:20 | U 03-01T22:10 03-01T23:20
          UTC | 03-01T22:10 | 03-02T00:00 | U 03-01T22:10 03-01T23:00, H 03-01T23:00 03-02T00:00
          Asia/Kolkata | 03-01T00:00 | 03-02T19:00 | U 03-01T00:00 03-01T00:30\
          , H 03-01T00:30 03-01T18:30, D 03-01T18:30 03-02T18:30, U 03-02T18:30 03-02T19:00
          Asia/Kathmandu | 03-01T18:15 | 03-02T18:15 | D 03-01T18:15 03-02T18:15
          Europe/Berlin | 03-28T23:00 | 03-29T22:00 | D 03-28T23:00 03-29T22:00
          Europe/Berlin | 10-24T22:00 | 10-25T23:00 | D 10-24T22:00 10-25T23:00
          Europe/Berlin | 10-25T00:30 | 10-25T01:30 | U 10-25T00:30 10-25T01:30
          America/New_York | 03-08T05:00 | 03-09T04:00 | D 03-08T05:00 03-09T04:00
          Australia/Lord_Howe | 04-04T13:00 | 04-05T13:30 | D 04-04T13:00 04-05T13:30
          Australia/Lord_Howe | 04-04T14:00 | 04-04T15:30 | H 04-04T14:00 04-04T15:30
          """)
  void shouldReadFromTheCoarsest(String zone, String from, String to, String slices) {
    Instant start = Instant.parse("2026-" + from + ":00Z");
    Instant end = Instant.parse("2026-" + to + ":00Z");

    assertThat(text(Slice.split(start, end, ZoneId.of(zone)))).isEqualTo(slices);
  }

  @Test
  void shouldReadAnOpenRangeFromDays() {
    ZoneId zone = ZoneId.of("Europe/Berlin");
    Instant noon = Instant.parse("2026-03-01T12:00:00Z");

    assertThat(Slice.split(OPEN_START, OPEN_END, zone))
        .containsExactly(new Slice(Source.DAY, OPEN_START, OPEN_END));
    assertThat(text(Slice.split(noon, OPEN_END, zone)))
        .isEqualTo("H 03-01T12:00 03-01T23:00, D 03-01T23:00 12-31T00:00");
    assertThat(text(Slice.split(OPEN_START, noon, zone)))
        .isEqualTo("D 01-01T00:00 02-28T23:00, H 02-28T23:00 03-01T12:00");
  }

  @Test
  void shouldCountWhatIsAroundOnce() {
    Instant at = Instant.parse("2026-03-01T12:00:00Z");
    List<Slice> cut =
        List.of(
            new Slice(Source.USAGES, at.plusSeconds(1800), at.plusSeconds(3600)),
            new Slice(Source.USAGES, at, at.plusSeconds(1800)),
            new Slice(Source.USAGES, at.plusSeconds(7300), at.plusSeconds(7301)));

    assertThat(text(Slice.around(cut, ZoneId.of("UTC"))))
        .isEqualTo("H 03-01T12:00 03-01T13:00, H 03-01T14:00 03-01T15:00");
    assertThat(Slice.around(List.of(new Slice(Source.USAGES, OPEN_START, at)), ZoneId.of("UTC")))
        .first()
        .isEqualTo(new Slice(Source.DAY, OPEN_START, Instant.parse("2026-03-01T00:00:00Z")));
  }

  /** Any range: slices join without gap or overlap, and those of cells lie on the cells' bounds. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "Asia/Kolkata",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
        "Pacific/Apia",
        "America/St_Johns"
      })
  void shouldCoverExactly(String zoneId) {
    long seed = System.nanoTime();
    System.out.println("SliceTests " + zoneId + " seed " + seed);
    Random random = new Random(seed);
    ZoneId zone = ZoneId.of(zoneId);
    for (int i = 0; i < 2_000; i++) {
      Instant from = instant(random);
      Instant to = from.plus(length(random));

      List<Slice> slices = Slice.split(from, to, zone);

      assertThat(slices).hasSizeBetween(1, 5);
      assertThat(slices.getFirst().from()).isEqualTo(from);
      assertThat(slices.getLast().to()).isEqualTo(to);
      for (int s = 0; s < slices.size(); s++) {
        Slice slice = slices.get(s);
        assertThat(slice.from()).isBefore(slice.to());
        assertThat(s == 0 ? from : slices.get(s - 1).to()).isEqualTo(slice.from());
        if (slice.source() != Source.USAGES) {
          Period period = slice.source() == Source.DAY ? Period.DAY : Period.HOUR;
          assertThat(period.containing(slice.from(), zone).start()).isEqualTo(slice.from());
          assertThat(period.containing(slice.to(), zone).start()).isEqualTo(slice.to());
        } else {
          assertThat(Duration.between(slice.from(), slice.to())).isLessThan(Duration.ofHours(2));
        }
      }
    }
  }

  @Test
  void shouldCutIntoPiecesThatAreTheWhole() {
    Instant start = Instant.parse("2026-03-01T12:00:00Z");
    Slice slice = new Slice(Source.DAY, start, start.plus(Duration.ofDays(5)));

    assertThat(text(slice.pieces(Duration.ofDays(2)).toList()))
        .isEqualTo(
            "D 03-01T12:00 03-03T12:00, D 03-03T12:00 03-05T12:00, D 03-05T12:00 03-06T12:00");
    assertThat(slice.pieces(Duration.ofDays(5))).containsExactly(slice);
    Slice open = new Slice(Source.DAY, start, OPEN_END);
    assertThat(open.pieces(Duration.ofDays(2))).containsExactly(open);
  }

  private static Instant instant(Random random) {
    Instant any = Instant.parse("2007-01-01T00:00:00Z").plusSeconds(random.nextInt(630_000_000));
    long unit = List.of(1L, 900L, 1800L, 3600L, 86_400L).get(random.nextInt(5));
    return Instant.ofEpochSecond(any.getEpochSecond() / unit * unit);
  }

  private static Duration length(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> Duration.ofNanos(1 + random.nextInt(1_000_000_000));
      case 1 -> Duration.ofMinutes(15L * (1 + random.nextInt(200)));
      case 2 -> Duration.ofDays(1L + random.nextInt(400));
      default -> Duration.ofSeconds(1L + random.nextInt(40_000_000));
    };
  }

  private static String text(List<Slice> slices) {
    return String.join(
        ", ",
        slices.stream()
            .map(
                s ->
                    s.source().name().charAt(0)
                        + " "
                        + s.from().toString().substring(5, 16)
                        + " "
                        + s.to().toString().substring(5, 16))
            .toList());
  }
}
