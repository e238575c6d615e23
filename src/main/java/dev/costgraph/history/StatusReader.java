package dev.costgraph.history;

import dev.costgraph.BadRequest;
import dev.costgraph.Later;
import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetGraph;
import dev.costgraph.budget.BudgetStatus;
import dev.costgraph.budget.Period.Bounds;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads statuses for fields of budgets in few statements: whatever was asked for while one read ran
 * is the next one. (SmallRye's own batching of source fields gives every alias the arguments of the
 * first.)
 */
@Singleton
class StatusReader {

  private static final int BATCH_MAX = 1_000;

  private final BudgetGraph budgets;
  private final HistoryGraph history;
  private final Clock clock;
  private final Queue<Asked> queue = new ArrayDeque<>();
  private boolean running;

  StatusReader(BudgetGraph budgets, HistoryGraph history, Clock clock) {
    this.budgets = budgets;
    this.history = history;
    this.clock = clock;
  }

  /** An instant of null is that of the read. */
  private record Asked(
      Budget budget,
      @Nullable Instant at,
      @Nullable Long asOfSequence,
      CompletableFuture<BudgetStatus> status) {

    Bounds period(Instant now) {
      Bounds computed = budget.bounds(now);
      return computed == null ? budget.fixedBounds() : computed;
    }

    /** What is read together; as of a number that is one platform. */
    Together together(Instant now) {
      return new Together(
          Objects.requireNonNullElse(at, now),
          asOfSequence,
          asOfSequence == null ? "" : budget.platformId());
    }
  }

  private record Together(Instant at, @Nullable Long asOfSequence, String platformId) {}

  /**
   * {@return the status in the period that contains the instant, now for null; does not block}
   *
   * @param asOfSequence the last fact that counts; null for all
   */
  Uni<BudgetStatus> status(Budget budget, @Nullable Instant at, @Nullable Long asOfSequence) {
    CompletableFuture<BudgetStatus> status = new CompletableFuture<>();
    synchronized (queue) {
      queue.add(new Asked(budget, at, asOfSequence, status));
      if (!running) {
        running = true;
        Thread.ofVirtual().name("budget-statuses").start(this::work);
      }
    }
    return Later.of(status);
  }

  private void work() {
    while (true) {
      List<Asked> batch = new ArrayList<>();
      synchronized (queue) {
        while (batch.size() < BATCH_MAX && !queue.isEmpty()) {
          batch.add(queue.remove());
        }
        if (batch.isEmpty()) {
          running = false;
          return;
        }
      }
      Instant now = clock.instant();
      Map<Together, List<Asked>> reads =
          batch.stream().collect(Collectors.groupingBy(one -> one.together(now)));
      reads.forEach(this::read);
    }
  }

  /**
   * What is known now takes one statement; what was known may take seconds: nobody waits for it.
   */
  private void read(Together together, List<Asked> asked) {
    Long asOfSequence = together.asOfSequence();
    if (asOfSequence == null) {
      answer(together.at(), asked, all -> budgets.statuses(all, together.at()));
    } else {
      long reached = asOfSequence;
      Thread.ofVirtual()
          .name("budget-statuses-as-of")
          .start(
              () ->
                  answer(
                      together.at(),
                      asked,
                      all -> history.statuses(together.platformId(), all, together.at(), reached)));
    }
  }

  private static void answer(
      Instant at, List<Asked> asked, Function<List<Budget>, List<BudgetStatus>> read) {
    try {
      List<BudgetStatus> statuses = read.apply(asked.stream().map(Asked::budget).toList());
      for (int i = 0; i < asked.size(); i++) {
        asked.get(i).status().complete(statuses.get(i));
      }
    } catch (BadRequest e) {
      Collection<List<Asked>> byPeriod =
          asked.stream().collect(Collectors.groupingBy(one -> one.period(at))).values();
      if (e.code() == BadRequest.Code.FOLDED && byPeriod.size() > 1) {
        byPeriod.forEach(ofOne -> answer(at, ofOne, read)); // others may be kept
      } else {
        fail(asked, e);
      }
    } catch (Throwable e) { // nobody else would answer those who wait
      fail(asked, e);
    }
  }

  private static void fail(List<Asked> asked, Throwable e) {
    asked.forEach(one -> one.status().completeExceptionally(e));
  }
}
