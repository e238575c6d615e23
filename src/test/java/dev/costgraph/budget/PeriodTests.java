package dev.costgraph.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PeriodTests {

  @ParameterizedTest
  @CsvSource({
    "HOUR, UTC, 2026-05-15T12:34:56Z, 2026-05-15T12:00:00Z, 2026-05-15T13:00:00Z",
    "HOUR, Asia/Kolkata, 2026-05-15T12:34:56Z, 2026-05-15T12:30:00Z, 2026-05-15T13:30:00Z",
    "DAY, Europe/Berlin, 2026-03-29T12:00:00Z, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
    "DAY, Europe/Berlin, 2026-10-25T12:00:00Z, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z",
    "DAY, America/New_York, 2026-11-01T06:30:00Z, 2026-11-01T04:00:00Z, 2026-11-02T05:00:00Z",
    "WEEK, UTC, 2026-05-17T23:59:59Z, 2026-05-11T00:00:00Z, 2026-05-18T00:00:00Z",
    "WEEK, UTC, 2026-05-18T00:00:00Z, 2026-05-18T00:00:00Z, 2026-05-25T00:00:00Z",
    "MONTH, UTC, 2024-02-29T23:59:59Z, 2024-02-01T00:00:00Z, 2024-03-01T00:00:00Z",
    "MONTH, Asia/Tokyo, 2026-01-31T15:00:00Z, 2026-01-31T15:00:00Z, 2026-02-28T15:00:00Z",
    "QUARTER, UTC, 2026-12-31T00:00:00Z, 2026-10-01T00:00:00Z, 2027-01-01T00:00:00Z",
    "YEAR, Pacific/Auckland, 2026-12-31T11:00:00Z, 2026-12-31T11:00:00Z, 2027-12-31T11:00:00Z",
    // the clock goes from 2:00 back to 1:30: the hour of 1:00 ends there, the second 1:30 is its
    // own
    "HOUR, Australia/Lord_Howe, 2026-04-04T14:45:00Z, 2026-04-04T14:00:00Z, 2026-04-04T15:00:00Z",
    "HOUR, Australia/Lord_Howe, 2026-04-04T15:10:00Z, 2026-04-04T15:00:00Z, 2026-04-04T15:30:00Z",
    // at 0:01 back to 23:01 of the day before: the new day has begun and stays
    "DAY, America/St_Johns, 2009-11-01T02:45:00Z, 2009-11-01T02:30:00Z, 2009-11-02T03:30:00Z",
    // no midnight on this day
    "DAY, America/Sao_Paulo, 2018-11-04T12:00:00Z, 2018-11-04T03:00:00Z, 2018-11-05T02:00:00Z",
  })
  void shouldContainTheInstant(Period period, String zone, Instant at, Instant start, Instant end) {
    assertThat(period.containing(at, ZoneId.of(zone))).isEqualTo(new Period.Bounds(start, end));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FIXED")
  void shouldCutTimeWithoutGapOrOverlap(Period period) {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (String zone :
        new String[] {
          "UTC",
          "Europe/Berlin",
          "America/New_York",
          "Asia/Kolkata",
          "Australia/Lord_Howe",
          "America/St_Johns",
          "Africa/Casablanca",
          "Asia/Kathmandu",
          "Pacific/Apia"
        }) {
      ZoneId id = ZoneId.of(zone);
      for (int i = 0; i < 2_000; i++) {
        Instant at = Instant.ofEpochSecond(946_684_800L + random.nextInt(946_684_800));
        Period.Bounds bounds = period.containing(at, id);
        assertThat(bounds.contains(at)).as("seed %d %s %s %s", seed, period, zone, at).isTrue();
        assertThat(period.containing(bounds.start(), id)).as("seed %d", seed).isEqualTo(bounds);
        assertThat(period.containing(bounds.end().minusNanos(1), id))
            .as("seed %d %s %s %s", seed, period, zone, at)
            .isEqualTo(bounds);
        assertThat(period.containing(bounds.end(), id).start())
            .as("seed %d %s %s %s", seed, period, zone, at)
            .isEqualTo(bounds.end());
      }
    }
  }

  @Test
  void shouldHave23And25HoursWhenClocksChange() {
    ZoneId zone = ZoneId.of("Europe/Berlin");
    Period.Bounds spring = Period.DAY.containing(Instant.parse("2026-03-29T10:00:00Z"), zone);
    Period.Bounds autumn = Period.DAY.containing(Instant.parse("2026-10-25T10:00:00Z"), zone);
    assertThat(Duration.between(spring.start(), spring.end())).hasHours(23);
    assertThat(Duration.between(autumn.start(), autumn.end())).hasHours(25);
  }
}
