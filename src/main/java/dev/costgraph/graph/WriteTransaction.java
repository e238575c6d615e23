package dev.costgraph.graph;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.neo4j.driver.Record;
import org.neo4j.driver.TransactionConfig;
import org.neo4j.driver.async.AsyncSession;
import org.neo4j.driver.async.AsyncTransaction;
import org.neo4j.driver.async.ResultCursor;
import org.neo4j.driver.exceptions.Neo4jException;
import org.neo4j.driver.exceptions.ServiceUnavailableException;
import org.neo4j.driver.exceptions.TransactionTerminatedException;
import org.neo4j.driver.summary.SummaryCounters;

/**
 * One transaction that writes. Its statements run one after the other, but only those that give
 * rows are waited for: while the database runs one, the next is already on its way.
 *
 * <p>Used by one thread. Every method throws what the driver's exceptions are, and
 * ServiceUnavailableException when the database says nothing for as long as the transaction may
 * take: it has ended it by then, and a connection that is silent tells of no failure.
 */
public final class WriteTransaction implements AutoCloseable {

  private final AsyncSession session;
  private final AsyncTransaction tx;
  private final Duration timeout;
  private boolean silent;
  private final List<CompletableFuture<Void>> sent = new ArrayList<>();

  private WriteTransaction(AsyncSession session, AsyncTransaction tx, Duration timeout) {
    this.session = session;
    this.tx = tx;
    this.timeout = timeout;
  }

  /** What a statement did. */
  public record Written(List<Record> rows, SummaryCounters counters) {}

  static WriteTransaction begin(AsyncSession session, Duration timeout) {
    TransactionConfig config = TransactionConfig.builder().withTimeout(timeout).build();
    try {
      AsyncTransaction tx = await(session.beginTransactionAsync(config), timeout);
      return new WriteTransaction(session, tx, timeout);
    } catch (RuntimeException e) {
      session.closeAsync(); // not waited for: the connection may be silent
      throw e;
    }
  }

  /** Runs a statement after those before it; {@return its rows} */
  public List<Record> read(CypherFile file, Map<String, Object> parameters) {
    CompletionStage<List<Record>> rows =
        start(file, parameters).thenCompose(ResultCursor::listAsync);
    awaitSent();
    return await(rows);
  }

  /**
   * Sends a statement and does not wait for it.
   *
   * @param check sees what it did; what it throws comes out of {@link #awaitSent}
   */
  public void send(CypherFile file, Map<String, Object> parameters, Consumer<Written> check) {
    sent.add(
        start(file, parameters)
            .thenCompose(WriteTransaction::written)
            .thenAccept(check)
            .toCompletableFuture());
  }

  /** After a statement has failed the driver takes no more: what counts is how the first failed. */
  private CompletionStage<ResultCursor> start(CypherFile file, Map<String, Object> parameters) {
    try {
      return tx.runAsync(file.statement(), parameters);
    } catch (TransactionTerminatedException e) {
      awaitSent();
      throw e.getCause() instanceof Neo4jException first ? first : e;
    }
  }

  private static CompletionStage<Written> written(ResultCursor cursor) {
    return cursor
        .listAsync()
        .thenCompose(
            rows ->
                cursor.consumeAsync().thenApply(summary -> new Written(rows, summary.counters())));
  }

  /** Waits for what was sent; throws what the first that failed did. */
  public void awaitSent() {
    List<CompletableFuture<Void>> all = List.copyOf(sent);
    sent.clear();
    all.forEach(this::await);
  }

  /** Commits; everything that was sent has been waited for. */
  public void commit() {
    await(tx.commitAsync());
  }

  /** Rolls back what was not committed; does not wait for a database that is silent. */
  @Override
  public void close() {
    if (silent) {
      tx.closeAsync();
      session.closeAsync();
      return;
    }
    try {
      await(tx.closeAsync());
    } finally {
      await(session.closeAsync());
    }
  }

  private <T> T await(CompletionStage<T> stage) {
    try {
      return await(stage, timeout);
    } catch (Silence e) {
      silent = true;
      throw e;
    }
  }

  /** Nothing was heard in time. */
  private static final class Silence extends ServiceUnavailableException {

    private static final long serialVersionUID = 1;

    Silence(Duration time) {
      super("the database said nothing for " + time.toSeconds() + " s");
    }
  }

  private static <T> T await(CompletionStage<T> stage, Duration max) {
    try {
      return stage.toCompletableFuture().get(max.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new Silence(max);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the database works", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new CompletionException(e);
    }
  }
}
