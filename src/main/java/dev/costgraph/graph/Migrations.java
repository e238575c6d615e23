package dev.costgraph.graph;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;

/**
 * Applies {@code cypher/schema} in order, each file once. A file is one transaction of statements
 * that say {@code IF NOT EXISTS}, so one that was interrupted, or that two processes apply at once,
 * is applied again without harm.
 */
final class Migrations {

  /** Every file of {@code cypher/schema}, in order; a test compares. */
  static final List<CypherFile> FILES =
      List.of(
          CypherFile.of("schema/V0001__identities"),
          CypherFile.of("schema/V0002__ranges"),
          CypherFile.of("schema/V0003__reservations"),
          CypherFile.of("schema/V0004__holds"),
          CypherFile.of("schema/V0005__price_list"),
          CypherFile.of("schema/V0006__adjustments"),
          CypherFile.of("schema/V0007__budget_events"),
          CypherFile.of("schema/V0008__folding"),
          CypherFile.of("schema/V0009__folded_ids"));

  private static final Logger LOG = Logger.getLogger(Migrations.class);

  private static final CypherFile READ_MIGRATIONS = CypherFile.of("graph/read-migrations");
  private static final CypherFile RECORD_MIGRATION = CypherFile.of("graph/record-migration");
  private static final CypherFile AWAIT_INDEXES = CypherFile.of("graph/await-indexes");

  private final Driver driver;
  private final SessionConfig config;

  Migrations(Driver driver, String database) {
    this.driver = driver;
    this.config = SessionConfig.forDatabase(database);
  }

  /**
   * Brings the schema up to date.
   *
   * @throws IllegalStateException when a file is not the one that was applied
   */
  void apply() {
    try (Session session = driver.session(config)) {
      Map<String, String> applied = new HashMap<>();
      session
          .run(READ_MIGRATIONS.statement())
          .forEachRemaining(
              row -> applied.put(row.get("name").asString(), row.get("checksum").asString()));
      for (CypherFile file : FILES) {
        String checksum = checksum(file.statement());
        String before = applied.get(file.name());
        if (before == null) {
          apply(session, file, checksum);
        } else if (!before.equals(checksum)) {
          throw new IllegalStateException(
              "cypher/%s.cypher is not the file that was applied to this store: "
                      .formatted(file.name())
                  + "an applied migration never changes, add another");
        }
      }
      session.run(AWAIT_INDEXES.statement()).consume();
    }
  }

  private static void apply(Session session, CypherFile file, String checksum) {
    List<String> statements =
        List.of(file.statement().split(";\\s*(\\R|$)")).stream()
            .filter(statement -> !statement.isBlank())
            .toList();
    session.executeWriteWithoutResult(tx -> statements.forEach(one -> tx.run(one).consume()));
    session.executeWriteWithoutResult(
        tx ->
            tx.run(RECORD_MIGRATION.statement(), Map.of("name", file.name(), "checksum", checksum))
                .consume());
    LOG.infof("Applied cypher/%s.cypher", file.name());
  }

  private static String checksum(String text) {
    String content = text.lines().map(String::strip).collect(Collectors.joining("\n"));
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(content.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
