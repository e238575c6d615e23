package dev.costgraph.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.books.Books;
import dev.costgraph.books.BooksGraph;
import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetGraph;
import dev.costgraph.budget.BudgetStatus;
import dev.costgraph.command.Conflict;
import dev.costgraph.command.RecordUsageResult;
import dev.costgraph.command.RecordUsageResult.Recorded;
import dev.costgraph.command.RecordUsageResult.Replayed;
import dev.costgraph.command.Rejected;
import dev.costgraph.usage.UsageInput;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * 64 callers on one tree of five levels with two parents, agent, user and model budgets, and good,
 * repeated and conflicting ids: the books balance, and every counter equals a model that knows
 * nothing of the ledger's code.
 */
@QuarkusTest
class ConcurrentRecordingIT {

  private static final int CALLERS = 64;
  private static final int LISTS_PER_CALLER = 6;
  private static final Instant AT = Instant.parse("2026-05-15T12:00:00Z");

  @Inject Ledger ledger;
  @Inject BudgetGraph budgets;
  @Inject BooksGraph books;

  private record Sent(UsageInput usage, RecordUsageResult outcome) {}

  @Test
  void shouldCountEveryUsageOnceAtEveryBudget() throws Exception {
    long seed = System.nanoTime();
    System.getLogger("test").log(System.Logger.Level.INFO, "seed {0}", seed);
    TestTree tree = TestTree.create("concurrent");

    List<Sent> sent = recordConcurrently(tree, seed);

    Map<String, UsageInput> booked = new HashMap<>();
    for (Sent one : sent) {
      switch (one.outcome()) {
        case Recorded recorded ->
            assertThat(booked.put(recorded.usage().operationId(), one.usage()))
                .as("seed %d: %s recorded twice", seed, recorded.usage().operationId())
                .isNull();
        case Replayed replayed -> assertThat(replayed.usage().operationId()).startsWith("op-");
        case Conflict conflict -> assertThat(conflict.id()).startsWith("op-");
        case Rejected rejected -> assertThat(rejected.code()).isEqualTo("NEGATIVE");
      }
    }
    assertThat(sent).extracting(Sent::outcome).hasAtLeastOneElementOfType(Replayed.class);
    assertThat(sent).extracting(Sent::outcome).hasAtLeastOneElementOfType(Conflict.class);
    assertReplaysAndConflicts(sent, booked);
    assertCounters(tree, booked, seed);
    Books result = books.check(tree.platformId(), null);
    assertThat(result.differences()).as("seed %d", seed).isEmpty();
    assertThat(result.balanced()).isTrue();
    assertThat(result.entriesChecked()).isEqualTo(booked.size());
  }

  @Test
  void shouldBalanceInEveryOfFiftyChecksWhileRecording() throws Exception {
    TestTree tree = TestTree.create("under-load");
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<Sent>> load = executor.submit(() -> recordConcurrently(tree, 42));
      int checks = 0;
      while (checks < 50 || !load.isDone()) {
        Books result = books.check(tree.platformId(), null);
        assertThat(result.differences()).as("check %d", checks).isEmpty();
        checks++;
      }
      assertThat(load.get()).isNotEmpty();
    }
  }

  private List<Sent> recordConcurrently(TestTree tree, long seed) throws Exception {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<List<Sent>>> callers = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        Random random = new Random(seed + caller);
        callers.add(() -> record(tree, random));
      }
      List<Sent> sent = new ArrayList<>();
      for (Future<List<Sent>> future : executor.invokeAll(callers)) {
        sent.addAll(future.get());
      }
      return sent;
    }
  }

  private List<Sent> record(TestTree tree, Random random) {
    List<Sent> sent = new ArrayList<>();
    for (int list = 0; list < LISTS_PER_CALLER; list++) {
      List<UsageInput> usages = new ArrayList<>();
      int size = 1 + random.nextInt(30);
      for (int i = 0; i < size; i++) {
        usages.add(usage(tree, random));
      }
      List<RecordUsageResult> outcomes = ledger.record(usages);
      for (int i = 0; i < size; i++) {
        sent.add(new Sent(usages.get(i), outcomes.get(i)));
      }
    }
    return sent;
  }

  /** Ids collide between callers on purpose: with the same content, and with other content. */
  private static UsageInput usage(TestTree tree, Random random) {
    int number = random.nextInt(6_000);
    Random content = new Random(number);
    long amountNanos = 1 + content.nextLong(5_000_000_000L) + (random.nextInt(20) == 0 ? 1 : 0);
    return tree.amount(
        "op-%s-%d".formatted(tree.platformId(), number),
        "agent-" + content.nextInt(4),
        tree.taskId(content.nextInt(3)),
        "user-" + content.nextInt(3),
        random.nextInt(100) == 0 ? -amountNanos : amountNanos,
        AT.plusSeconds(content.nextInt(86_400 * 40)));
  }

  private static void assertReplaysAndConflicts(List<Sent> sent, Map<String, UsageInput> booked) {
    for (Sent one : sent) {
      UsageInput first = booked.get(one.usage().operationId());
      if (one.outcome() instanceof Replayed) {
        assertThat(one.usage()).isEqualTo(first);
      } else if (one.outcome() instanceof Conflict) {
        assertThat(one.usage()).isNotEqualTo(first);
      }
    }
  }

  private void assertCounters(TestTree tree, Map<String, UsageInput> booked, long seed) {
    for (String month : List.of("2026-05", "2026-06")) {
      Instant at = Instant.parse(month + "-20T00:00:00Z");
      List<Budget> all = List.copyOf(budgets.tree(tree.platformId()).budgets());
      for (BudgetStatus status : budgets.statuses(all, at)) {
        long expected = 0;
        long entries = 0;
        for (UsageInput usage : booked.values()) {
          if (String.valueOf(usage.timestamp()).startsWith(month)
              && counts(tree, status.budget(), usage)) {
            expected += TestTree.nanos(usage);
            entries++;
          }
        }
        assertThat(status.spent().toNanos())
            .as("seed %d, %s in %s", seed, status.budget().budgetId(), month)
            .isEqualTo(expected);
        assertThat(status.entries()).isEqualTo(entries);
      }
    }
  }

  /** The rules of design, spelled out for this one tree. */
  private static boolean counts(TestTree tree, Budget budget, UsageInput usage) {
    String name = budget.budgetId().substring(tree.platformId().length() + 1);
    Set<String> tasksOfA = Set.of(tree.taskId(0), tree.taskId(1));
    boolean inA = tasksOfA.contains(usage.taskId());
    return switch (name) {
      case "platform", "platform-custom" -> true;
      case "project-a", "division" -> inA;
      case "project-b" -> !inA;
      case "task-0" -> tree.taskId(0).equals(usage.taskId());
      case "task-2" -> tree.taskId(2).equals(usage.taskId());
      case "shared" -> tree.taskId(0).equals(usage.taskId()) || !inA;
      case "agent-everywhere" -> usage.agentId().equals("agent-0");
      case "agent-in-a" -> usage.agentId().equals("agent-1") && inA;
      case "user-of-agent" ->
          "user-1".equals(usage.userId()) && usage.agentId().equals("agent-1") && inA;
      default -> throw new AssertionError("no rule for " + budget.type() + " " + name);
    };
  }
}
