package dev.costgraph.history;

import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetGraph;
import dev.costgraph.budget.BudgetStatus;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
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
    return Uni.createFrom().completionStage(status);
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
      answer(asked, all -> budgets.statuses(all, together.at()));
    } else {
      long reached = asOfSequence;
      Thread.ofVirtual()
          .name("budget-statuses-as-of")
          .start(
              () ->
                  answer(
                      asked,
                      all -> history.statuses(together.platformId(), all, together.at(), reached)));
    }
  }

  private static void answer(List<Asked> asked, Function<List<Budget>, List<BudgetStatus>> read) {
    try {
      List<BudgetStatus> statuses = read.apply(asked.stream().map(Asked::budget).toList());
      for (int i = 0; i < asked.size(); i++) {
        asked.get(i).status().complete(statuses.get(i));
      }
    } catch (Throwable e) { // nobody else would answer those who wait
      asked.forEach(one -> one.status().completeExceptionally(e));
    }
  }
}
