package dev.costgraph.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.SteppedClock;
import dev.costgraph.books.BooksGraph;
import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetChange;
import dev.costgraph.budget.BudgetGraph;
import dev.costgraph.budget.BudgetInput;
import dev.costgraph.budget.BudgetStatus;
import dev.costgraph.budget.BudgetType;
import dev.costgraph.budget.Enforcement;
import dev.costgraph.budget.Period;
import dev.costgraph.budget.Unit;
import dev.costgraph.command.RecordUsageResult.Recorded;
import dev.costgraph.command.Rejected;
import dev.costgraph.command.ReserveResult;
import dev.costgraph.command.ReserveResult.Denied;
import dev.costgraph.command.ReserveResult.Reserved;
import dev.costgraph.money.Decimal;
import dev.costgraph.platform.PlatformInput;
import dev.costgraph.reservation.Reservation;
import dev.costgraph.reservation.ReserveInput;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reservations and the ends of periods, in three zones, with a clock that goes either way. */
@QuarkusTest
class ReservationPeriodsIT {

  @Inject Ledger ledger;
  @Inject BudgetGraph budgets;
  @Inject BooksGraph books;
  @Inject SteppedClock clock;

  private final TestTree tree = new TestTree("periods-" + UUID.randomUUID());

  @AfterEach
  void shouldBalance() {
    clock.reset();
    assertThat(books.check(tree.platformId(), null).differences()).isEmpty();
  }

  /** The length says which day it is: clock changes make days of 23 and 25 hours. */
  @ParameterizedTest
  @CsvSource({
    // period, zone, now, ttl, first period's start, its hours, second's start, its hours
    "HOUR, UTC, 2026-05-15T12:59:30Z, 60, 2026-05-15T12:00:00Z, 1, 2026-05-15T13:00:00Z, 1",
    "DAY, UTC, 2026-05-15T23:59:30Z, 60, 2026-05-15T00:00:00Z, 24, 2026-05-16T00:00:00Z, 24",
    "MONTH, UTC, 2026-02-28T23:59:30Z, 60, 2026-02-01T00:00:00Z, 672, 2026-03-01T00:00:00Z, 744",
    "DAY, Europe/Berlin, 2026-03-28T22:59:30Z, 60, 2026-03-27T23:00:00Z, 24,"
        + " 2026-03-28T23:00:00Z, 23",
    "DAY, Europe/Berlin, 2026-10-25T22:59:30Z, 60, 2026-10-24T22:00:00Z, 25,"
        + " 2026-10-25T23:00:00Z, 24",
    "DAY, America/New_York, 2026-03-09T03:59:30Z, 60, 2026-03-08T05:00:00Z, 23,"
        + " 2026-03-09T04:00:00Z, 24",
    "DAY, America/New_York, 2026-11-01T03:59:30Z, 60, 2026-10-31T04:00:00Z, 24,"
        + " 2026-11-01T04:00:00Z, 25",
    "HOUR, Europe/Berlin, 2026-10-25T00:59:30Z, 60, 2026-10-25T00:00:00Z, 1,"
        + " 2026-10-25T01:00:00Z, 1",
    "MONTH, Europe/Berlin, 2026-03-31T21:59:30Z, 60, 2026-02-28T23:00:00Z, 743,"
        + " 2026-03-31T22:00:00Z, 720",
    "MONTH, America/New_York, 2026-12-01T04:59:30Z, 60, 2026-11-01T04:00:00Z, 721,"
        + " 2026-12-01T05:00:00Z, 744",
  })
  void shouldHoldInEveryPeriodThatItsLifeTouches(
      Period period,
      String zone,
      Instant now,
      int ttl,
      Instant first,
      int firstHours,
      Instant second,
      int secondHours) {
    make(now, period, zone, "10");

    assertThat(reserve("r", "7", ttl)).isInstanceOf(Reserved.class);

    assertPeriod(first, firstHours, "0", "7");
    assertPeriod(second, secondHours, "0", "7");
    clock.stop(second);
    assertThat(reserve("other", "3.000000001", 1)).isInstanceOf(Denied.class);
    assertThat(settle("r", "4")).isInstanceOf(Recorded.class);
    assertPeriod(first, firstHours, "0", "0");
    assertPeriod(second, secondHours, "4", "0");
  }

  @Test
  void shouldNotHoldInThePeriodThatBeginsWhenItEnds() {
    make(Instant.parse("2026-05-15T12:59:00Z"), Period.HOUR, "UTC", "10");

    reserve("r", "7", 60);

    assertPeriod(Instant.parse("2026-05-15T13:00:00Z"), 1, "0", "0");
  }

  @Test
  void shouldDenyForAPeriodToComeAndTellTheOneThatMissesMost() {
    Instant now = Instant.parse("2026-05-15T12:55:00Z");
    make(now, Period.HOUR, "UTC", "10");
    record("ahead", "9", now.plusSeconds(360));
    reserve("this", "2", 60);

    Denied denied = (Denied) reserve("both", "9", 600);

    assertThat(denied.shortfall()).isEqualTo(new Decimal("8"));
    assertThat(denied.blockedBy())
        .singleElement()
        .extracting(BudgetStatus::periodStart)
        .isEqualTo(Instant.parse("2026-05-15T13:00:00Z"));
  }

  @Test
  void shouldLeaveAHoldAsItWasWhenItsExtensionMeetsAFullPeriod() {
    Instant now = Instant.parse("2026-05-15T12:50:00Z");
    make(now, Period.HOUR, "UTC", "10");
    Reserved before = (Reserved) reserve("r", "7", 300);
    record("ahead", "4", now.plusSeconds(600));

    Denied denied = (Denied) ledger.extend(tree.id("r"), 601);

    assertThat(denied.shortfall()).isEqualTo(new Decimal("1"));
    assertThat(((ReserveResult.ReserveReplayed) reserve("r", "7", 300)).reservation())
        .isEqualTo(before.reservation());
    assertPeriod(Instant.parse("2026-05-15T12:00:00Z"), 1, "0", "7");
    assertPeriod(Instant.parse("2026-05-15T13:00:00Z"), 1, "4", "0");
    assertThat(ledger.extend(tree.id("r"), 600)).isInstanceOf(Reserved.class);
    clock.stop(now.plusSeconds(599));
    assertThat(reserve("other", "3.000000001", 1)).isInstanceOf(Denied.class);
    clock.stop(now.plusSeconds(600));
    assertThat(reserve("other", "6", 1)).isInstanceOf(Reserved.class);
    assertPeriod(Instant.parse("2026-05-15T12:00:00Z"), 1, "0", "0");
  }

  /** Its settlement would be charged there in full, past a limit that nothing was held on. */
  @ParameterizedTest
  @CsvSource({"AGENT, agent", "MODEL, gpt-4o"})
  void shouldNotExtendIntoABudgetThatItIsNotHeldOn(BudgetType type, String resourceId) {
    Instant now = Instant.parse("2026-05-15T12:50:00Z");
    make(now, Period.DAY, "UTC", "10");
    Instant begins = now.plusSeconds(600);
    fixed("sprint", type, resourceId, begins);
    ledger.reserve(
        List.of(
            TestTree.reservation(
                tree.id("r"), "agent", null, tree.platformId(), "openai/gpt-4o", "7", 300)));

    ReserveResult beyond = ledger.extend(tree.id("r"), 601);

    assertThat(beyond)
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected -> {
              assertThat(rejected.code()).isEqualTo("NOT_EXTENDABLE");
              assertThat(rejected.message()).contains(tree.id("sprint"), "release it");
            });
    assertThat(ledger.extend(tree.id("r"), 600))
        .isInstanceOfSatisfying(
            Reserved.class,
            reserved -> assertThat(reserved.reservation().expiresAt()).isEqualTo(begins));
  }

  @Test
  void shouldNotGoBackWithTheClock() {
    Instant now = Instant.parse("2026-05-15T13:00:00Z");
    make(now, Period.HOUR, "UTC", "10");
    reserve("first", "1", 60);
    clock.stop(now.minus(Duration.ofHours(2)));

    Reservation second = ((Reserved) reserve("second", "1", 60)).reservation();

    assertThat(second.createdAt()).isEqualTo(now);
    assertPeriod(now, 1, "0", "2");
    assertThat(((Recorded) record("op", "1", null)).usage().timestamp()).isEqualTo(now);
  }

  @Test
  void shouldEndWhatIsDueAfterAStepForwardInEveryPeriodItWasHeldIn() {
    Instant now = Instant.parse("2026-05-15T12:59:00Z");
    make(now, Period.HOUR, "UTC", "10");
    reserve("r", "10", 7_200);
    assertPeriod(Instant.parse("2026-05-15T14:00:00Z"), 1, "0", "10");
    clock.stop(now.plusSeconds(7_200));

    assertThat(reserve("other", "10", 60)).isInstanceOf(Reserved.class);

    assertPeriod(Instant.parse("2026-05-15T12:00:00Z"), 1, "0", "0");
    assertPeriod(Instant.parse("2026-05-15T13:00:00Z"), 1, "0", "0");
    assertPeriod(Instant.parse("2026-05-15T14:00:00Z"), 1, "0", "10");
  }

  /** The second of a list reads a period whose neighbour the first has just changed. */
  @Test
  void shouldKeepWhatAListHeldBeforeItReachesTheNextPeriod() {
    make(Instant.parse("2026-05-15T12:50:00Z"), Period.HOUR, "UTC", "10");
    reserve("before", "1", 60);
    forgetCounters();

    List<ReserveResult> answers =
        ledger.reserve(List.of(input("short", "6", 60), input("long", "4", 1_200)));

    assertThat(answers.get(0)).isInstanceOf(Reserved.class);
    assertThat(answers.get(1)).isInstanceOf(Denied.class);
    assertPeriod(Instant.parse("2026-05-15T12:00:00Z"), 1, "0", "7");
  }

  private void forgetCounters() {
    TestTree.edits()
        .updateBudget(tree.id("root"), new BudgetChange("renamed", null, false, null, null));
  }

  private void make(Instant now, Period period, String zone, String limit) {
    clock.stop(now);
    TestTree.edits().putPlatform(new PlatformInput(tree.platformId(), null, null, null, null));
    TestTree.edits()
        .createBudget(
            new BudgetInput(
                tree.id("root"),
                "root",
                BudgetType.PLATFORM,
                tree.platformId(),
                tree.platformId(),
                List.of(),
                Unit.MONEY,
                new Decimal(limit),
                period,
                zone,
                null,
                null,
                Enforcement.HARD,
                List.of()));
  }

  private void fixed(String name, BudgetType type, String resourceId, Instant start) {
    TestTree.edits()
        .createBudget(
            new BudgetInput(
                tree.id(name),
                name,
                type,
                resourceId,
                tree.platformId(),
                List.of(),
                Unit.MONEY,
                new Decimal("1"),
                Period.FIXED,
                "UTC",
                start,
                start.plus(Duration.ofDays(14)),
                Enforcement.HARD,
                List.of()));
  }

  private ReserveResult reserve(String name, String amount, int ttl) {
    return ledger.reserve(List.of(input(name, amount, ttl))).getFirst();
  }

  private ReserveInput input(String name, String amount, int ttl) {
    return TestTree.reservation(tree.id(name), "agent", null, tree.platformId(), null, amount, ttl);
  }

  private Object settle(String name, String amount) {
    long nanos = new Decimal(amount).toNanos();
    return ledger.settle(
        tree.id(name), tree.amount(tree.id("op-" + name), "agent", null, null, nanos, null));
  }

  private Object record(String name, String amount, @Nullable Instant at) {
    long nanos = new Decimal(amount).toNanos();
    return ledger
        .record(List.of(tree.amount(tree.id(name), "agent", null, null, nanos, at)))
        .getFirst();
  }

  private void assertPeriod(Instant start, int hours, String spent, String held) {
    Budget root = budgets.tree(tree.platformId()).budgets().iterator().next();
    BudgetStatus status = budgets.statuses(List.of(root), start).getFirst();
    assertThat(status.periodStart()).isEqualTo(start);
    assertThat(Duration.between(start, status.periodEnd())).isEqualTo(Duration.ofHours(hours));
    assertThat(status.spent().text()).as("spent from %s", start).isEqualTo(spent);
    assertThat(status.held().text()).as("held from %s", start).isEqualTo(held);
  }
}
