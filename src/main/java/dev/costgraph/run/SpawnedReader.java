package dev.costgraph.run;

import dev.costgraph.BadRequest;
import dev.costgraph.Later;
import dev.costgraph.graph.Graph;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;

/**
 * Reads the pages of spawned runs that many runs of one answer ask for in few statements: whatever
 * was asked for while one read ran is the next one. Every answer has a reader of its own, so a
 * large one holds up nobody else. (SmallRye's own batching of source fields gives every alias the
 * arguments of the first.)
 */
final class SpawnedReader implements Spawned {

  /** Runs that one statement may find and add up. */
  static final int RUNS_MAX = 10_000;

  private final BiFunction<Page, List<String>, Map<String, List<Run>>> reading;
  private final Duration patience;
  private final Map<Page, Queue<Asked>> waiting = new LinkedHashMap<>();
  private boolean running;

  /**
   * @param whole throws when something below the answer's run was folded meanwhile
   */
  SpawnedReader(RunGraph graph, Runnable whole) {
    this(
        (page, runIds) -> {
          Map<String, List<Run>> spawned = graph.spawned(page, runIds);
          whole.run();
          return spawned;
        },
        Graph.READ_SECONDS_MAX);
  }

  /**
   * @param reading pages of some runs, and one more run of each, by the id of who spawned them
   * @param patience after which an ask that waits is answered QUERY_TIMEOUT
   */
  SpawnedReader(BiFunction<Page, List<String>, Map<String, List<Run>>> reading, Duration patience) {
    this.reading = reading;
    this.patience = patience;
  }

  /**
   * Which page, the same for many runs.
   *
   * @param after an id, empty for the first page
   */
  record Page(String platformId, int first, String after) {

    /** {@return how many runs may ask for it in one statement} */
    int runsAtOnce() {
      return Math.max(1, RUNS_MAX / (first + 1));
    }
  }

  private record Asked(Run run, CompletableFuture<RunConnection> spawned) {}

  /** Which page some runs ask for. */
  private record Batch(Page page, List<Asked> asked) {}

  @Override
  public Uni<RunConnection> page(Run run, int first, String after) {
    CompletableFuture<RunConnection> spawned = new CompletableFuture<>();
    Page page = new Page(run.platformId(), first, after);
    synchronized (waiting) {
      waiting.computeIfAbsent(page, p -> new ArrayDeque<>()).add(new Asked(run, spawned));
      if (!running) {
        running = true;
        Thread.ofVirtual().name("spawned-runs").start(this::work);
      }
    }
    return Later.of(spawned.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS))
        .onFailure(TimeoutException.class)
        .transform(
            late ->
                new BadRequest(
                    BadRequest.Code.QUERY_TIMEOUT,
                    "first",
                    "what '%s' spawned was not read in %d s: ask for fewer at once"
                        .formatted(run.runId(), patience.toSeconds())));
  }

  private void work() {
    for (Batch batch = next(); !batch.asked.isEmpty(); batch = next()) {
      read(batch.page, batch.asked);
    }
  }

  /** {@return what to read next; of no runs when nothing waits any more} */
  private Batch next() {
    synchronized (waiting) {
      Iterator<Map.Entry<Page, Queue<Asked>>> pages = waiting.entrySet().iterator();
      while (pages.hasNext()) {
        Map.Entry<Page, Queue<Asked>> entry = pages.next();
        List<Asked> batch = new ArrayList<>();
        Queue<Asked> queue = entry.getValue();
        while (batch.size() < entry.getKey().runsAtOnce() && !queue.isEmpty()) {
          Asked asked = queue.remove();
          if (!asked.spawned.isDone()) { // nobody waits for it after its time
            batch.add(asked);
          }
        }
        if (queue.isEmpty()) {
          pages.remove();
        }
        if (!batch.isEmpty()) {
          return new Batch(entry.getKey(), batch);
        }
      }
      running = false;
      return new Batch(new Page("", 0, ""), List.of());
    }
  }

  private void read(Page page, List<Asked> asked) {
    try {
      Map<String, List<Run>> spawned =
          reading.apply(page, asked.stream().map(one -> one.run.runId()).distinct().toList());
      for (Asked one : asked) {
        List<Run> runs =
            spawned.getOrDefault(one.run.runId(), List.of()).stream()
                .map(run -> run.at(one.run.depth() + 1, this))
                .toList();
        one.spawned.complete(RunConnection.of(runs, page.first, !page.after.isEmpty()));
      }
    } catch (Throwable e) { // nobody else would answer those who wait
      asked.forEach(one -> one.spawned.completeExceptionally(e));
    }
  }
}
