package dev.costgraph.explore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.costgraph.GraphQl;
import dev.costgraph.graph.Graph;
import dev.costgraph.ledger.Ledger;
import dev.costgraph.ledger.TestTree;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.Session;

/** What attackers send: each is refused, and nothing happened. */
@QuarkusTest
class CypherGuardIT {

  private static final String SECRET = "the-content-of-the-secret-file";

  /** code | part of the message | statement; $FILE and $PORT are planted. */
  private static final String HOSTILE =
      """
      NOT_ALLOWED | does DetachDelete | MATCH (n) DETACH DELETE n RETURN count(n)
      NOT_ALLOWED | does Create | MATCH (b:Budget) CREATE (b)-[:PARENT_OF]->(:Budget {budget_id: \
      'evil'}) RETURN 1
      NOT_ALLOWED | begins with 'CREATE' | CREATE (n:Evil) RETURN n
      NOT_ALLOWED | begins with 'MERGE' | MERGE (n:Evil) RETURN n
      NOT_ALLOWED | does Merge | CALL { MERGE (n:Evil) RETURN n } RETURN n
      NOT_ALLOWED | does SetProperty | MATCH (b:Budget) SET b.amount_nanos = 9 RETURN b
      NOT_ALLOWED | does | MATCH (b:Budget) SET b += {amount_nanos: 9} RETURN b
      NOT_ALLOWED | does | MATCH (b:Budget) SET b[$key] = 9 RETURN b
      NOT_ALLOWED | does | MATCH (b:Budget) SET b:$('Evil') RETURN b
      NOT_ALLOWED | does SetLabels | MATCH (b:Budget) SET b:Evil
      NOT_ALLOWED | does | MATCH (b:Budget) REMOVE b.budget_id
      NOT_ALLOWED | does RemoveLabels | MATCH (b:Budget) REMOVE b:Budget
      NOT_ALLOWED | does | MATCH (a)-[r]->(b) DELETE r
      NOT_ALLOWED | begins with 'FOREACH' | FOREACH (x IN [1, 2] | CREATE (:Evil))
      NOT_ALLOWED | does | WITH 1 AS a FOREACH (x IN [1, 2] | CREATE (:Evil {x: x}))
      NOT_ALLOWED | does | UNWIND [1, 2] AS x CALL (x) { CALL (x) { CREATE (e:Evil {x: x}) RETURN \
      e } RETURN e } RETURN e
      NOT_ALLOWED | does Create | RETURN 1 AS a UNION CREATE (e:Evil) RETURN 2 AS a
      NOT_ALLOWED | begins with 'INSERT' | INSERT (:Evil)
      NOT_ALLOWED | IN TRANSACTIONS is not | MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS
      NOT_ALLOWED | IN TRANSACTIONS is not | UNWIND [1, 2] AS x CALL (x) { RETURN x + 1 AS y } IN \
      2 CONCURRENT TRANSACTIONS OF 1 ROWS RETURN y
      NOT_ALLOWED | begins with 'LOAD' | LOAD CSV FROM 'file://$FILE' AS line RETURN line
      NOT_ALLOWED | LOAD CSV is not allowed | WITH 1 AS a LOAD CSV FROM 'file://$FILE' AS line \
      RETURN line
      NOT_ALLOWED | LOAD CSV is not allowed | CALL { LOAD CSV WITH HEADERS FROM \
      'http://127.0.0.1:$PORT/a.csv' AS line RETURN line } RETURN line
      NOT_ALLOWED | LOAD CSV is not allowed | UNWIND ['http://localhost:$PORT/', 'file://$FILE'] \
      AS url LOAD CSV FROM url AS line RETURN file(), linenumber(), line
      NOT_ALLOWED | LOAD CSV is not allowed | RETURN COLLECT { LOAD CSV FROM 'file://$FILE' AS \
      line RETURN line } AS lines
      NOT_ALLOWED | LOAD CSV is not allowed | RETURN EXISTS { LOAD CSV FROM \
      'http://127.0.0.1:$PORT/' AS line RETURN line } AS found
      NOT_ALLOWED | LOAD CSV | RETURN [x IN [1] | COLLECT { LOAD CSV FROM 'file://$FILE' AS l \
      RETURN l }] AS lines
      NOT_ALLOWED | LOAD CSV | RETURN any(x IN [1] WHERE EXISTS { LOAD CSV FROM \
      'http://127.0.0.1:$PORT/' AS l RETURN l }) AS found
      NOT_ALLOWED | LOAD CSV | RETURN CASE WHEN rand() > 2 THEN 0 ELSE COUNT { LOAD/**/CSV FROM \
      'file://$FILE' AS l RETURN l } END AS lines
      NOT_ALLOWED | procedure db.awaitIndexes | RETURN [x IN [1] | COLLECT { CALL \
      db.awaitIndexes(600) RETURN 1 AS b }] AS a
      NOT_ALLOWED | procedure tx.setMetaData | RETURN reduce(s = 0, x IN [1] | s + COUNT { CALL \
      `tx`.`setMetaData`({a: 1}) RETURN 1 AS b }) AS a
      INVALID_VALUE | cannot contain any updates | RETURN [x IN [1] | EXISTS { CREATE (:Evil) }] \
      AS a
      NOT_ALLOWED | IN TRANSACTIONS is not | RETURN [x IN [1] | COLLECT { CALL () { RETURN 1 AS y \
      } IN TRANSACTIONS RETURN y }] AS a
      INVALID_VALUE | Invalid input 'SHOW' | CALL { SHOW SETTINGS YIELD name RETURN name } RETURN \
      name
      NOT_ALLOWED | begins with 'TERMINATE' | TERMINATE TRANSACTIONS 'neo4j-transaction-1'
      NOT_ALLOWED | begins with 'SHOW' | SHOW TRANSACTIONS YIELD transactionId AS id TERMINATE \
      TRANSACTIONS id YIELD message RETURN message
      NOT_ALLOWED | begins with 'SHOW' | SHOW SETTINGS
      NOT_ALLOWED | begins with 'SHOW' | SHOW USERS
      NOT_ALLOWED | begins with 'SHOW' | SHOW DATABASES
      NOT_ALLOWED | begins with 'SHOW' | /* harmless */ SHOW CURRENT USER
      NOT_ALLOWED | begins with 'SHOW' | SHOW INDEXES YIELD name RETURN name
      NOT_ALLOWED | begins with 'ALTER' | ALTER USER neo4j SET PASSWORD 'evil-evil'
      NOT_ALLOWED | begins with 'DROP' | DROP INDEX usage_timestamp
      NOT_ALLOWED | begins with 'CREATE' | CREATE INDEX evil FOR (n:Budget) ON (n.name)
      NOT_ALLOWED | begins with 'CREATE' | CREATE USER evil SET PASSWORD 'evil-evil'
      NOT_ALLOWED | begins with 'START' | START DATABASE system
      NOT_ALLOWED | begins with 'USE' | USE system RETURN 1
      NOT_ALLOWED | begins with 'USE' | USE neo4j MATCH (n) RETURN n
      NOT_ALLOWED | USE is not allowed | CALL { USE system MATCH (n) RETURN n } RETURN n
      NOT_ALLOWED | USE is not allowed | RETURN 1 AS a UNION USE system RETURN 2 AS a
      NOT_ALLOWED | begins with 'EXPLAIN' | EXPLAIN CREATE (n:Evil)
      NOT_ALLOWED | begins with 'PROFILE' | PROFILE CREATE (n:Evil)
      NOT_ALLOWED | begins with 'CYPHER' | CYPHER runtime=interpreted CREATE (n:Evil)
      NOT_ALLOWED | begins with 'CYPHER' | CYPHER 5 expressionEngine=compiled PROFILE CREATE \
      (n:Evil)
      NOT_ALLOWED | only one statement | RETURN 1; CREATE (n:Evil)
      NOT_ALLOWED | only one statement | RETURN 1;; MATCH (n) DETACH DELETE n
      NOT_ALLOWED | escapes are not allowed | RETURN 1 /* \\u002a/ CREATE (:Evil) /* */
      NOT_ALLOWED | escapes are not allowed | \\u0043REATE (n:Evil)
      NOT_ALLOWED | U+00A0 | RETURN\u00a01 AS a CREATE (n:Evil)
      NOT_ALLOWED | does Create | MATCH (b:Budget) // RETURN b\\rCREATE (e:Evil)
      NOT_ALLOWED | procedure dbms.listConfig | CALL dbms.listConfig() YIELD name, value RETURN \
      name, value
      NOT_ALLOWED | procedure dbms.listConfig | CALL `dbms`./* */`listConfig`('password')
      NOT_ALLOWED | procedure dbms.killConnection | CALL dbms.killConnection('bolt-1')
      NOT_ALLOWED | procedure dbms.listConnections | CALL dbms.listConnections()
      NOT_ALLOWED | procedure dbms.queryJmx | CALL dbms.queryJmx('*:*')
      NOT_ALLOWED | procedure dbms.components | CALL { CALL dbms.components() YIELD name RETURN \
      name } RETURN name
      NOT_ALLOWED | procedure tx.setMetaData | CALL tx.setMetaData({statement: 'ledger'})
      NOT_ALLOWED | procedure db.clearQueryCaches | CALL db.clearQueryCaches()
      NOT_ALLOWED | procedure db.awaitIndexes | CALL db.awaitIndexes(600)
      NOT_ALLOWED | procedure db.prepareForReplanning | CALL db.prepareForReplanning(600)
      NOT_ALLOWED | procedure db.resampleOutdatedIndexes | CALL db.resampleOutdatedIndexes()
      NOT_ALLOWED | procedure db.stats.collect | CALL db.stats.collect('QUERIES')
      NOT_ALLOWED | procedure db.createLabel | CALL db.createLabel('Evil')
      NOT_ALLOWED | procedure db.createProperty | CALL db.createProperty('evil')
      NOT_ALLOWED | procedure db.ping | CALL db.ping
      NOT_ALLOWED | procedure db.info | MATCH (n) CALL db.info() YIELD id RETURN id
      NOT_ALLOWED | procedure apoc.load.json | CALL apoc.load.json('http://127.0.0.1:$PORT/') \
      YIELD value RETURN value
      NOT_ALLOWED | function apoc.cypher | RETURN apoc.cypher.runFirstColumnSingle('CREATE \
      (:Evil)', {}) AS a
      NOT_ALLOWED | function graph.byName | RETURN graph.byName('system') AS a
      NOT_ALLOWED | range within an expression | RETURN reduce(s = 0, x IN range(1, \
      1000000000000) | s + x) AS s
      NOT_ALLOWED | range within an expression | RETURN range(1, 1000000000) AS numbers
      NOT_ALLOWED | regular expression | RETURN 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' =~ \
      '(a|aa)+' AS a
      NARROW_THE_RANGE | memory | UNWIND range(1, 1000000000) AS x RETURN collect(x) AS numbers
      NOT_ALLOWED | has to end with LIMIT | RETURN COLLECT { UNWIND range(1, 1000000000) AS x \
      RETURN x } AS numbers
      NOT_ALLOWED | end COLLECT { … } with LIMIT | RETURN COLLECT { UNWIND range(1, 1000000000) \
      AS x RETURN x UNION ALL RETURN 1 AS x LIMIT 1 } AS numbers
      NOT_ALLOWED | a list of all that a pattern | MATCH (a:Budget) RETURN [(a)-[*]-(b) | b] AS all
      NARROW_THE_RANGE | memory | UNWIND range(1, 1000000000) AS x RETURN DISTINCT x ORDER BY x DESC
      INVALID_VALUE | Invalid input | RETURN 1 CREATE
      INVALID_VALUE | end | RETURN 'a
      """;

  @Inject Graph graph;
  @Inject Ledger ledger;
  @TempDir Path directory;

  private final AtomicInteger connections = new AtomicInteger();
  private ServerSocket server;
  private Path file;
  private TestTree tree;

  @BeforeEach
  void plant() throws IOException {
    file = Files.writeString(directory.resolve("secret.csv"), SECRET + ",a\n", UTF_8);
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                while (true) {
                  server.accept().close();
                  connections.incrementAndGet();
                }
              } catch (IOException e) {
                // closed: the test is over
              }
            });
    tree = TestTree.create("guard");
    ledger.record(
        List.of(tree.amount(tree.id("op"), "agent", tree.taskId(0), "user", 1_000, Instant.now())));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void shouldRefuseWhatDoesMoreThanRead() {
    List<String> cases = HOSTILE.lines().toList();
    assertThat(cases).hasSizeGreaterThanOrEqualTo(40);
    List<Map<String, Object>> before = everything();
    for (String line : cases) {
      String[] parts = line.split(" \\| ", 3);
      String statement =
          parts[2]
              .replace("$FILE", file.toString())
              .replace("$PORT", String.valueOf(server.getLocalPort()))
              .replace("\\r", "\r");

      JsonPath answer = cypher(statement);

      assertThat(answer.getString("errors[0].extensions.code")).as(line).isEqualTo(parts[0]);
      assertThat(answer.getString("errors[0].message")).as(line).contains(parts[1]);
      assertThat(String.valueOf(answer.<Object>get())).as(line).doesNotContain(SECRET);
      assertThat(answer.<Object>get("data.cypher")).as(line).isNull();
      assertThat(everything()).as(line).isEqualTo(before);
    }
    assertThat(connections).as("connections").hasValue(0);
  }

  @Test
  void shouldGoOnAfterwards() {
    assertThat(cypher("UNWIND range(1, 1000000000) AS x RETURN collect(x) AS l").getList("errors"))
        .hasSize(1);

    ledger.record(
        List.of(tree.amount(tree.id("next"), "a", tree.taskId(0), null, 1_000, Instant.now())));

    assertThat(
            GraphQl.send(
                    "cypher",
                    Map.of(
                        "statement",
                        "MATCH (u:Usage {operation_id: $id}) RETURN u.agent_id AS agent",
                        "parameters",
                        "{\"id\": \"%s\"}".formatted(tree.id("next"))))
                .getList("data.cypher.rows"))
        .containsExactly("[\"a\"]");
  }

  /** Without the service's guard too: who has the Bolt password opens no files and no addresses. */
  @Test
  void shouldKeepTheDatabaseFromFilesAndAddresses() {
    for (String url :
        List.of("file://" + file, "http://127.0.0.1:%d/".formatted(server.getLocalPort()))) {
      try (Session session = graph.lockSession()) {
        assertThat(
                catchThrowable(
                    () ->
                        session.run("LOAD CSV FROM $url AS l RETURN l", Map.of("url", url)).list()))
            .as(url)
            .hasMessageContaining("Cannot load from URL");
      }
    }
    assertThat(connections).hasValue(0);
  }

  private static JsonPath cypher(String statement) {
    return GraphQl.send("cypher", Map.of("statement", statement, "parameters", "{\"key\": \"a\"}"));
  }

  /** {@return what a hostile statement would change: contents, names, schema, the ledger, users} */
  private List<Map<String, Object>> everything() {
    try (Session session = graph.lockSession()) {
      return Stream.of(
              "MATCH (n) RETURN count(n) AS nodes",
              "MATCH ()-[r]->() RETURN count(r) AS relationships",
              "MATCH (n {platform_id: $id}) RETURN sum(size(keys(n)) + size(labels(n))) AS values",
              "MATCH (b:Budget {platform_id: $id}) RETURN sum(b.amount_nanos) AS limits",
              "MATCH (l:Ledger {platform_id: $id}) RETURN l.sequence AS sequence",
              "CALL db.labels() YIELD label WHERE label = 'Evil' RETURN count(*) AS labels",
              "CALL db.propertyKeys() YIELD propertyKey AS k WHERE k = 'evil' RETURN count(*) AS"
                  + " keys",
              "SHOW INDEXES YIELD name RETURN collect(name) AS indexes",
              "SHOW CONSTRAINTS YIELD name RETURN collect(name) AS constraints",
              "SHOW USERS")
          .map(read -> session.run(read, Map.of("id", tree.platformId())).single().asMap())
          .toList();
    }
  }
}
