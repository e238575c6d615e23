package dev.costgraph.graph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.neo4j.configuration.GraphDatabaseInternalSettings;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.connectors.ConnectorPortRegister;
import org.neo4j.configuration.connectors.ConnectorType;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.internal.helpers.HostnamePort;
import org.neo4j.io.ByteUnit;
import org.neo4j.kernel.internal.GraphDatabaseAPI;

/**
 * Neo4j Community in this JVM, its files under one data directory, Bolt on loopback.
 *
 * <p>The data directory holds {@code lock} (one process at a time), {@code bolt-password} (readable
 * by its owner alone) and {@code neo4j/}.
 */
record EmbeddedNeo4j(
    Path data,
    FileChannel lock,
    DiskSpace disk,
    DatabaseManagementService service,
    String uri,
    String password) {

  /** Measured to carry 5 million usages; Neo4j's own default would take half of the machine. */
  private static final long PAGE_CACHE_BYTES = ByteUnit.mebiBytes(256);

  /** Of all transactions: two that take all they may leave as much to the ledger and to reports. */
  private static final long TRANSACTIONS_BYTES_MAX = ByteUnit.mebiBytes(384);

  /** Of one, so that no statement takes what the ledger needs. */
  private static final long TRANSACTION_BYTES_MAX = ByteUnit.mebiBytes(128);

  /**
   * Starts the database.
   *
   * @param data the directory, made when absent
   * @param boltPort 0 for any free one
   * @param disk that holds the directory
   * @param halt ends this process at once when the database panics
   * @throws IllegalStateException when another process has the directory or the port
   */
  static EmbeddedNeo4j start(Path data, int boltPort, DiskSpace disk, Runnable halt) {
    FileChannel lock = lock(data);
    DatabaseManagementService service;
    try {
      disk.requireForStart();
      service = build(data, boltPort, new PanicListener(halt));
    } catch (RuntimeException e) {
      close(lock);
      throw new IllegalStateException(
          ("Neo4j does not start on %s with Bolt port %d: %s. COSTGRAPH_DATA names another"
                  + " directory, COSTGRAPH_BOLT_PORT another port (0: any free one)")
              .formatted(data, boltPort, rootCause(e).getMessage()),
          e);
    }
    GraphDatabaseAPI database =
        (GraphDatabaseAPI) service.database(GraphDatabaseSettings.DEFAULT_DATABASE_NAME);
    HostnamePort address =
        database
            .getDependencyResolver()
            .resolveDependency(ConnectorPortRegister.class)
            .getLocalAddress(ConnectorType.BOLT);
    return new EmbeddedNeo4j(
        data,
        lock,
        disk,
        service,
        "bolt://127.0.0.1:" + address.getPort(),
        password(service, passwordFile(data)));
  }

  Path passwordFile() {
    return passwordFile(data);
  }

  void stop() {
    service.shutdown();
    close(lock);
  }

  private static DatabaseManagementService build(
      Path data, int boltPort, PanicListener panicListener) {
    return new DatabaseManagementServiceBuilder(data.resolve("neo4j"))
        .addDatabaseListener(panicListener)
        .setConfig(GraphDatabaseSettings.auth_enabled, true)
        .setConfig(BoltConnector.enabled, true)
        .setConfig(BoltConnector.listen_address, new SocketAddress("127.0.0.1", boltPort))
        // callers are gone by then; the default waits ten seconds for more of them at every stop
        .setConfig(GraphDatabaseInternalSettings.netty_server_shutdown_quiet_period, 0)
        .setConfig(GraphDatabaseSettings.pagecache_memory, PAGE_CACHE_BYTES)
        .setConfig(GraphDatabaseSettings.memory_transaction_global_max_size, TRANSACTIONS_BYTES_MAX)
        .setConfig(GraphDatabaseSettings.memory_transaction_max_size, TRANSACTION_BYTES_MAX)
        .setConfig(GraphDatabaseSettings.keep_logical_logs, "1 files")
        .setConfig(GraphDatabaseSettings.logical_log_rotation_threshold, ByteUnit.mebiBytes(64))
        .setConfig(GraphDatabaseSettings.transaction_timeout, Duration.ofMinutes(10))
        .setConfig(GraphDatabaseSettings.allow_file_urls, false)
        .setConfig(
            GraphDatabaseInternalSettings.cypher_ip_blocklist, blocklist("0.0.0.0/0", "::/0"))
        .build();
  }

  private static List<inet.ipaddr.IPAddressString> blocklist(String... ranges) {
    return List.of(ranges).stream().map(inet.ipaddr.IPAddressString::new).toList();
  }

  private static FileChannel lock(Path data) {
    try {
      Files.createDirectories(data);
      FileChannel channel =
          FileChannel.open(
              data.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new IllegalStateException(
            ("The data directory %s is in use by another costgraph: stop that one, or set"
                    + " COSTGRAPH_DATA to another directory")
                .formatted(data));
      }
      return channel;
    } catch (IOException e) {
      throw new UncheckedIOException("The data directory %s cannot be used".formatted(data), e);
    }
  }

  private static @org.jspecify.annotations.Nullable FileLock tryLock(FileChannel channel)
      throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /**
   * Reads the generated Bolt password or makes one. It is set in the database before it is written
   * down, so an interrupted first start makes another one and never one that does not fit.
   */
  private static String password(DatabaseManagementService service, Path file) {
    try {
      if (Files.exists(file)) {
        return Files.readString(file).strip();
      }
      byte[] random = new byte[24];
      new SecureRandom().nextBytes(random);
      String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
      service
          .database(GraphDatabaseSettings.SYSTEM_DATABASE_NAME)
          .executeTransactionally(
              "ALTER USER neo4j SET PASSWORD $password CHANGE NOT REQUIRED",
              Map.of("password", password));
      Path whole = file.resolveSibling(file.getFileName() + ".new");
      Files.deleteIfExists(whole);
      Files.createFile(whole, ownerOnly(whole));
      Files.writeString(whole, password + "\n");
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE); // a kill leaves none or all of it
      return password;
    } catch (IOException e) {
      throw new UncheckedIOException("The password file %s cannot be used".formatted(file), e);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(
              Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE))
        }
        : new FileAttribute<?>[0];
  }

  private static Path passwordFile(Path data) {
    return data.resolve("bolt-password");
  }

  private static Throwable rootCause(Throwable e) {
    Throwable cause = e.getCause();
    return cause == null ? e : rootCause(cause);
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
