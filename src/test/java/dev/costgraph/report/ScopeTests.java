package dev.costgraph.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.costgraph.BadRequest;
import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetType;
import dev.costgraph.budget.Enforcement;
import dev.costgraph.budget.Period;
import dev.costgraph.budget.Period.Bounds;
import dev.costgraph.budget.Unit;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What time a report is of, and what it is compared with. */
class ScopeTests {

  private static final String LATER = "2027-01-01T00:00:00Z";

  @Test
  void shouldCompareWithTheWholeCalendarPeriodBefore() {
    Scope scope = scope(monthly("UTC"), ReportPeriod.MONTH, "2026-03-15", LATER);

    assertThat(scope.bounds()).isEqualTo(bounds("2026-03-01", "2026-04-01"));
    assertThat(scope.compared()).isEqualTo(bounds("2026-02-01", "2026-03-01"));
    assertThat(scope.comparison()).isEqualTo("the period before");
    assertThat(scope.last()).isEqualTo(Instant.parse("2026-03-31T23:59:59.999999999Z"));
    assertThat(scope.bars(scope.calendar())).hasSize(31).doesNotContainNull();
  }

  @Test
  void shouldCompareWithAsMuchAsHasGoneByWhileItRuns() {
    Scope second = scope(monthly("UTC"), ReportPeriod.MONTH, null, "2026-03-02T06:59:00Z");
    assertThat(second.compared())
        .isEqualTo(
            new Bounds(
                Instant.parse("2026-02-01T00:00:00Z"), Instant.parse("2026-02-02T06:00:00Z")));
    assertThat(second.last()).isEqualTo(Instant.parse("2026-03-02T06:59:00Z"));

    Scope first = scope(monthly("UTC"), ReportPeriod.DAY, null, "2026-03-02T00:59:00Z");
    assertThat(first.compared()).isNull();

    Scope last = scope(monthly("UTC"), ReportPeriod.MONTH, null, "2026-03-31T06:00:00Z");
    assertThat(last.compared()).as("of 28 days all").isEqualTo(last.calendarBefore());

    Scope ahead = scope(monthly("UTC"), ReportPeriod.MONTH, "2026-05-01", "2026-03-31T06:00:00Z");
    assertThat(ahead.compared()).isNull();
    assertThat(ahead.comparison()).isEmpty();
    assertThat(ahead.last()).isEqualTo(Instant.parse("2026-05-01T00:00:00Z"));
  }

  @Test
  void shouldCutToAFixedPeriod() {
    Budget fixed = fixed("2026-05-10", "2026-06-10");
    Scope may = scope(fixed, ReportPeriod.MONTH, "2026-05-01", LATER);
    assertThat(may.bounds()).isEqualTo(bounds("2026-05-10", "2026-06-01"));
    assertThat(may.before()).isNull();
    assertThat(may.bars(may.calendar()).subList(8, 10))
        .containsExactly(null, bounds("2026-05-10", "2026-05-11"));
    assertThat(may.bars(may.calendarBefore())).hasSize(30).containsOnlyNulls();

    Scope june = scope(fixed, ReportPeriod.MONTH, "2026-06-01", LATER);
    assertThat(june.compared()).isEqualTo(bounds("2026-05-10", "2026-06-01"));
    assertThat(june.comparison())
        .isEqualTo("2026-05-10 00:00 to 2026-06-01 00:00 of the period before");

    assertThatThrownBy(() -> scope(fixed, ReportPeriod.DAY, null, LATER))
        .isInstanceOfSatisfying(
            BadRequest.class, e -> assertThat(e.code()).isEqualTo(BadRequest.Code.INVALID_VALUE))
        .hasMessageStartingWith("the day of 2027-01-01 is outside of budget 'b'");
  }

  @Test
  void shouldGoByTheZoneOfTheBudget() {
    Scope short23 = scope(monthly("Europe/Berlin"), ReportPeriod.DAY, "2026-03-29", LATER);
    assertThat(short23.bounds().start()).isEqualTo(Instant.parse("2026-03-28T23:00:00Z"));
    assertThat(short23.bars(short23.calendar())).hasSize(23);
    assertThat(short23.bars(short23.calendarBefore())).hasSize(24);
    assertThat(short23.title()).isEqualTo("Daily report of n, 29 March 2026");
  }

  private static Scope scope(Budget budget, ReportPeriod period, @Nullable String at, String now) {
    return Scope.of(budget, period, at == null ? null : LocalDate.parse(at), Instant.parse(now));
  }

  private static Bounds bounds(String start, String end) {
    return new Bounds(Instant.parse(start + "T00:00:00Z"), Instant.parse(end + "T00:00:00Z"));
  }

  private static Budget monthly(String zone) {
    return budget(Period.MONTH, zone, null);
  }

  private static Budget fixed(String start, String end) {
    return budget(Period.FIXED, "UTC", bounds(start, end));
  }

  private static Budget budget(Period period, String zone, @Nullable Bounds fixed) {
    return new Budget(
        "b",
        "n",
        BudgetType.CUSTOM,
        null,
        "p",
        Unit.MONEY,
        "USD",
        null,
        period,
        zone,
        fixed == null ? null : fixed.start(),
        fixed == null ? null : fixed.end(),
        Enforcement.HARD,
        List.of(),
        false,
        Instant.EPOCH,
        List.of(),
        null,
        1);
  }
}
