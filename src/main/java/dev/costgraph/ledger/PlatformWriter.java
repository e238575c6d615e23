package dev.costgraph.ledger;

import dev.costgraph.Limits;
import dev.costgraph.graph.Graph;
import dev.costgraph.graph.WriteTransaction;
import dev.costgraph.ledger.UsageBatch.Command;
import dev.costgraph.pricing.PriceBook;
import dev.costgraph.usage.RecordUsageResult;
import dev.costgraph.usage.RecordUsageResult.Rejected;
import dev.costgraph.usage.RejectionCode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.exceptions.DatabaseException;
import org.neo4j.driver.exceptions.Neo4jException;
import org.neo4j.driver.exceptions.RetryableException;
import org.neo4j.driver.exceptions.TransactionTerminatedException;

/**
 * The writer of one platform in this process. Whatever waited while a transaction committed is the
 * next one, at most 256 records; a change of the tree has a transaction of its own. Its thread
 * lives while there is work. Being the only writer is for speed: what is right is kept by the
 * ledger's lock.
 */
final class PlatformWriter {

  private static final Logger LOG = Logger.getLogger(PlatformWriter.class);
  private static final Duration TRANSACTION_MAX = Duration.ofSeconds(30);
  private static final int BACKOFF_MS_MIN = 5;
  private static final int BACKOFF_MS_MAX = 50;

  private final String platformId;
  private final Graph graph;
  private final PriceBook prices;
  private final Clock clock;
  private final LedgerMetrics metrics;
  private final Consumer<String> advanced;
  private final PlatformCache cache = new PlatformCache();

  private final Deque<Work> queue = new ArrayDeque<>();
  private int recordsWaiting;
  private boolean running;

  PlatformWriter(
      String platformId,
      Graph graph,
      PriceBook prices,
      Clock clock,
      LedgerMetrics metrics,
      Consumer<String> advanced) {
    this.platformId = platformId;
    this.graph = graph;
    this.prices = prices;
    this.clock = clock;
    this.metrics = metrics;
    this.advanced = advanced;
  }

  /** The database does not say whether a transaction happened. */
  static final class OutcomeUnknown extends RuntimeException {

    OutcomeUnknown(Throwable cause) {
      super(cause);
    }
  }

  /** What waits in the queue. */
  private sealed interface Work {

    record Recording(Command command, CompletableFuture<RecordUsageResult> outcome)
        implements Work {}

    record Change(Runnable transaction) implements Work {}
  }

  /**
   * Queues records; {@return their outcomes, or null when they do not fit whole}
   *
   * <p>An outcome never fails: what goes wrong is a rejection.
   */
  @Nullable List<CompletableFuture<RecordUsageResult>> record(List<Command> commands) {
    List<Work.Recording> recordings =
        commands.stream()
            .map(command -> new Work.Recording(command, new CompletableFuture<>()))
            .toList();
    synchronized (queue) {
      if (recordsWaiting + recordings.size() > Limits.QUEUE_RECORDS_MAX) {
        return null;
      }
      recordsWaiting += recordings.size();
      queue.addAll(recordings);
      wake();
    }
    return recordings.stream().map(Work.Recording::outcome).toList();
  }

  /** Queues a change of the tree; {@return its result, or what it failed with} */
  <T> CompletableFuture<T> change(LedgerStep<T> step) {
    CompletableFuture<T> outcome = new CompletableFuture<>();
    Runnable transaction =
        () -> {
          try {
            outcome.complete(inTransaction(step, () -> {}));
          } catch (Throwable e) { // nobody else would answer the caller
            outcome.completeExceptionally(e);
          }
        };
    synchronized (queue) {
      queue.add(new Work.Change(transaction));
      wake();
    }
    return outcome;
  }

  int recordsWaiting() {
    synchronized (queue) {
      return recordsWaiting;
    }
  }

  private void wake() {
    if (!running) {
      running = true;
      Thread.ofVirtual().name("ledger-" + platformId).start(this::work);
    }
  }

  private void work() {
    while (true) {
      List<Work.Recording> batch = new ArrayList<>();
      Runnable change = null;
      synchronized (queue) {
        if (queue.peek() instanceof Work.Change(Runnable transaction)) {
          queue.remove();
          change = transaction;
        } else {
          while (batch.size() < Limits.BATCH_RECORDS_MAX
              && queue.peek() instanceof Work.Recording recording) {
            queue.remove();
            batch.add(recording);
          }
          recordsWaiting -= batch.size();
          if (batch.isEmpty()) {
            running = false;
            return;
          }
        }
      }
      if (change != null) {
        change.run();
      } else {
        book(batch);
      }
    }
  }

  /** Books a batch; one that fails is split until the record that fails it stands alone. */
  private void book(List<Work.Recording> batch) {
    List<Command> commands = batch.stream().map(Work.Recording::command).toList();
    try {
      List<RecordUsageResult> outcomes = metrics.batch(commands.size(), () -> commit(commands));
      for (int i = 0; i < outcomes.size(); i++) {
        batch.get(i).outcome().complete(outcomes.get(i));
      }
    } catch (OutcomeUnknown e) {
      LOG.errorf(e, "platform %s: %d records with unknown outcome", platformId, batch.size());
      fail(batch, RejectionCode.UNKNOWN, "the database did not answer in time; send it again");
    } catch (Throwable e) { // nobody else would answer the callers
      if (batch.size() > 1) {
        book(batch.subList(0, batch.size() / 2));
        book(batch.subList(batch.size() / 2, batch.size()));
      } else {
        LOG.errorf(e, "usage %s cannot be booked", commands.getFirst().usage().operationId());
        fail(batch, RejectionCode.INTERNAL_ERROR, "not booked because of a defect; it was logged");
      }
    }
  }

  private List<RecordUsageResult> commit(List<Command> commands) {
    UsageBatch[] last = new UsageBatch[1];
    return inTransaction(
        (ledger, ledgerGraph) -> {
          last[0] = new UsageBatch(ledger, ledgerGraph, cache, prices);
          return last[0].record(commands);
        },
        () -> last[0].committed());
  }

  private static void fail(List<Work.Recording> batch, RejectionCode code, String message) {
    for (Work.Recording recording : batch) {
      recording
          .outcome()
          .complete(Rejected.of(recording.command().usage().operationId(), code, null, message));
    }
  }

  /**
   * Tries again within milliseconds what may pass the next time: deadlocks, lost connections, and
   * once a key that another platform took meanwhile.
   *
   * @throws OutcomeUnknown when the database does not say what became of it
   */
  private <T> T inTransaction(LedgerStep<T> step, Runnable afterCommit) {
    long deadline = System.nanoTime() + Limits.BATCH_RETRY_MAX.toNanos();
    int backoffMs = BACKOFF_MS_MIN;
    boolean inDoubt = false;
    boolean keyTaken = false;
    while (true) {
      boolean[] committing = new boolean[1];
      try {
        T result = once(step, committing);
        afterCommit.run();
        tellOthers();
        return result;
      } catch (Neo4jException e) {
        inDoubt |= committing[0];
        boolean again = isKeyTaken(e) ? !keyTaken : e instanceof RetryableException;
        if (!again || System.nanoTime() > deadline) {
          throw inDoubt || isOutage(e) ? new OutcomeUnknown(e) : e;
        }
        keyTaken |= isKeyTaken(e);
        metrics.retried();
        sleep(backoffMs);
        backoffMs = Math.min(backoffMs * 2, BACKOFF_MS_MAX);
      }
    }
  }

  private <T> T once(LedgerStep<T> step, boolean[] committing) {
    try (WriteTransaction tx = graph.beginWrite(TRANSACTION_MAX)) {
      LedgerGraph ledgerGraph = new LedgerGraph(tx, platformId);
      LockedLedger ledger = ledgerGraph.lock(UUID.randomUUID().toString(), clock.instant());
      if (ledger == null) {
        throw new IllegalStateException("platform '%s' has no ledger".formatted(platformId));
      }
      T result = step.run(ledger, ledgerGraph);
      tx.awaitSent();
      committing[0] = true;
      tx.commit();
      return result;
    }
  }

  /** What is committed stays so, whatever those who listen make of it. */
  private void tellOthers() {
    try {
      advanced.accept(platformId);
    } catch (RuntimeException e) {
      LOG.errorf(e, "platform %s: nobody was told of a commit", platformId);
    }
  }

  private static boolean isKeyTaken(Neo4jException e) {
    return "Neo.ClientError.Schema.ConstraintValidationFailed".equals(e.code());
  }

  /** No record is to blame: a smaller batch would end the same way. */
  private static boolean isOutage(Neo4jException e) {
    return e instanceof RetryableException
        || e instanceof DatabaseException
        || e instanceof TransactionTerminatedException
        || e.code().startsWith("Neo.ClientError.Transaction.")
        || e.code().startsWith("Neo.TransientError.");
  }

  private static void sleep(int milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted between two tries", e);
    }
  }
}
