package dev.costgraph.ledger;

import dev.costgraph.Limits;
import java.util.concurrent.TimeUnit;

/** How much bulk a batch takes, so that an interactive command waits about 20 ms for it. */
final class BatchSize {

  private static final long BATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** The fixed cost of a transaction says nothing about one more row. */
  private static final int ROWS_MEASURED_MIN = 32;

  private long nanosPerRow = BATCH_NANOS / Limits.BATCH_RECORDS_MAX;

  int bulkMax() {
    long rows = BATCH_NANOS / nanosPerRow;
    return Math.clamp(rows, ROWS_MEASURED_MIN, Limits.BATCH_RECORDS_MAX);
  }

  /** Learns from a batch; a slow one alone does not shrink the next by much. */
  void took(int rows, long nanos) {
    if (rows >= ROWS_MEASURED_MIN) {
      nanosPerRow = Math.max(1, (7 * nanosPerRow + nanos / rows) / 8);
    }
  }
}
