package dev.costgraph.ledger;

import dev.costgraph.BadRequest;
import dev.costgraph.Limits;
import dev.costgraph.command.Rejected;
import dev.costgraph.command.RejectionCode;
import dev.costgraph.graph.Graph;
import dev.costgraph.graph.WriteTransaction;
import dev.costgraph.ledger.CommandQueue.Change;
import dev.costgraph.ledger.CommandQueue.Lane;
import dev.costgraph.ledger.CommandQueue.Waiting;
import dev.costgraph.pricing.PriceGraph;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.exceptions.Neo4jException;
import org.neo4j.driver.exceptions.RetryableException;

/**
 * The writer of one platform in this process. Whatever waited while a transaction committed is the
 * next one, at most 256 rows, and no more bulk than takes about 20 ms; a change of the tree has a
 * transaction of its own. Its thread lives while there is work. Being the only writer is for speed:
 * what is right is kept by the ledger's lock.
 */
final class PlatformWriter {

  private static final Logger LOG = Logger.getLogger(PlatformWriter.class);
  private static final Duration TRANSACTION_MAX = Duration.ofSeconds(30);
  private static final int BACKOFF_MS_MIN = 5;
  private static final int BACKOFF_MS_MAX = 50;
  private static final int DISK_RETRY_AFTER_MS = 5_000;

  private final String platformId;
  private final Graph graph;
  private final PriceGraph prices;
  private final Clock clock;
  private final LedgerMetrics metrics;
  private final Consumer<String> advanced;
  private final PlatformCache cache = new PlatformCache();
  private final BatchSize batchSize = new BatchSize();

  private final CommandQueue queue = new CommandQueue();
  private boolean running;

  PlatformWriter(
      String platformId,
      Graph graph,
      PriceGraph prices,
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

  /**
   * Queues commands; {@return whether they fit, all or none}
   *
   * <p>An outcome never fails: what goes wrong is a rejection.
   */
  boolean submit(List<Waiting> commands, Lane lane) {
    synchronized (queue) {
      boolean taken = queue.offer(commands, lane);
      if (lane == Lane.INTERACTIVE && !(commands.getFirst().command() instanceof Command.Expire)) {
        batchSize.interactive();
      }
      if (taken) {
        wake();
      }
      return taken;
    }
  }

  /**
   * Queues a change of the tree; {@return its result, or what it failed with} Like a command it is
   * answered in time: a {@link TimeoutException} leaves open what becomes of it.
   */
  <T> CompletableFuture<T> change(LedgerStep<T> step) {
    return queue(() -> inTransaction(step, false, this::tellOthers))
        .orTimeout(Limits.COMMAND_MAX.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Queues a step that only reads; {@return its result, or what it failed with} */
  <T> CompletableFuture<T> read(LedgerStep<T> step) {
    return queue(() -> inTransaction(step, true, () -> {}));
  }

  private <T> CompletableFuture<T> queue(Supplier<T> work) {
    CompletableFuture<T> outcome = new CompletableFuture<>();
    Runnable transaction =
        () -> {
          if (outcome.isDone()) {
            return; // too late: nobody waits any more
          }
          try {
            outcome.complete(work.get());
          } catch (Throwable e) { // nobody else would answer the caller
            outcome.completeExceptionally(e);
          }
        };
    synchronized (queue) {
      if (queue.offer(new Change(transaction))) {
        wake();
        return outcome;
      }
    }
    outcome.completeExceptionally(
        new BadRequest(
            BadRequest.Code.UNAVAILABLE,
            null,
            "more than %d changes and checks wait; nothing was tried"
                .formatted(Limits.QUEUE_CHANGES_MAX)));
    return outcome;
  }

  int commandsWaiting() {
    synchronized (queue) {
      return queue.commands();
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
      Change change;
      List<Waiting> batch;
      synchronized (queue) {
        change = queue.takeChange();
        batch = change == null ? queue.takeBatch(batchSize.bulkMax()) : List.of();
        if (change == null && batch.isEmpty()) {
          running = false;
          return;
        }
      }
      try {
        if (change != null) {
          change.transaction().run();
        } else {
          carryOut(dropTooLate(batch));
        }
      } catch (Throwable e) { // the writer of a platform never ends
        LOG.errorf(e, "platform %s: %d commands", platformId, batch.size());
        fail(batch, RejectionCode.UNKNOWN, Ledger.NOT_IN_TIME);
      }
    }
  }

  /** Nobody waits any more for what is past its deadline: its caller was told to send it again. */
  private static List<Waiting> dropTooLate(List<Waiting> batch) {
    List<Waiting> inTime = new ArrayList<>();
    for (Waiting waiting : batch) {
      if (waiting.tooLate()) {
        fail(List.of(waiting), RejectionCode.UNKNOWN, Ledger.NOT_IN_TIME);
      } else {
        inTime.add(waiting);
      }
    }
    return inTime;
  }

  /** Carries a batch out; one that fails is split until the command that fails it stands alone. */
  private void carryOut(List<Waiting> batch) {
    if (batch.isEmpty()) {
      return;
    }
    List<Command> commands = batch.stream().map(Waiting::command).toList();
    try {
      long start = System.nanoTime();
      List<Object> outcomes = metrics.batch(commands.size(), () -> commit(commands));
      batchSize.took(commands.stream().mapToInt(Command::rows).sum(), System.nanoTime() - start);
      for (int i = 0; i < outcomes.size(); i++) {
        batch.get(i).outcome().complete(outcomes.get(i));
      }
    } catch (OutcomeUnknown e) {
      LOG.errorf(e, "platform %s: %d commands with unknown outcome", platformId, batch.size());
      fail(batch, RejectionCode.UNKNOWN, Ledger.NOT_IN_TIME);
    } catch (Throwable e) { // nobody else would answer the callers
      if (e instanceof BadRequest refused && refused.code() == BadRequest.Code.DISK_LOW) {
        batch.forEach(waiting -> waiting.outcome().complete(diskLow(waiting.command(), refused)));
      } else if (batch.size() > 1) {
        carryOut(dropTooLate(batch.subList(0, batch.size() / 2)));
        carryOut(dropTooLate(batch.subList(batch.size() / 2, batch.size())));
      } else {
        LOG.errorf(e, "command %s cannot be carried out", commands.getFirst().id());
        fail(batch, RejectionCode.INTERNAL_ERROR, "not done because of a defect; it was logged");
      }
    }
  }

  /** Due holds may be too many for one transaction: then each of them ends some. */
  private List<Object> commit(List<Command> commands) {
    Batch[] last = new Batch[1];
    Optional<List<Object>> outcomes = Optional.empty();
    while (outcomes.isEmpty()) {
      outcomes =
          inTransaction(
              (ledger, ledgerGraph) -> {
                last[0] = new Batch(ledger, ledgerGraph, cache, prices.asOf(ledger.priceVersion()));
                return last[0].run(commands);
              },
              false,
              () -> {
                last[0].committed();
                tellOthers();
              });
    }
    return outcomes.get();
  }

  static Rejected diskLow(Command command, BadRequest why) {
    return Rejected.later(
        command.id(),
        RejectionCode.DISK_LOW,
        String.valueOf(why.getMessage()),
        DISK_RETRY_AFTER_MS);
  }

  private static void fail(List<Waiting> batch, RejectionCode code, String message) {
    for (Waiting waiting : batch) {
      waiting.outcome().complete(Rejected.of(waiting.command().id(), code, null, message));
    }
  }

  /**
   * What was last about to be committed. When the reply to a commit is lost, the lock id that the
   * next try finds tells whether it happened, unless another writer has come between.
   */
  private static final class Attempt<T> {

    private String foundLockId = "";
    private String foundBefore = "";
    private @Nullable String lockId;
    private @Nullable Value<T> result;

    private record Value<T>(T value) {}

    void committing(String atLockId, T value) {
      foundBefore = foundLockId;
      lockId = atLockId;
      result = new Value<>(value);
    }

    /** {@return whether it was committed, by the lock id that the next try finds} */
    boolean happened(String lastLockId) {
      if (lastLockId.equals(lockId)) {
        return true;
      }
      if (lastLockId.equals(foundBefore)) {
        lockId = null; // nothing was committed since that try began: it did not happen
      }
      foundLockId = lastLockId;
      return false;
    }

    boolean inDoubt() {
      return lockId != null;
    }
  }

  /**
   * Tries again within milliseconds what may pass the next time: deadlocks, lost connections, and
   * once a key that another platform took meanwhile.
   *
   * @param reads undoes the transaction, so that nothing of it is written
   * @throws OutcomeUnknown when the database does not say what became of it
   */
  private <T> T inTransaction(LedgerStep<T> step, boolean reads, Runnable afterCommit) {
    long deadline = System.nanoTime() + Limits.BATCH_RETRY_MAX.toNanos();
    int backoffMs = BACKOFF_MS_MIN;
    boolean keyTaken = false;
    Attempt<T> attempt = new Attempt<>();
    while (true) {
      try {
        T result = once(step, reads, attempt);
        afterCommit.run();
        return result;
      } catch (Neo4jException e) {
        boolean again = isKeyTaken(e) ? !keyTaken : e instanceof RetryableException;
        if (!again || System.nanoTime() > deadline) {
          throw attempt.inDoubt() || Graph.isOutage(e) ? new OutcomeUnknown(e) : e;
        }
        keyTaken |= isKeyTaken(e);
        metrics.retried();
        sleep(backoffMs);
        backoffMs = Math.min(backoffMs * 2, BACKOFF_MS_MAX);
      } catch (RuntimeException e) { // not even this says that nothing happened before
        throw attempt.inDoubt() ? new OutcomeUnknown(e) : e;
      }
    }
  }

  private <T> T once(LedgerStep<T> step, boolean reads, Attempt<T> attempt) {
    try (WriteTransaction tx =
        reads ? graph.beginUnderLock(TRANSACTION_MAX) : graph.beginWrite(TRANSACTION_MAX)) {
      LedgerGraph ledgerGraph = new LedgerGraph(tx, platformId);
      String lockId = UUID.randomUUID().toString();
      LockedLedger ledger = ledgerGraph.lock(lockId, clock.instant());
      if (ledger == null) {
        throw new IllegalStateException("platform '%s' has no ledger".formatted(platformId));
      }
      if (attempt.happened(ledger.lastLockId())) {
        return Objects.requireNonNull(attempt.result).value();
      }
      T result = step.run(ledger, ledgerGraph);
      tx.awaitSent();
      if (!reads) {
        attempt.committing(lockId, result);
        tx.commit();
      }
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

  private static void sleep(int milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted between two tries", e);
    }
  }
}
