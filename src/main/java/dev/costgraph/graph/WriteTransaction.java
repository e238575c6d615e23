package dev.costgraph.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.neo4j.driver.Record;
import org.neo4j.driver.TransactionConfig;
import org.neo4j.driver.async.AsyncSession;
import org.neo4j.driver.async.AsyncTransaction;
import org.neo4j.driver.async.ResultCursor;
import org.neo4j.driver.summary.SummaryCounters;

/**
 * One transaction that writes. Its statements run one after the other, but only those that give
 * rows are waited for: while the database runs one, the next is already on its way.
 *
 * <p>Used by one thread. Every method throws what the driver's exceptions are.
 */
public final class WriteTransaction implements AutoCloseable {

  private final AsyncSession session;
  private final AsyncTransaction tx;
  private final List<CompletableFuture<Void>> sent = new ArrayList<>();

  private WriteTransaction(AsyncSession session, AsyncTransaction tx) {
    this.session = session;
    this.tx = tx;
  }

  /** What a statement did. */
  public record Written(List<Record> rows, SummaryCounters counters) {}

  static WriteTransaction begin(AsyncSession session, TransactionConfig config) {
    try {
      return new WriteTransaction(session, await(session.beginTransactionAsync(config)));
    } catch (RuntimeException e) {
      await(session.closeAsync());
      throw e;
    }
  }

  /** Runs a statement after those before it; {@return its rows} */
  public List<Record> read(CypherFile file, Map<String, Object> parameters) {
    CompletionStage<List<Record>> rows =
        tx.runAsync(file.statement(), parameters).thenCompose(ResultCursor::listAsync);
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
        tx.runAsync(file.statement(), parameters)
            .thenCompose(WriteTransaction::written)
            .thenAccept(check)
            .toCompletableFuture());
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
    all.forEach(WriteTransaction::await);
  }

  /** Commits; everything that was sent has been waited for. */
  public void commit() {
    await(tx.commitAsync());
  }

  /** Rolls back what was not committed. */
  @Override
  public void close() {
    try {
      await(tx.closeAsync());
    } finally {
      await(session.closeAsync());
    }
  }

  private static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
