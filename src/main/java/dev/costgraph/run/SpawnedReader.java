package dev.costgraph.run;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Reads the pages of spawned runs that many runs of an answer ask for in few statements: whatever
 * was asked for while one read ran is the next one. (SmallRye's own batching of source fields gives
 * every alias the arguments of the first.)
 */
@Singleton
class SpawnedReader {

  private static final int BATCH_MAX = 500;

  private final RunGraph graph;
  private final Queue<Asked> queue = new ArrayDeque<>();
  private boolean running;

  SpawnedReader(RunGraph graph) {
    this.graph = graph;
  }

  /**
   * Which page, the same for many runs.
   *
   * @param depth of the runs that spawned
   * @param after an id, empty for the first page
   */
  record Page(String platformId, int depth, int first, String after) {}

  private record Asked(Page page, String runId, CompletableFuture<RunConnection> spawned) {}

  /** {@return a page of what a run spawned itself; does not block} */
  Uni<RunConnection> read(Run run, int first, String after) {
    CompletableFuture<RunConnection> spawned = new CompletableFuture<>();
    Page page = new Page(run.platformId(), run.depth(), first, after);
    synchronized (queue) {
      queue.add(new Asked(page, run.runId(), spawned));
      if (!running) {
        running = true;
        Thread.ofVirtual().name("spawned-runs").start(this::work);
      }
    }
    return Uni.createFrom().completionStage(spawned);
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
      batch.stream().collect(Collectors.groupingBy(Asked::page)).forEach(this::read);
    }
  }

  private void read(Page page, List<Asked> asked) {
    try {
      Map<String, List<Run>> spawned =
          graph.spawned(page, asked.stream().map(Asked::runId).distinct().toList());
      for (Asked one : asked) {
        one.spawned()
            .complete(
                RunConnection.of(
                    spawned.getOrDefault(one.runId(), List.of()),
                    page.first(),
                    !page.after().isEmpty()));
      }
    } catch (Throwable e) { // nobody else would answer those who wait
      asked.forEach(one -> one.spawned().completeExceptionally(e));
    }
  }
}
