package dev.costgraph.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.costgraph.Proofs;
import dev.costgraph.SteppedClock;
import dev.costgraph.books.BooksGraph;
import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetChange;
import dev.costgraph.budget.BudgetGraph;
import dev.costgraph.budget.BudgetState;
import dev.costgraph.budget.BudgetStatus;
import dev.costgraph.command.RecordUsageResult.Recorded;
import dev.costgraph.command.ReleaseResult.Released;
import dev.costgraph.command.ReserveResult;
import dev.costgraph.command.ReserveResult.Denied;
import dev.costgraph.command.ReserveResult.Reserved;
import dev.costgraph.edit.EditApi;
import dev.costgraph.ledger.ReservingLog.Step;
import dev.costgraph.money.Decimal;
import dev.costgraph.reservation.ReserveInput;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * 200 callers reserve on one leaf, five budgets deep and with a second parent: what is spent and
 * held never passes a limit, at any moment and at any level, and the answers, put in the order of
 * their sequence, say the same.
 */
@QuarkusTest
class ConcurrentReservingIT {

  private static final int CALLERS = 200;
  private static final int CALLS = 3;
  private static final Instant NOW = Instant.parse("2026-05-15T12:00:00Z");
  private static final List<String> PATH =
      List.of("task-0", "project-a", "division", "platform", "platform-custom", "shared");

  @Inject Ledger ledger;
  @Inject BudgetGraph budgets;
  @Inject BooksGraph books;
  @Inject SteppedClock clock;

  static LongStream seeds() {
    long first = System.nanoTime();
    return LongStream.range(first, first + Proofs.ROUNDS);
  }

  @BeforeEach
  void setClock() {
    clock.set(NOW); // no period ends meanwhile
  }

  @AfterEach
  void resetClock() {
    clock.reset();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shouldAdmitExactlyWhatFits(long seed) throws Exception {
    say(seed);
    TestTree tree = TestTree.create("exactly");
    List<Callable<List<Step>>> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      String id = tree.id("r" + i);
      callers.add(
          () -> {
            ReserveResult answer = ledger.reserve(List.of(input(tree, id, "7"))).getFirst();
            assertThat(answer).isInstanceOfAny(Reserved.class, Denied.class);
            return answer instanceof Reserved reserved ? List.of(Step.held(reserved)) : List.of();
          });
    }

    List<Step> held = whileWatched(tree, callers, true);

    assertThat(held).as("seed %d", seed).hasSize(100 / 7);
    for (String name : PATH) {
      assertThat(status(tree, name).held().text()).as(name).isEqualTo("98");
    }
    assertThat(ledger.reserve(List.of(input(tree, tree.id("last"), "2"))).getFirst())
        .isInstanceOf(Reserved.class);
    assertThat(books.check(tree.platformId(), null).differences()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shouldNeverPassALimitWhileHoldsComeAndGo(long seed) throws Exception {
    say(seed);
    TestTree tree = TestTree.create("mixed");

    List<Step> steps = whileWatched(tree, mixes(tree, seed), true);

    ReservingLog log = ReservingLog.of(tree, steps);
    assertThat(log.violations()).as("seed %d", seed).isEmpty();
    assertFinalState(tree, log, seed);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shouldAdmitNothingThatDoesNotFitTheTreeAsItIsJustThen(long seed) throws Exception {
    say(seed);
    TestTree tree = TestTree.create("edited");
    List<Callable<List<Step>>> callers = new ArrayList<>(mixes(tree, seed));
    callers.add(0, () -> edit(tree, new Random(seed)));

    List<Step> steps = whileWatched(tree, callers, false);

    ReservingLog log = ReservingLog.of(tree, steps);
    assertThat(log.violations()).as("seed %d", seed).isEmpty();
    assertFinalState(tree, log, seed);
  }

  private static void say(long seed) {
    System.getLogger("test").log(System.Logger.Level.INFO, "seed {0,number,#}", seed);
  }

  private List<Callable<List<Step>>> mixes(TestTree tree, long seed) {
    List<Callable<List<Step>>> callers = new ArrayList<>();
    for (int caller = 0; caller < CALLERS; caller++) {
      String name = "c" + caller;
      Random random = new Random(seed + caller);
      callers.add(() -> mix(tree, name, random));
    }
    return callers;
  }

  private List<Step> mix(TestTree tree, String name, Random random) {
    List<Step> steps = new ArrayList<>();
    for (int call = 0; call < CALLS; call++) {
      String id = tree.id(name + "-" + call);
      int amount = 1 + random.nextInt(60);
      ReserveResult answer =
          ledger.reserve(List.of(input(tree, id, Integer.toString(amount)))).getFirst();
      assertThat(answer).isInstanceOfAny(Reserved.class, Denied.class);
      if (!(answer instanceof Reserved reserved)) {
        continue;
      }
      steps.add(Step.held(reserved));
      if (random.nextInt(3) == 0) {
        // it ends in the same month: nothing more is held, and only a frozen budget can say no
        switch (ledger.extend(id, 3_600)) {
          case Reserved extended -> assertThat(extended.warnings()).isEmpty();
          case Denied denied ->
              assertThat(denied.blockedBy())
                  .allMatch(status -> status.state() == BudgetState.FROZEN);
          case ReserveResult other -> fail("%s", other);
        }
      }
      switch (random.nextInt(4)) {
        case 0 -> {} // stays open
        case 1, 2 -> {
          Released released = (Released) ledger.release(id);
          steps.add(Step.ended(released.reservation()));
        }
        default -> {
          long nanos = random.nextLong(amount * 10_000_000L); // a hundredth: the room comes back
          var usage = tree.amount("op-" + id, "agent-9", tree.taskId(0), null, nanos, null);
          steps.add(Step.settled(id, (Recorded) ledger.settle(id, usage)));
        }
      }
    }
    return steps;
  }

  /** Moves the division away and back, freezes and thaws it, and resizes what is above the task. */
  private List<Step> edit(TestTree tree, Random random) {
    EditApi edits = TestTree.edits();
    List<Step> steps = new ArrayList<>();
    tree.budget("aside", dev.costgraph.budget.BudgetType.CUSTOM, null, "90");
    for (int i = 0; i < 40; i++) {
      Budget after =
          switch (random.nextInt(4)) {
            case 0 -> edits.moveBudget(tree.id("division"), List.of(tree.id("aside")));
            case 1 -> edits.moveBudget(tree.id("division"), List.of(tree.id("platform")));
            case 2 -> edits.freeze(tree.id("project-a"), random.nextInt(3) == 0);
            default ->
                edits.updateBudget(
                    tree.id(random.nextBoolean() ? "project-a" : "shared"),
                    new BudgetChange(
                        null,
                        new Decimal(Integer.toString(20 + random.nextInt(100))),
                        false,
                        null,
                        null));
          };
      steps.add(Step.edited(after));
      // those below are frozen with it, each under a number of its own
      budgets.tree(tree.platformId()).subtree(after.budgetId()).stream()
          .filter(below -> !below.equals(after))
          .forEach(below -> steps.add(Step.edited(below)));
    }
    return steps;
  }

  private List<Step> whileWatched(
      TestTree tree, List<Callable<List<Step>>> callers, boolean limitsStand) throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> watched = executor.submit(() -> watch(tree, done, limitsStand));
      List<Step> steps = new ArrayList<>();
      try {
        for (Future<List<Step>> future : executor.invokeAll(callers)) {
          steps.addAll(future.get());
        }
      } finally {
        done.set(true); // or the watcher would never end
      }
      assertThat(watched.get()).isPositive();
      return steps;
    }
  }

  /** {@return how often all budgets were looked at} */
  private int watch(TestTree tree, AtomicBoolean done, boolean limitsStand) {
    int looks = 0;
    do {
      List<Budget> all = List.copyOf(budgets.tree(tree.platformId()).budgets());
      for (BudgetStatus status : budgets.statuses(all, clock.instant())) {
        assertThat(status.held().toNanos()).isNotNegative();
        Decimal remaining = status.remaining();
        if (limitsStand && remaining != null) {
          assertThat(remaining.toNanos()).as(status.toString()).isNotNegative();
        }
      }
      looks++;
    } while (!done.get());
    return looks;
  }

  private void assertFinalState(TestTree tree, ReservingLog log, long seed) {
    for (Budget budget : budgets.tree(tree.platformId()).budgets()) {
      BudgetStatus status = budgets.statuses(List.of(budget), clock.instant()).getFirst();
      String what = "seed %d, %s".formatted(seed, budget.budgetId());
      assertThat(status.held().toNanos()).as(what).isEqualTo(log.held(budget.budgetId()));
      assertThat(status.spent().toNanos()).as(what).isEqualTo(log.spent(budget.budgetId()));
    }
    assertThat(books.check(tree.platformId(), null).differences()).as("seed %d", seed).isEmpty();
  }

  private BudgetStatus status(TestTree tree, String name) {
    Budget budget = budgets.budgets(List.of(tree.id(name))).get(tree.id(name));
    return budgets.statuses(List.of(budget), clock.instant()).getFirst();
  }

  private static ReserveInput input(TestTree tree, String id, String amount) {
    return TestTree.reservation(id, "agent-9", tree.taskId(0), null, null, amount, 600);
  }
}
