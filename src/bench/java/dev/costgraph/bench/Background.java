package dev.costgraph.bench;

import dev.costgraph.bench.Load.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Callers that work beside a measurement until it is over. */
record Background(ExecutorService executor, List<Future<?>> callers, AtomicBoolean stopped)
    implements AutoCloseable {

  /**
   * Starts callers.
   *
   * @param done counts their operations
   */
  static Background run(int count, Callable<Caller> kind, AtomicLong done) throws Exception {
    AtomicBoolean stopped = new AtomicBoolean();
    ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    List<Future<?>> callers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Caller caller = kind.call();
      callers.add(
          executor.submit(
              () -> {
                while (!stopped.get()) {
                  done.addAndGet(caller.call());
                }
                caller.close();
                return null;
              }));
    }
    return new Background(executor, callers, stopped);
  }

  /** Throws what one of them failed with, if one did. */
  void requireWorking() throws Exception {
    for (Future<?> caller : callers) {
      if (caller.isDone()) {
        caller.get();
      }
    }
  }

  /** Ends them; throws what one of them failed with. */
  @Override
  public void close() throws Exception {
    stopped.set(true);
    for (Future<?> caller : callers) {
      caller.get();
    }
    executor.close();
  }
}
