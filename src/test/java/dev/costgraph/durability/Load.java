package dev.costgraph.durability;

import dev.costgraph.GraphQlClient;
import dev.costgraph.durability.Journal.Request;
import jakarta.json.JsonObject;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Callers that send until they are stopped, each its next request as soon as it has the answer to
 * the last. A service that does not answer, or refuses, is asked again a little later.
 */
public final class Load implements AutoCloseable {

  private static final Duration AFTER_FAILURE = Duration.ofMillis(10);

  /** What callers send. */
  public interface Traffic {

    /** {@return the next request: new commands, or some of the journal's again} */
    Request next(Random random, Journal journal);
  }

  private final GraphQlClient client;
  private final Journal journal;
  private final Traffic traffic;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> callers = new ArrayList<>();
  private volatile boolean stopped;

  private Load(GraphQlClient client, Journal journal, Traffic traffic) {
    this.client = client;
    this.journal = journal;
    this.traffic = traffic;
  }

  /** Starts so many callers on a port. */
  public static Load start(int port, int callers, long seed, Journal journal, Traffic traffic) {
    Load load = new Load(new GraphQlClient(port), journal, traffic);
    for (int caller = 0; caller < callers; caller++) {
      Random random = new Random(seed * 31 + caller);
      load.callers.add(load.executor.submit(() -> load.run(random)));
    }
    return load;
  }

  private void run(Random random) {
    while (!stopped) {
      Request request = traffic.next(random, journal);
      if (!send(request)) {
        LockSupport.parkNanos(AFTER_FAILURE.toNanos());
      }
    }
  }

  /** {@return whether all of it was acknowledged} */
  private boolean send(Request request) {
    journal.sending(request);
    long start = System.nanoTime();
    JsonObject answer;
    try {
      answer = client.answer(request.operation(), request.variables());
    } catch (UncheckedIOException e) {
      journal.unanswered(request, "no answer");
      return false;
    }
    if (answer.containsKey("errors")) {
      journal.unanswered(request, "error " + answer.get("errors"));
      return false;
    }
    journal.answered(request, answer.getJsonObject("data"), System.nanoTime() - start);
    return !answer.toString().contains("\"Rejected\"");
  }

  /** Waits until something of the journal holds, while the callers go on. */
  static void await(String what, Duration max, BooleanSupplier condition) {
    long deadline = System.nanoTime() + max.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + max.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Waits for the answers that are under way, and ends. A caller that failed fails the test. */
  @Override
  public void close() throws Exception {
    stopped = true;
    for (Future<?> caller : callers) {
      caller.get();
    }
    executor.close();
  }
}
