package dev.costgraph.live;

import java.util.Arrays;

/** The middle of measured times. */
final class LongMedian {

  private LongMedian() {}

  static long of(long[] values) {
    return Arrays.stream(values).sorted().toArray()[values.length / 2];
  }
}
