package dev.costgraph.ledger;

import java.time.Instant;

/** What a budget of {@link LedgerModel} counts in one period. */
final class ModelPeriod {

  final Instant start;
  final Instant end;
  long nanos;
  long tokens;
  long heldNanos;
  long heldTokens;
  long entries;

  ModelPeriod(Instant start, Instant end) {
    this.start = start;
    this.end = end;
  }

  void hold(long moreNanos, long moreTokens) {
    heldNanos += moreNanos;
    heldTokens += moreTokens;
  }

  boolean isEmpty() {
    return nanos == 0 && tokens == 0 && heldNanos == 0 && heldTokens == 0 && entries == 0;
  }

  @Override
  public String toString() {
    return line(end, nanos, tokens, heldNanos, heldTokens, entries);
  }

  static String line(
      Instant end, long nanos, long tokens, long heldNanos, long heldTokens, long entries) {
    return "to %s: %d nanos + %d held, %d tokens + %d held, %d entries"
        .formatted(end, nanos, heldNanos, tokens, heldTokens, entries);
  }
}
