package dev.costgraph.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Callers that do the same again and again for a while, each at once after its last answer. */
final class Load {

  private Load() {}

  /** What one caller does. */
  interface Caller extends AutoCloseable {

    /** {@return how many operations this call was; what fails throws} */
    int call() throws Exception;

    @Override
    default void close() throws Exception {}
  }

  /**
   * What came of a load.
   *
   * @param latencies of calls, in nanoseconds, ascending
   */
  record Result(long operations, long nanos, long[] latencies) {

    long perSecond() {
      return operations * 1_000_000_000L / nanos;
    }

    /** {@return milliseconds within which so many of 100 calls were answered} */
    double milliseconds(double percentile) {
      int index = (int) Math.ceil(percentile / 100 * latencies.length) - 1;
      return latencies[Math.max(0, index)] / 1e6;
    }
  }

  /** Runs callers, first to warm up, then for the measurement. */
  static Result run(List<? extends Callable<Caller>> callers, int warmSeconds, int seconds)
      throws Exception {
    List<Caller> made = new ArrayList<>();
    for (Callable<Caller> caller : callers) {
      made.add(caller.call());
    }
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      long begin = System.nanoTime() + warmSeconds * 1_000_000_000L;
      long end = begin + seconds * 1_000_000_000L;
      List<Future<Part>> parts = new ArrayList<>();
      for (Caller caller : made) {
        parts.add(executor.submit(() -> part(caller, begin, end)));
      }
      long operations = 0;
      List<long[]> latencies = new ArrayList<>();
      for (Future<Part> part : parts) {
        operations += part.get().operations();
        latencies.add(part.get().latencies());
      }
      long[] all = latencies.stream().flatMapToLong(Arrays::stream).sorted().toArray();
      return new Result(operations, end - begin, all);
    } finally {
      for (Caller caller : made) {
        caller.close();
      }
    }
  }

  private record Part(long operations, long[] latencies) {}

  private static Part part(Caller caller, long begin, long end) throws Exception {
    long[] latencies = new long[1 << 10];
    int calls = 0;
    long operations = 0;
    for (long start = System.nanoTime(); start < end; ) {
      int done = caller.call();
      long now = System.nanoTime();
      if (start >= begin && now <= end) {
        operations += done;
        if (calls == latencies.length) {
          latencies = Arrays.copyOf(latencies, calls * 2);
        }
        latencies[calls++] = now - start;
      }
      start = now;
    }
    return new Part(operations, Arrays.copyOf(latencies, calls));
  }
}
