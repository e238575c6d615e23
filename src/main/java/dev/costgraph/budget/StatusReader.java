package dev.costgraph.budget;

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

  private final BudgetGraph graph;
  private final Clock clock;
  private final Queue<Asked> queue = new ArrayDeque<>();
  private boolean running;

  StatusReader(BudgetGraph graph, Clock clock) {
    this.graph = graph;
    this.clock = clock;
  }

  /** An instant of null is that of the read. */
  private record Asked(
      Budget budget, @Nullable Instant at, CompletableFuture<BudgetStatus> status) {}

  /** {@return the status in the period that contains the instant, now for null; does not block} */
  Uni<BudgetStatus> status(Budget budget, @Nullable Instant at) {
    CompletableFuture<BudgetStatus> status = new CompletableFuture<>();
    synchronized (queue) {
      queue.add(new Asked(budget, at, status));
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
      Map<Instant, List<Asked>> byInstant =
          batch.stream()
              .collect(Collectors.groupingBy(one -> Objects.requireNonNullElse(one.at(), now)));
      byInstant.forEach(this::read);
    }
  }

  private void read(Instant at, List<Asked> asked) {
    try {
      List<BudgetStatus> statuses = graph.statuses(asked.stream().map(Asked::budget).toList(), at);
      for (int i = 0; i < asked.size(); i++) {
        asked.get(i).status().complete(statuses.get(i));
      }
    } catch (Throwable e) { // nobody else would answer those who wait
      asked.forEach(one -> one.status().completeExceptionally(e));
    }
  }
}
