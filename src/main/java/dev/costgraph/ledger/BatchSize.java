package dev.costgraph.ledger;

import dev.costgraph.Limits;
import java.util.concurrent.TimeUnit;

/**
 * How much bulk a batch takes: so much that an interactive command waits about 20 ms for it, and
 * all that fits where none has come for a while.
 */
final class BatchSize {

  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final long BATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** The fixed cost of a transaction says nothing about one more row. */
  private static final int ROWS_MEASURED_MIN = 32;

  private long nanosPerRow = BATCH_NANOS / Limits.BATCH_RECORDS_MAX;

  private long interactiveAt = System.nanoTime() - QUIET_NANOS;

  /** Interactive commands have come. */
  void interactive() {
    interactiveAt = System.nanoTime();
  }

  int bulkMax() {
    if (System.nanoTime() - interactiveAt >= QUIET_NANOS) {
      return Limits.BATCH_RECORDS_MAX;
    }
    long rows = BATCH_NANOS / nanosPerRow;
    return Math.clamp(rows, ROWS_MEASURED_MIN, Limits.BATCH_RECORDS_MAX);
  }

  /** Learns from a batch; a slow one alone does not shrink the next by much. */
  void took(int rows, long nanos) {
    if (rows >= ROWS_MEASURED_MIN) {
      long sample = Math.min(nanos / rows, 4 * nanosPerRow);
      nanosPerRow = Math.max(1, (7 * nanosPerRow + sample) / 8);
    }
  }
}
