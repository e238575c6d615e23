package dev.costgraph.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.LocalTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DailyHoursTests {

  @ParameterizedTest
  @CsvSource({
    "09:00-17:00, 08:59:59, false",
    "09:00-17:00, 09:00:00, true",
    "09:00-17:00, 16:59:59, true",
    "09:00-17:00, 17:00:00, false",
    "16:30-00:30, 16:29:59, false",
    "16:30-00:30, 16:30:00, true",
    "16:30-00:30, 23:59:59, true",
    "16:30-00:30, 00:00:00, true",
    "16:30-00:30, 00:29:59, true",
    "16:30-00:30, 00:30:00, false",
    "00:00-12:00, 00:00:00, true",
    "12:00-00:00, 23:59:59, true",
    "12:00-00:00, 00:00:00, false",
  })
  void shouldHoldFromTheFirstSecondToTheLast(String hours, LocalTime time, boolean holds) {
    assertThat(DailyHours.parse(hours).contains(time.toSecondOfDay())).isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00Z, 0",
    "2025-06-01T00:30:00.999999999Z, 1800",
    "2025-06-01T23:59:59Z, 86399",
    "1969-12-31T23:59:59Z, 86399", // before the epoch too
  })
  void shouldCountTheSecondsOfADayInUtc(Instant at, int second) {
    assertThat(DailyHours.secondOfDay(at)).isEqualTo(second);
  }

  @ParameterizedTest
  @CsvSource({
    "01:00-02:00, 02:00-03:00, false",
    "01:00-02:00, 01:59-03:00, true",
    "22:00-02:00, 01:00-03:00, true",
    "22:00-02:00, 02:00-22:00, false",
    "01:00-04:00, 02:00-03:00, true",
    "02:00-03:00, 01:00-04:00, true",
  })
  void shouldKnowWhatOverlaps(String one, String other, boolean overlaps) {
    assertThat(DailyHours.parse(one).overlaps(DailyHours.parse(other))).isEqualTo(overlaps);
    assertThat(DailyHours.parse(other).overlaps(DailyHours.parse(one))).isEqualTo(overlaps);
  }

  @ParameterizedTest
  @ValueSource(strings = {"16:30-00:30", "00:00-12:00", "01:02:03-04:05:06"})
  void shouldReadWhatItWrites(String text) {
    assertThat(DailyHours.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "16:30",
        "16:30-",
        "16:30-25:00",
        "9:00-17:00",
        "01:00-01:00",
        "01:00:00.5-02:00",
        "01:00-02:00-03:00"
      })
  void shouldRefuseWhatIsNoHours(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> DailyHours.parse(text));
  }
}
