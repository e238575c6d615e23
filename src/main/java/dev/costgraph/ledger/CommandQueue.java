package dev.costgraph.ledger;

import dev.costgraph.Limits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one platform's writer, in two lanes: interactive commands and changes go before
 * bulk, which always gets a share. Not thread-safe; {@link PlatformWriter} guards it.
 */
final class CommandQueue {

  /** Of what a batch may hold, kept for bulk while interactive commands keep coming. */
  private static final int BULK_SHARE = 8;

  private final Deque<Work> interactive = new ArrayDeque<>();
  private final Deque<Waiting> bulk = new ArrayDeque<>();
  private int interactiveCommands;
  private int interactiveRows;
  private int bulkRows;
  private int changes;

  /** How soon a command is wanted. */
  enum Lane {
    INTERACTIVE,
    BULK
  }

  /** What waits. */
  sealed interface Work {}

  /** A command and who waits for its outcome. */
  record Waiting(Command command, CompletableFuture<Object> outcome, long deadlineNanos)
      implements Work {

    static Waiting of(Command command) {
      return new Waiting(
          command, new CompletableFuture<>(), System.nanoTime() + Limits.COMMAND_MAX.toNanos());
    }

    boolean tooLate() {
      return System.nanoTime() - deadlineNanos > 0;
    }
  }

  /** A change that has a transaction of its own. */
  record Change(Runnable transaction) implements Work {}

  /** {@return whether all of them fit into their lane; otherwise none was taken in} */
  boolean offer(List<Waiting> waiting, Lane lane) {
    int before = lane == Lane.INTERACTIVE ? interactiveRows : bulkRows;
    int rows = waiting.stream().mapToInt(one -> one.command().rows()).sum();
    if (before + rows > Limits.QUEUE_ROWS_MAX) {
      return false;
    }
    if (lane == Lane.INTERACTIVE) {
      interactive.addAll(waiting);
      interactiveCommands += waiting.size();
      interactiveRows += rows;
    } else {
      bulk.addAll(waiting);
      bulkRows += rows;
    }
    return true;
  }

  /** {@return whether it fits} */
  boolean offer(Change change) {
    if (changes >= Limits.QUEUE_CHANGES_MAX) {
      return false;
    }
    interactive.add(change);
    changes++;
    return true;
  }

  /** {@return the change whose turn it is; null when commands are next} */
  @Nullable Change takeChange() {
    if (interactive.peek() instanceof Change change) {
      interactive.remove();
      changes--;
      return change;
    }
    return null;
  }

  /**
   * {@return the commands of the next batch: interactive ones, then bulk; empty for none} The last
   * of a lane may write more rows than are left.
   */
  List<Waiting> takeBatch(int bulkMax) {
    List<Waiting> batch = new ArrayList<>();
    int share = Math.min(bulk.size(), Limits.BATCH_RECORDS_MAX / BULK_SHARE);
    int rows = 0;
    while (rows < Limits.BATCH_RECORDS_MAX - share
        && interactive.peek() instanceof Waiting waiting) {
      interactive.remove();
      batch.add(waiting);
      rows += waiting.command().rows();
    }
    interactiveCommands -= batch.size();
    interactiveRows -= rows;
    int room = Math.min(Limits.BATCH_RECORDS_MAX - rows, bulkMax);
    while (room > 0 && !bulk.isEmpty()) {
      Waiting waiting = bulk.remove();
      batch.add(waiting);
      room -= waiting.command().rows();
      bulkRows -= waiting.command().rows();
    }
    return batch;
  }

  int commands() {
    return interactiveCommands + bulk.size();
  }
}
