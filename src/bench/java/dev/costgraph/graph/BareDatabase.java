package dev.costgraph.graph;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Config;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Logging;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.async.AsyncSession;

/** A driver and nothing else, set as the service sets its own. */
public final class BareDatabase implements AutoCloseable {

  private static final Duration TRANSACTION_MAX = Duration.ofMinutes(1);

  private final Driver driver;

  @SuppressWarnings("deprecation") // as in Database
  public BareDatabase(String uri, String password) {
    driver =
        GraphDatabase.driver(
            uri,
            AuthTokens.basic("neo4j", password),
            Config.builder().withLogging(Logging.slf4j()).build());
  }

  /** {@return a transaction of its own session} */
  public WriteTransaction begin() {
    return WriteTransaction.begin(driver.session(AsyncSession.class), TRANSACTION_MAX);
  }

  /** Streams the rows of a read. */
  public void read(
      String statement, Map<String, @Nullable Object> parameters, Consumer<Record> row) {
    try (Session session = driver.session()) {
      session.run(statement, parameters).forEachRemaining(row);
    }
  }

  /** {@return how long a read takes until its last row is here} */
  public double milliseconds(String statement, Map<String, @Nullable Object> parameters) {
    long start = System.nanoTime();
    try (Session session = driver.session()) {
      session.run(statement, parameters).consume();
    }
    return (System.nanoTime() - start) / 1e6;
  }

  @Override
  public void close() {
    driver.close();
  }
}
