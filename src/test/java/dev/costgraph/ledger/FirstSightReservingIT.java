package dev.costgraph.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.books.BooksGraph;
import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetGraph;
import dev.costgraph.budget.BudgetStatus;
import dev.costgraph.budget.BudgetType;
import dev.costgraph.command.Affordability;
import dev.costgraph.command.RecordUsageResult.Recorded;
import dev.costgraph.command.Rejected;
import dev.costgraph.command.ReserveResult.Denied;
import dev.costgraph.command.ReserveResult.Reserved;
import dev.costgraph.money.Decimal;
import dev.costgraph.platform.PlatformInput;
import dev.costgraph.pricing.ServiceTier;
import dev.costgraph.reservation.ReserveInput;
import dev.costgraph.usage.UsageInput;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** First requests of an agent, a task and a project that nobody knows, all at once. */
@QuarkusTest
class FirstSightReservingIT {

  @Inject Ledger ledger;
  @Inject PlatformDirectory directory;
  @Inject BudgetGraph budgets;
  @Inject BooksGraph books;

  private final TestTree tree = new TestTree("first-hold-" + UUID.randomUUID());

  /** Without a platform nothing has a budget; a budget without a limit admits everything. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldAdmitEightFirstRequestsAtOnce(boolean unlimitedBudget) throws Exception {
    if (unlimitedBudget) {
      makePlatformWithBudget(null);
    }
    for (Object answer : eightAtOnce()) {
      switch (answer) {
        case Reserved reserved -> {
          assertThat(reserved.reservation().taskId()).isEqualTo(tree.id("task"));
          assertThat(reserved.reservation().projectId()).isEqualTo(tree.id("project"));
          assertThat(reserved.budgets()).hasSize(unlimitedBudget ? 1 : 0);
        }
        case Recorded recorded ->
            assertThat(recorded.usage().projectId()).isEqualTo(tree.id("project"));
        default -> throw new AssertionError("neither Reserved nor Recorded: " + answer);
      }
    }
    if (unlimitedBudget) {
      BudgetStatus status = status();
      assertThat(status.held()).isEqualTo(new Decimal("12"));
      assertThat(status.spent()).isEqualTo(new Decimal("8"));
      assertThat(status.remaining()).isNull();
    }
    assertThat(books.check(tree.platformId(), null).differences()).isEmpty();
  }

  @Test
  void shouldDenyFirstRequestsUnderALimitOfZeroAndBookWhatWasUsed() throws Exception {
    makePlatformWithBudget("0");

    List<Object> answers = eightAtOnce();

    assertThat(answers).filteredOn(Denied.class::isInstance).hasSize(4);
    assertThat(answers).filteredOn(Recorded.class::isInstance).hasSize(4);
    assertThat(status().held()).isEqualTo(Decimal.ZERO);
    assertThat(status().overrun()).isEqualTo(new Decimal("8"));
    assertThat(books.check(tree.platformId(), null).differences()).isEmpty();
  }

  @Test
  void shouldMakeNoPlatformToSayWhatItCouldAfford() {
    assertThat(ledger.afford(reservation("r", "3")))
        .isInstanceOfSatisfying(
            Affordability.class, answer -> assertThat(answer.affordable()).isTrue());
    assertThat(directory.exists(tree.platformId())).isFalse();
  }

  @Test
  void shouldBookWhatWasUsedHoweverMuchIsHeld() {
    assertThat(ledger.reserve(List.of(reservation("most", "4600000000"))).getFirst())
        .isInstanceOf(Reserved.class);
    assertThat(ledger.reserve(List.of(reservation("more", "20000000"))).getFirst())
        .isInstanceOfSatisfying(
            Rejected.class, rejected -> assertThat(rejected.code()).isEqualTo("AMOUNT_TOO_LARGE"));

    assertThat(ledger.record(List.of(usage("other"))).getFirst()).isInstanceOf(Recorded.class);
    long nanos = 4_600_000_000_000_000_000L;
    UsageInput used = tree.amount(tree.id("all"), "agent", tree.id("task"), null, nanos, null);
    assertThat(ledger.settle(tree.id("most"), used)).isInstanceOf(Recorded.class);
  }

  private List<Object> eightAtOnce() throws Exception {
    List<Callable<Object>> requests = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      ReserveInput reservation = reservation("r" + i, "3");
      UsageInput usage = usage("op" + i);
      requests.add(() -> ledger.reserve(List.of(reservation)).getFirst());
      requests.add(() -> ledger.record(List.of(usage)).getFirst());
    }
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Object> answers = new ArrayList<>();
      for (Future<Object> answer : executor.invokeAll(requests)) {
        answers.add(answer.get());
      }
      return answers;
    }
  }

  private void makePlatformWithBudget(@Nullable String limit) {
    TestTree.edits().putPlatform(new PlatformInput(tree.platformId(), null, null, null, null));
    tree.budget("root", BudgetType.PLATFORM, tree.platformId(), limit);
  }

  private BudgetStatus status() {
    Budget root = budgets.tree(tree.platformId()).budgets().iterator().next();
    return budgets.statuses(List.of(root), java.time.Instant.now()).getFirst();
  }

  private ReserveInput reservation(String name, String amount) {
    return new ReserveInput(
        tree.id(name),
        tree.id("agent"),
        tree.id("task"),
        tree.id("project"),
        tree.platformId(),
        null,
        null,
        null,
        ServiceTier.STANDARD,
        null,
        new Decimal(amount),
        null,
        60);
  }

  private UsageInput usage(String name) {
    UsageInput usage =
        tree.amount(tree.id(name), tree.id("agent"), tree.id("task"), null, 2_000_000_000L, null);
    return TestTree.at(usage, usage.taskId(), tree.id("project"), usage.platformId());
  }
}
