package dev.costgraph.retention;

import dev.costgraph.graph.Properties;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A usage, or a part of one, as it is stored, with what it is counted in.
 *
 * @param entries by sequence
 * @param unpriced whether its cost is unknown
 * @param cellId of its hour
 * @param day begin of its day in the platform's zone
 * @param pathBudgetIds budgets of its path, without those that narrow it
 */
record OldUsage(
    Properties node,
    List<Properties> entries,
    boolean unpriced,
    String cellId,
    Instant day,
    List<String> pathBudgetIds) {

  /** {@return the id of its node, which a part has of its own} */
  String nodeId() {
    return node.text("operation_id");
  }

  /** {@return the id that it was sent with, the same of all parts} */
  String operationId() {
    String shareOf = node.textOrNull("share_of");
    return shareOf == null ? nodeId() : shareOf;
  }

  long sequence() {
    return node.number("sequence");
  }

  Instant timestamp() {
    return node.instant("timestamp");
  }

  /** {@return whether further parts follow it} */
  boolean hasFurtherParts() {
    return node.numberOrZero("share_number") < node.texts("share_weights").size();
  }

  /**
   * {@return whether sent again it might be taken for a new one} Without a time of its own it would
   * have another. One that settled a reservation goes where that was held, and one that was not
   * booked to what it names goes there when that is known: perhaps to another platform, with
   * another horizon.
   */
  boolean mayComeAsNew() {
    return timestamp().equals(node.instant("recorded_at"))
        || node.has("reservation_id")
        || node.has("on_stand_in");
  }

  /** {@return whether it was corrected after a number} */
  boolean isAdjustedAfter(long sequence) {
    return entries.stream().anyMatch(entry -> entry.number("sequence") > sequence);
  }

  /** {@return how many numbers of the ledger are its own: booking and corrections} */
  long facts() {
    Set<Long> sequences = new HashSet<>(Set.of(sequence()));
    entries.forEach(entry -> sequences.add(entry.number("sequence")));
    return sequences.size();
  }

  /** {@return what it adds to sums: nanos, calls and tokens} */
  Map<String, Long> counters() {
    long nanos = 0;
    long adjusted = 0;
    for (Properties entry : entries) {
      long cost = entry.number("total_cost_nanos");
      nanos = Math.addExact(nanos, cost);
      adjusted += entry.text("entry_kind").equals("ADJUSTMENT") ? cost : 0;
    }
    Long part = node.numberOrNull("calls");
    long calls = part == null ? 1 : part;
    boolean failed = node.text("outcome").equals("FAILED");
    return Map.of(
        "cost_nanos",
        nanos,
        "adjustment_nanos",
        adjusted,
        "failed_cost_nanos",
        failed ? nanos : 0,
        "calls",
        calls,
        "failed_calls",
        failed ? calls : 0,
        "unpriced_calls",
        unpriced ? calls : 0,
        "total_tokens",
        node.numberOrZero("total_tokens"));
  }
}
