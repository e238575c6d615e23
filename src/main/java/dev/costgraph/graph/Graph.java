package dev.costgraph.graph;

import dev.costgraph.BadRequest;
import dev.costgraph.Limits;
import dev.costgraph.Places;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.neo4j.driver.AccessMode;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.SimpleQueryRunner;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.TransactionConfig;
import org.neo4j.driver.async.AsyncSession;
import org.neo4j.driver.exceptions.DatabaseException;
import org.neo4j.driver.exceptions.Neo4jException;
import org.neo4j.driver.exceptions.RetryableException;
import org.neo4j.driver.exceptions.ServiceUnavailableException;
import org.neo4j.driver.exceptions.TransactionTerminatedException;

/**
 * Sessions on the one database. All of them share the driver's bookmarks, so a read sees what this
 * process wrote before it, on a cluster too.
 */
@Singleton
public class Graph {

  /** A read that takes longer is ended by the database. */
  public static final Duration READ_SECONDS_MAX = Duration.ofSeconds(30);

  /** A command that waits longer for a lookup is told to try again. */
  private static final Duration LOOK_UP_MAX = Duration.ofSeconds(5);

  /** Begins the database's codes for a time set by the client and for one set by the server. */
  private static final String TIMED_OUT = "Neo.ClientError.Transaction.TransactionTimedOut";

  private static final int READS_OF_HALF_WRITTEN_MAX = 10;

  /**
   * With those of look-ups fewer than the driver has connections. It lets as many more wait and
   * refuses the rest, for them to try again a second later; here they wait their turn.
   */
  private static final int READS_AT_ONCE_MAX = 60;

  /** No command waits behind somebody's long query. */
  private static final int LOOK_UPS_AT_ONCE_MAX = 30;

  private static final long ROWS_PER_FETCH = 10_000;

  /** Of a free statement: most of what was fetched beyond its bound is thrown away. */
  private static final long FREE_ROWS_PER_FETCH = 250;

  /** Longer than the database takes to notice that the time of a free statement is over. */
  private static final Duration FREE_MAX = Limits.CYPHER_TIME_MAX.plusSeconds(5);

  /** Begins the database's codes for one transaction and all transactions out of memory. */
  private static final String OUT_OF_MEMORY = "Neo.TransientError.General.MemoryPoolOutOfMemory";

  /** What Java says, in the thread of that statement alone. */
  private static final String OUT_OF_HEAP = "Neo.TransientError.General.OutOfMemory";

  private static final TransactionConfig FREE =
      TransactionConfig.builder()
          .withTimeout(Limits.CYPHER_TIME_MAX)
          .withMetadata(Map.of("statement", "free"))
          .build();

  private final Database database;
  private final Driver driver;
  private final Driver writer;
  private final Semaphore reads = new Semaphore(READS_AT_ONCE_MAX, true);
  private final Semaphore lookUps = new Semaphore(LOOK_UPS_AT_ONCE_MAX, true);
  private final Semaphore free = new Semaphore(Limits.CYPHER_AT_ONCE_MAX, true);

  Graph(Database database) {
    this.database = database;
    this.driver = database.driver();
    this.writer = database.writer();
  }

  /**
   * {@return the rows of a read, mapped one by one while the session is open} It is read again
   * where a node was half written ({@link Properties.Missing}): reads take no locks.
   */
  public <T> List<T> read(
      CypherFile file, Map<String, Object> parameters, Function<Record, T> mapping) {
    return read(reads, file, parameters, READ_SECONDS_MAX, mapping);
  }

  /** {@return the rows of a read that may take longer than a question, such as an export's} */
  public <T> List<T> read(
      CypherFile file,
      Map<String, Object> parameters,
      Duration timeout,
      Function<Record, T> mapping) {
    return read(reads, file, parameters, timeout, mapping);
  }

  /** {@return the rows of one read with each of these parameters, which run at the same time} */
  public <T> List<T> readAtOnce(
      CypherFile file, List<Map<String, Object>> parameters, Function<Record, T> mapping) {
    if (parameters.size() == 1) {
      return read(file, parameters.getFirst(), mapping);
    }
    List<CompletableFuture<List<T>>> reads =
        parameters.stream().map(one -> start(() -> read(file, one, mapping))).toList();
    List<T> rows = new ArrayList<>();
    reads.forEach(read -> rows.addAll(join(read)));
    return rows;
  }

  private <T> List<T> read(
      Semaphore places,
      CypherFile file,
      Map<String, Object> parameters,
      Duration timeout,
      Function<Record, T> mapping) {
    for (int tries = 1; ; tries++) {
      try {
        return readOnce(places, file, parameters, timeout, mapping);
      } catch (Properties.Missing e) {
        if (tries == READS_OF_HALF_WRITTEN_MAX) {
          throw e;
        }
      }
    }
  }

  private <T> List<T> readOnce(
      Semaphore places,
      CypherFile file,
      Map<String, Object> parameters,
      Duration timeout,
      Function<Record, T> mapping) {
    places.acquireUninterruptibly();
    try (Session session = session(AccessMode.READ)) {
      return session.executeRead(
          tx -> {
            try {
              return tx.run(file.statement(), parameters).list(mapping);
            } catch (Neo4jException e) {
              throw clear(e, file.name()); // what needs too much memory is not tried again
            }
          },
          TransactionConfig.builder()
              .withTimeout(timeout)
              .withMetadata(Map.of("statement", file.name()))
              .build());
    } catch (Neo4jException e) {
      throw clear(e, file.name());
    } finally {
      places.release();
    }
  }

  /**
   * {@return the rows of a read that a command waits for}
   *
   * @throws ServiceUnavailableException when they do not come in {@link #LOOK_UP_MAX}, whether the
   *     database is away or silent
   */
  public <T> List<T> lookUp(
      CypherFile file, Map<String, Object> parameters, Function<Record, T> mapping) {
    return within(
        LOOK_UP_MAX,
        () -> read(lookUps, file, parameters, READ_SECONDS_MAX, mapping),
        () ->
            new ServiceUnavailableException(
                "%s: no answer in %d s".formatted(file.name(), LOOK_UP_MAX.toSeconds())));
  }

  /**
   * {@return what work gives that runs a caller's own statements} They can only read: the session
   * refuses to write, nothing is ever committed, and what else they could do the work itself has to
   * refuse. It is not tried again.
   *
   * @throws BadRequest OVERLOADED when no place is free in time; QUERY_TIMEOUT when there is no end
   *     in time. Work that the database cannot end keeps its place for as long as it goes on.
   */
  public <T> T readFree(Function<SimpleQueryRunner, T> work) {
    Places.take(
        free,
        Limits.CYPHER_WAIT_MAX,
        "%d statements are running, as many as may at once: send it again later"
            .formatted(Limits.CYPHER_AT_ONCE_MAX));
    return within(
        FREE_MAX,
        () -> {
          try (Session session = driver.session(config(AccessMode.READ, FREE_ROWS_PER_FETCH));
              Transaction transaction = session.beginTransaction(FREE)) {
            return work.apply(transaction);
          } catch (Neo4jException e) {
            throw clear(e, "the statement");
          } finally {
            free.release();
          }
        },
        () -> tookTooLong("the statement"));
  }

  /** {@return what work gives in another thread, which goes on with it after that time} */
  private static <T> T within(
      Duration time, Supplier<T> work, Supplier<? extends RuntimeException> late) {
    try {
      return join(start(work).orTimeout(time.toMillis(), TimeUnit.MILLISECONDS));
    } catch (CompletionException e) {
      throw e.getCause() instanceof TimeoutException ? late.get() : e;
    }
  }

  private static <T> CompletableFuture<T> start(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, task -> Thread.ofVirtual().start(task));
  }

  /** {@return what comes of it; what it threw as it was thrown} */
  private static <T> T join(CompletableFuture<T> started) {
    try {
      return started.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /**
   * Streams the rows of a read in constant memory. A lost connection is not retried, since rows
   * have been handed out by then.
   */
  public void stream(
      CypherFile file, Map<String, Object> parameters, Duration timeout, Consumer<Record> row) {
    try (Session session = session(AccessMode.READ)) {
      session
          .run(
              file.statement(),
              parameters,
              TransactionConfig.builder()
                  .withTimeout(timeout)
                  .withMetadata(Map.of("statement", file.name()))
                  .build())
          .forEachRemaining(row);
    } catch (Neo4jException e) {
      throw clear(e, file.name());
    }
  }

  /**
   * {@return a session for writing; whoever opens it holds a ledger's lock or creates a ledger}
   *
   * @throws BadRequest DISK_LOW, as {@link #requireDisk}
   */
  public Session writeSession() {
    requireDisk();
    return session(AccessMode.WRITE);
  }

  /**
   * {@return a transaction for writing; whoever begins it takes a ledger's lock first}
   *
   * @param timeout after which the database ends it
   * @throws BadRequest DISK_LOW, as {@link #requireDisk}
   */
  public WriteTransaction beginWrite(Duration timeout) {
    requireDisk();
    return begin(timeout);
  }

  /**
   * {@return a transaction for reading under a ledger's lock} Nothing of it may be committed: it
   * goes on when the disk is low.
   */
  public WriteTransaction beginUnderLock(Duration timeout) {
    return begin(timeout);
  }

  private WriteTransaction begin(Duration timeout) {
    return WriteTransaction.begin(
        writer.session(AsyncSession.class, config(AccessMode.WRITE)), timeout);
  }

  /**
   * {@return a session for reading under a ledger's lock} Nothing of it may be committed: it goes
   * on when the disk is low.
   */
  public Session lockSession() {
    return session(AccessMode.WRITE);
  }

  /**
   * Lets a caller write.
   *
   * @throws BadRequest DISK_LOW when the disk of the embedded database has too little space left
   */
  public void requireDisk() {
    database.requireDisk();
  }

  /** {@return what the caller can act on where the database ended the query, else the same} */
  private static RuntimeException clear(Neo4jException e, String name) {
    if (e.code().startsWith(TIMED_OUT)) {
      return tookTooLong(name);
    }
    return e.code().startsWith(OUT_OF_MEMORY) || e.code().startsWith(OUT_OF_HEAP)
        ? new BadRequest(
            BadRequest.Code.NARROW_THE_RANGE,
            null,
            "%s needs more memory than there is for it: narrow the time range or the filter"
                .formatted(name))
        : e;
  }

  private static BadRequest tookTooLong(String name) {
    return new BadRequest(
        BadRequest.Code.QUERY_TIMEOUT,
        null,
        "%s took too long and was ended: narrow the time range or the filter".formatted(name));
  }

  /** {@return whether the database is to blame and not what was asked of it} */
  public static boolean isOutage(Throwable e) {
    return e instanceof Neo4jException neo4j
        && (neo4j instanceof RetryableException
            || neo4j instanceof DatabaseException
            || neo4j instanceof TransactionTerminatedException
            || neo4j.getCause() instanceof TimeoutException // no connection was free
            || neo4j.code().startsWith("Neo.ClientError.Transaction.")
            || neo4j.code().startsWith("Neo.TransientError."));
  }

  /** {@return what the caller can act on where the database is to blame, else the same} */
  public static RuntimeException clear(RuntimeException e) {
    return isOutage(e)
        ? new BadRequest(
            BadRequest.Code.UNAVAILABLE, null, "the database does not answer; try again")
        : e;
  }

  private Session session(AccessMode mode) {
    return driver.session(config(mode));
  }

  private SessionConfig config(AccessMode mode) {
    return config(mode, ROWS_PER_FETCH);
  }

  private SessionConfig config(AccessMode mode, long rowsPerFetch) {
    return SessionConfig.builder()
        .withDatabase(database.name())
        .withDefaultAccessMode(mode)
        .withFetchSize(rowsPerFetch)
        .withBookmarkManager(driver.executableQueryBookmarkManager())
        .build();
  }
}
