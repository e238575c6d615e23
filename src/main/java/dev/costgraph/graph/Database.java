package dev.costgraph.graph;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Config;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Logging;
import org.neo4j.driver.exceptions.Neo4jException;

/**
 * The one database of this process: the server that {@code NEO4J_URI} names or, without it, Neo4j
 * embedded in this JVM. The service talks Bolt to both, so there is one code path.
 *
 * <p>When the constructor returns, the schema is in place: whoever injects it may query.
 */
@Startup
@Singleton
public class Database {

  private static final Logger LOG = Logger.getLogger(Database.class);

  private final @Nullable EmbeddedNeo4j embedded;
  private final Driver driver;

  /** With connections of its own: reads that take long keep no ledger waiting for one. */
  private final Driver writer;

  private final String name;

  Database(
      @ConfigProperty(name = "neo4j.uri") Optional<String> uri,
      @ConfigProperty(name = "neo4j.username", defaultValue = "neo4j") String username,
      @ConfigProperty(name = "neo4j.password") Optional<String> password,
      @ConfigProperty(name = "neo4j.database", defaultValue = "neo4j") String name,
      @ConfigProperty(name = "costgraph.data", defaultValue = "data") String data,
      @ConfigProperty(name = "costgraph.bolt-port", defaultValue = "7687") int boltPort,
      @ConfigProperty(name = "costgraph.disk-floor", defaultValue = "512M") MemorySize diskFloor,
      MeterRegistry registry) {
    this.name = name;
    if (uri.isPresent()) {
      this.embedded = null;
      this.driver = connect(uri.get(), username, password.orElse(""));
      this.writer = connect(uri.get(), username, password.orElse(""));
      LOG.infof("Neo4j at %s, database %s, user %s", uri.get(), name, username);
    } else {
      requireEmbedded();
      Path directory = Path.of(data).toAbsolutePath().normalize();
      this.embedded =
          EmbeddedNeo4j.start(
              directory,
              boltPort,
              new DiskSpace(directory, diskFloor.asLongValue(), registry),
              Database::halt);
      this.driver = connect(embedded.uri(), "neo4j", embedded.password());
      this.writer = connect(embedded.uri(), "neo4j", embedded.password());
      LOG.infof(
          "Neo4j embedded, data in %s; look in with any Bolt client: %s, user neo4j, password in"
              + " %s",
          embedded.data(), embedded.uri(), embedded.passwordFile());
    }
    try {
      driver.verifyConnectivity();
      new Migrations(driver, name).apply();
    } catch (RuntimeException e) {
      close();
      throw uri.isPresent() && e instanceof Neo4jException
          ? new IllegalStateException(
              ("Neo4j at %s, database %s, does not answer as user %s: %s. Check NEO4J_URI,"
                      + " NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE")
                  .formatted(uri.get(), name, username, e.getMessage()),
              e)
          : e;
    }
  }

  Driver driver() {
    return driver;
  }

  Driver writer() {
    return writer;
  }

  String name() {
    return name;
  }

  /** {@return whether the database answers a trivial query} */
  public boolean answers() {
    try {
      driver.executableQuery("RETURN 1").withConfig(queryConfig()).execute();
      return true;
    } catch (Neo4jException e) {
      return false;
    }
  }

  /** {@return bytes left on the disk of the embedded database; none for a server} */
  public OptionalLong diskFreeBytes() {
    return embedded == null ? OptionalLong.empty() : OptionalLong.of(embedded.disk().freeBytes());
  }

  /** {@return whether nothing is written now for lack of space} */
  public boolean isDiskLow() {
    return embedded != null && embedded.disk().isLow();
  }

  /**
   * Lets a caller write; to a server always, its disk is not ours.
   *
   * @throws dev.costgraph.BadRequest DISK_LOW
   */
  void requireDisk() {
    if (embedded != null) {
      embedded.disk().require();
    }
  }

  void stop(@Observes ShutdownEvent event) {
    close();
  }

  private void close() {
    writer.close();
    driver.close();
    if (embedded != null) {
      embedded.stop();
    }
  }

  /** A JVM that runs tests is not ours to end. */
  private static void halt() {
    if (LaunchMode.current() != LaunchMode.TEST) {
      Runtime.getRuntime().halt(PanicListener.EXIT_CODE);
    }
  }

  private org.neo4j.driver.QueryConfig queryConfig() {
    return org.neo4j.driver.QueryConfig.builder().withDatabase(name).build();
  }

  private static void requireEmbedded() {
    try {
      Class.forName("org.neo4j.dbms.api.DatabaseManagementService");
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          "This build holds no embedded Neo4j: set NEO4J_URI, NEO4J_USERNAME and NEO4J_PASSWORD"
              + " to a Neo4j 5 server, or build without the profile 'remote'");
    }
  }

  /** The driver's default logger writes out every message to come, logged or not. */
  @SuppressWarnings("deprecation") // of what replaces it, nothing asks first whether to log
  private static Driver connect(String uri, String username, String password) {
    return GraphDatabase.driver(
        uri,
        AuthTokens.basic(username, password),
        Config.builder().withLogging(Logging.slf4j()).build());
  }
}
