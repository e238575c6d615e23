package dev.costgraph.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.SteppedClock;
import dev.costgraph.books.BooksGraph;
import dev.costgraph.budget.BudgetGraph;
import dev.costgraph.budget.BudgetStatus;
import dev.costgraph.command.Conflict;
import dev.costgraph.command.RecordUsageResult;
import dev.costgraph.command.RecordUsageResult.Recorded;
import dev.costgraph.command.Rejected;
import dev.costgraph.command.ReleaseResult.Released;
import dev.costgraph.command.ReserveResult;
import dev.costgraph.command.ReserveResult.Denied;
import dev.costgraph.command.ReserveResult.Reserved;
import dev.costgraph.money.Decimal;
import dev.costgraph.reservation.Reservation;
import dev.costgraph.reservation.ReservationApi;
import dev.costgraph.usage.UsageInput;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every state of a reservation with every command: the table of docs/domain.md, a test per cell.
 */
@QuarkusTest
class ReservationStatesIT {

  private static final int TTL = 600;

  @Inject Ledger ledger;
  @Inject BudgetGraph budgets;
  @Inject BooksGraph books;
  @Inject ReservationApi reservations;
  @Inject SteppedClock clock;

  private TestTree tree;
  private String id;

  @BeforeEach
  void makeTree() {
    tree = TestTree.create("states");
    id = "r-" + UUID.randomUUID();
  }

  @AfterEach
  void shouldBalance() {
    clock.reset();
    assertThat(books.check(tree.platformId(), null).differences()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "UNKNOWN,  reserve,        Reserved,            OPEN,     10",
    "UNKNOWN,  settle,         Recorded + warning,  UNKNOWN,  0",
    "UNKNOWN,  release,        UNKNOWN_RESERVATION, UNKNOWN,  0",
    "UNKNOWN,  extend,         UNKNOWN_RESERVATION, UNKNOWN,  0",
    "OPEN,     reserve,        ReserveReplayed,     OPEN,     10",
    "OPEN,     reserve other,  Conflict,            OPEN,     10",
    "OPEN,     settle,         Recorded,            SETTLED,  0",
    "OPEN,     release,        Released,            RELEASED, 0",
    "OPEN,     extend,         Reserved,            OPEN,     10",
    "OPEN,     extend less,    Reserved,            OPEN,     10",
    "SETTLED,  reserve,        ReserveReplayed,     SETTLED,  0",
    "SETTLED,  reserve other,  Conflict,            SETTLED,  0",
    "SETTLED,  settle,         Recorded + warning,  SETTLED,  0",
    "SETTLED,  settle same,    Replayed,            SETTLED,  0",
    "SETTLED,  settle changed, Conflict,            SETTLED,  0",
    "SETTLED,  release,        RESERVATION_ENDED,   SETTLED,  0",
    "SETTLED,  extend,         RESERVATION_ENDED,   SETTLED,  0",
    "RELEASED, reserve,        ReserveReplayed,     RELEASED, 0",
    "RELEASED, reserve other,  Conflict,            RELEASED, 0",
    "RELEASED, settle,         Recorded + warning,  RELEASED, 0",
    "RELEASED, release,        Released,            RELEASED, 0",
    "RELEASED, extend,         RESERVATION_ENDED,   RELEASED, 0",
    "EXPIRED,  reserve,        ReserveReplayed,     EXPIRED,  0",
    "EXPIRED,  reserve other,  Conflict,            EXPIRED,  0",
    "EXPIRED,  settle,         Recorded + warning,  EXPIRED,  0",
    "EXPIRED,  release,        Released,            EXPIRED,  0",
    "EXPIRED,  extend,         RESERVATION_ENDED,   EXPIRED,  0",
  })
  void shouldAnswer(String before, String command, String answer, String after, String held) {
    bringTo(before);

    assertThat(carryOut(command)).as(before + " × " + command).isEqualTo(answer);

    assertThat(state()).isEqualTo(after);
    assertThat(status("task-0").held().text()).isEqualTo(held);
    assertThat(status("platform-custom").held().text()).isEqualTo(held);
  }

  private void bringTo(String state) {
    if (!state.equals("UNKNOWN")) {
      assertThat(reserve("10")).isInstanceOf(Reserved.class);
    }
    switch (state) {
      case "SETTLED" -> assertThat(settle("first", "4")).isInstanceOf(Recorded.class);
      case "RELEASED" -> assertThat(ledger.release(id)).isInstanceOf(Released.class);
      case "EXPIRED" -> clock.step(Duration.ofSeconds(TTL));
      default -> assertThat(state).isIn("UNKNOWN", "OPEN");
    }
  }

  private String carryOut(String command) {
    Object answer =
        switch (command) {
          case "reserve" -> reserve("10");
          case "reserve other" -> reserve("11");
          case "settle" -> settle("second", "4");
          case "settle same" -> settle("first", "4");
          case "settle changed" -> settle("first", "5");
          case "release" -> ledger.release(id);
          case "extend" -> ledger.extend(id, TTL * 2);
          case "extend less" -> ledger.extend(id, 1);
          default -> throw new IllegalArgumentException(command);
        };
    return switch (answer) {
      case Rejected rejected -> rejected.code();
      case Recorded recorded -> recorded.warnings().isEmpty() ? "Recorded" : "Recorded + warning";
      case Object other -> other.getClass().getSimpleName();
    };
  }

  @Test
  void shouldGiveBackWhatASettlementDidNotUse() {
    reserve("10");

    Recorded recorded = (Recorded) settle("op", "4");

    assertThat(recorded.budgets())
        .allSatisfy(
            status -> {
              assertThat(status.spent().text()).isEqualTo("4");
              assertThat(status.held().text()).isEqualTo("0");
            });
    assertThat(reservation().settledCost()).isEqualTo(new Decimal("4"));
    assertThat(reservation().operationId()).isEqualTo(tree.id("op"));
  }

  @Test
  void shouldBookWhatASettlementUsedAboveItsHoldAndShowTheOverrunAtEveryAncestor() {
    reserve("10");

    Recorded recorded = (Recorded) settle("op", "2500");

    assertThat(recorded.usage().cost()).isEqualTo(new Decimal("2500"));
    assertThat(status("task-0").overrun().text()).isEqualTo("2400");
    assertThat(status("project-a").overrun().text()).isEqualTo("2200");
    assertThat(status("platform").overrun().text()).isEqualTo("500");
    assertThat(status("platform-custom").overrun().text()).isEqualTo("1500");
  }

  @Test
  void shouldDenyWhatDoesNotFitAndForgetIt() {
    assertThat(reserve("100")).isInstanceOf(Reserved.class);
    String first = id;
    id = "r-" + UUID.randomUUID();

    Denied denied = (Denied) reserve("0.000000001");

    assertThat(denied.blockedBy())
        .extracting(status -> status.budget().budgetId())
        .containsExactly(tree.id("task-0"));
    assertThat(denied.shortfall().text()).isEqualTo("0.000000001");
    assertThat(state()).isEqualTo("UNKNOWN");
    ledger.release(first);
    assertThat(reserve("100")).isInstanceOf(Reserved.class);
  }

  @Test
  void shouldSettleWhereTheReservationIsWhenTheUsageNamesNothing() {
    reserve("10");
    UsageInput usage = nowhere(tree.amount(tree.id("op"), "agent-9", null, null, 4, null));

    Recorded recorded = (Recorded) ledger.settle(id, usage);

    assertThat(recorded.usage().taskId()).isEqualTo(tree.taskId(0));
    assertThat(state()).isEqualTo("SETTLED");
  }

  @Test
  void shouldSettleWhereTheReservationIsAlsoWhenNothingElseSpokeOfItsTaskSinceAnEdit() {
    reserve("10");
    TestTree.edits().putTask(tree.taskId(1), "renamed", tree.id("a"));
    UsageInput usage = nowhere(tree.amount(tree.id("op"), "agent-9", null, null, 4, null));

    Recorded recorded = (Recorded) ledger.settle(id, usage);

    assertThat(recorded.usage().taskId()).isEqualTo(tree.taskId(0));
    assertThat(state()).isEqualTo("SETTLED");
  }

  @Test
  void shouldBeInConflictWithAReservationOfAnotherPlatform() {
    reserve("10");
    TestTree own = tree;
    tree = TestTree.create("other");

    assertThat(reserve("10")).isInstanceOf(Conflict.class);
    assertThat(settle("op", "4"))
        .isInstanceOfSatisfying(
            Recorded.class, recorded -> assertThat(recorded.warnings()).hasSize(1));

    tree = own;
    assertThat(state()).isEqualTo("OPEN");
  }

  /** Or the platform would be looked at each second for ever. */
  @Test
  void shouldForgetWhenAHoldWouldHaveRunOutOnceItHasEnded() {
    reserve("10");
    ledger.release(id);
    clock.step(Duration.ofSeconds(TTL));

    ledger.release(id);

    Optional<Instant> next =
        ledger.readUnderLock(
            tree.platformId(), (locked, graph) -> Optional.ofNullable(locked.nextExpiry()));
    assertThat(next).isEmpty();
  }

  @Test
  void shouldEndWhatIsDueBeforeItDecides() {
    reserve("100");
    clock.step(Duration.ofSeconds(TTL));
    id = "r-" + UUID.randomUUID();

    assertThat(reserve("100")).isInstanceOf(Reserved.class);
  }

  private static UsageInput nowhere(UsageInput usage) {
    return TestTree.at(usage, null, null, null);
  }

  private ReserveResult reserve(String amount) {
    return ledger
        .reserve(
            List.of(TestTree.reservation(id, "agent-9", tree.taskId(0), null, null, amount, TTL)))
        .getFirst();
  }

  private RecordUsageResult settle(String operation, String amount) {
    long nanos = new Decimal(amount).toNanos();
    return ledger.settle(
        id, tree.amount(tree.id(operation), "agent-9", tree.taskId(0), null, nanos, null));
  }

  private String state() {
    return known().map(reservation -> reservation.state().name()).orElse("UNKNOWN");
  }

  private Reservation reservation() {
    return known().orElseThrow();
  }

  private Optional<Reservation> known() {
    return reservations.reservations(tree.id("task-0"), null, null, 500, null).nodes().stream()
        .filter(reservation -> reservation.reservationId().equals(id))
        .findFirst();
  }

  private BudgetStatus status(String name) {
    String budgetId = tree.id(name);
    return budgets
        .statuses(List.of(budgets.budgets(List.of(budgetId)).get(budgetId)), clock.instant())
        .getFirst();
  }
}
