package dev.costgraph.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.BadRequest;
import dev.costgraph.Proofs;
import dev.costgraph.SteppedClock;
import dev.costgraph.books.BooksGraph;
import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetChange;
import dev.costgraph.budget.BudgetGraph;
import dev.costgraph.budget.BudgetStatus;
import dev.costgraph.budget.Enforcement;
import dev.costgraph.budget.Spending;
import dev.costgraph.budget.Unit;
import dev.costgraph.command.Affordability;
import dev.costgraph.command.Conflict;
import dev.costgraph.command.RecordUsageResult.Recorded;
import dev.costgraph.command.RecordUsageResult.Replayed;
import dev.costgraph.command.Rejected;
import dev.costgraph.command.ReleaseResult.Released;
import dev.costgraph.command.ReserveResult.Denied;
import dev.costgraph.command.ReserveResult.ReserveReplayed;
import dev.costgraph.command.ReserveResult.Reserved;
import dev.costgraph.edit.EditApi;
import dev.costgraph.graph.Properties;
import dev.costgraph.money.Decimal;
import dev.costgraph.reservation.ReserveInput;
import dev.costgraph.usage.UsageInput;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A random history of every command and edit, with a clock that is stepped forward over ends of
 * periods and back, against {@link LedgerModel}: every answer and every counter is the model's.
 *
 * <p>One seed is one history.
 */
@QuarkusTest
class LedgerModelIT {

  /** Of histories that once failed. */
  private static final long[] FAILED_ONCE = {15918279561304L};

  private static final int COMMANDS = 500;
  private static final int COMPARE_EVERY = 10;
  private static final Instant EVER = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant NEVER = Instant.parse("2100-01-01T00:00:00Z");

  @Inject Ledger ledger;
  @Inject BudgetGraph budgets;
  @Inject BooksGraph books;
  @Inject SteppedClock clock;

  // of one seed
  private Random random = new Random();
  private LedgerModel model = new LedgerModel("none");
  private ModelHistory history = new ModelHistory(random, model, EVER);

  static LongStream seeds() {
    long first = System.nanoTime();
    return LongStream.concat(
        LongStream.of(FAILED_ONCE), LongStream.range(first, first + Proofs.ROUNDS));
  }

  @AfterEach
  void resetClock() {
    clock.reset();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shouldAnswerAndCountAsTheModelDoes(long seed) {
    System.getLogger("test").log(System.Logger.Level.INFO, "seed {0,number,#}", seed);
    random = new Random(seed);
    Instant start = ModelHistory.start(random);
    clock.stop(start);
    history = ModelHistory.create(random, start);
    model = history.model();
    for (int step = 0; step < COMMANDS; step++) {
      String what = "seed %d, step %d".formatted(seed, step);
      carryOutNext(what);
      if (step % COMPARE_EVERY == 0) {
        compareCounters(what);
      }
    }
    compareCounters("seed %d, at the end".formatted(seed));
    assertThat(books.check(model.tree.platformId, null).differences())
        .as("seed %d", seed)
        .isEmpty();
  }

  private void carryOutNext(String what) {
    int share = random.nextInt(100);
    if (share < 18) {
      record(what);
    } else if (share < 36) {
      reserve(what, List.of(history.reservation()));
    } else if (share < 42) {
      reserve(what, history.reservations());
    } else if (share < 54) {
      settle(what);
    } else if (share < 60) {
      release(what);
    } else if (share < 68) {
      extend(what);
    } else if (share < 73) {
      afford(what);
    } else if (share < 80) {
      stepForward(what);
    } else if (share < 83) {
      stepBack(what);
    } else {
      edit();
    }
  }

  private void release(String what) {
    String id = history.reservationId();
    compare(what + " release " + id, ledger.release(id), model.release(id, clock.instant()));
  }

  private void record(String what) {
    List<UsageInput> usages = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      usages.add(history.usage(clock.instant()));
    }
    List<?> answers = ledger.record(usages);
    for (int i = 0; i < usages.size(); i++) {
      String expected = model.record(usages.get(i), null, clock.instant());
      compare(what + " " + usages.get(i), answers.get(i), expected);
    }
  }

  private void reserve(String what, List<ReserveInput> wanted) {
    List<?> answers = ledger.reserve(wanted);
    for (int i = 0; i < wanted.size(); i++) {
      String expected = model.reserve(wanted.get(i), clock.instant());
      compare(what + " " + wanted.get(i), answers.get(i), expected);
    }
  }

  private void settle(String what) {
    String id = history.reservationId();
    UsageInput usage = history.usageOf(id, clock.instant());
    compare(
        what + " settle " + id + " by " + usage,
        ledger.settle(id, usage),
        model.record(usage, id, clock.instant()));
  }

  private void extend(String what) {
    String id = history.reservationId();
    int seconds = history.ttlSeconds();
    compare(
        what + " extend " + id + " by " + seconds,
        ledger.extend(id, seconds),
        model.extend(id, seconds, clock.instant()));
  }

  private void afford(String what) {
    ReserveInput wanted = history.reservation();
    compare(
        what + " afford " + wanted, ledger.afford(wanted), model.afford(wanted, clock.instant()));
  }

  private void stepForward(String what) {
    clock.step(history.step());
    record(what + ", stepped to " + clock.instant());
  }

  /** What was booked before keeps its time: the ledger does not follow the clock back. */
  private void stepBack(String what) {
    UsageInput stamp = history.newUsage(clock.instant());
    compare(
        what + " " + stamp,
        ledger.record(List.of(stamp)).getFirst(),
        model.record(stamp, null, clock.instant()));
    clock.step(Duration.ofMinutes(-random.nextInt(600)));
    reserve(what + ", stepped back to " + clock.instant(), List.of(history.reservation()));
  }

  /** What an edit refuses has tests of its own; only closing is foretold. */
  private void edit() {
    EditApi edits = TestTree.edits();
    String id = history.budgetId();
    model.decide(clock.instant());
    try {
      switch (random.nextInt(8)) {
        case 0 -> model.tree.create(history.createBudget());
        case 1, 2, 3 -> update(edits, id);
        case 4 -> {
          List<String> parents = history.parents();
          edits.moveBudget(id, parents);
          model.tree.move(id, parents);
        }
        case 5 -> {
          boolean frozen = random.nextInt(3) == 0;
          edits.freeze(id, frozen);
          model.tree.freeze(id, frozen);
        }
        case 6 -> {
          boolean closable = model.close(id, clock.instant());
          assertThat(closes(edits, id)).as("close %s", id).isEqualTo(closable);
        }
        default -> {
          String task = history.task();
          String project = history.project();
          edits.putTask(task, null, project);
          model.tree.projectByTask.put(task, project);
        }
      }
    } catch (BadRequest refused) {
      assertThat(refused.code())
          .isIn(
              BadRequest.Code.NOT_FOUND,
              BadRequest.Code.INVALID_VALUE,
              BadRequest.Code.CONTRADICTING_IDS,
              BadRequest.Code.CYCLE);
    }
  }

  private void update(EditApi edits, String id) {
    ModelBudget budget = model.tree.budget(id);
    Decimal limit = random.nextInt(3) == 0 ? null : history.limit(budget.unit);
    boolean noLimit = limit == null && random.nextInt(3) == 0;
    Enforcement enforcement = random.nextInt(3) == 0 ? history.enforcement() : null;
    edits.updateBudget(id, new BudgetChange(null, limit, noLimit, enforcement, null));
    if (limit != null || noLimit) {
      budget.setLimit(limit);
    }
    budget.enforcement = enforcement == null ? budget.enforcement : enforcement;
  }

  private static boolean closes(EditApi edits, String id) {
    try {
      edits.closeBudget(id);
      return true;
    } catch (BadRequest refused) {
      assertThat(refused.code()).isEqualTo(BadRequest.Code.NOT_CLOSABLE);
      return false;
    }
  }

  private static void compare(String what, Object answer, String expected) {
    assertThat(text(answer)).as(what).isEqualTo(expected);
  }

  private static String text(Object answer) {
    return switch (answer) {
      case Recorded one ->
          "Recorded cost "
              + (one.usage().cost() == null ? null : one.usage().cost().toNanos())
              + (" warnings " + one.warnings().size())
              + statuses(one.budgets());
      case Replayed one -> "Replayed";
      case Conflict one -> "Conflict";
      case Rejected one -> "Rejected " + one.code();
      case Reserved one -> "Reserved warnings " + one.warnings().size() + statuses(one.budgets());
      case ReserveReplayed one -> "ReserveReplayed " + one.reservation().state();
      case Denied one -> "Denied shortfall " + one.shortfall() + statuses(one.blockedBy());
      case Released one -> "Released " + one.reservation().state();
      case Affordability one ->
          one.affordable()
              ? "affordable"
              : "not affordable shortfall " + one.shortfall() + statuses(one.blockedBy());
      default -> throw new AssertionError("no answer: " + answer);
    };
  }

  private static String statuses(List<BudgetStatus> statuses) {
    return LedgerModel.sorted(statuses.stream().map(LedgerModelIT::status).toList());
  }

  private static String status(BudgetStatus status) {
    Unit unit = status.budget().unit();
    Decimal remaining = status.remaining();
    return "%s %s %s to %s: %d + %d of %s, %d tokens, %d entries"
        .formatted(
            status.budget().budgetId(),
            status.state(),
            status.periodStart(),
            status.periodEnd(),
            units(status.spent(), unit),
            units(status.held(), unit),
            remaining == null ? "any" : units(remaining, unit) + " left",
            status.tokens(),
            status.entries());
  }

  private static long units(Decimal amount, Unit unit) {
    return new BigDecimal(amount.text())
        .movePointRight(unit == Unit.MONEY ? 9 : 0)
        .longValueExact();
  }

  /** The clock moved perhaps, so the ledger decides something first: what is due has ended. */
  private void compareCounters(String what) {
    afford(what);
    List<Budget> all = List.copyOf(budgets.tree(model.tree.platformId).budgets());
    List<Map<String, Object>> ranges = new ArrayList<>();
    for (Budget budget : all) {
      ranges.add(
          Map.of(
              "budget_id", budget.budgetId(),
              "earliest", Properties.time(EVER),
              "end", Properties.time(NEVER)));
    }
    Map<String, String> counters = new TreeMap<>();
    String totals =
        ledger.readUnderLock(
            model.tree.platformId,
            (locked, graph) -> {
              graph
                  .readPeriods(ranges)
                  .forEach((id, periods) -> periods.forEach(one -> put(counters, id, one)));
              return "%d open, %d nanos, %d tokens"
                  .formatted(locked.openReservations(), locked.heldNanos(), locked.heldTokens());
            });
    assertThat(totals).as(what).isEqualTo(model.totals());
    assertThat(counters).as(what).isEqualTo(model.counters());
    Instant now = model.time(clock.instant());
    assertThat(statuses(shown(all, now))).as(what).isEqualTo(history.shown(now));
  }

  private List<BudgetStatus> shown(List<Budget> all, Instant now) {
    return budgets.statuses(all.stream().filter(one -> one.bounds(now) != null).toList(), now);
  }

  private static void put(Map<String, String> counters, String id, Spending one) {
    String line =
        ModelPeriod.line(
            one.bounds().end(),
            one.nanos(),
            one.tokens(),
            one.heldNanos(),
            one.heldTokens(),
            one.entries());
    ModelPeriod none = new ModelPeriod(one.bounds().start(), one.bounds().end());
    if (!line.equals(none.toString())) {
      counters.put(id + " " + one.bounds().start(), line);
    }
  }
}
