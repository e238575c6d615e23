package dev.costgraph.explore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.GraphQl;
import dev.costgraph.ledger.Ledger;
import dev.costgraph.ledger.TestTree;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What analysts ask, how it is answered, and where it ends. */
@QuarkusTest
class CypherIT {

  @Inject Ledger ledger;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MATCH (n) RETURN count(n) AS n",
        "MATCH (n:Budget) WHERE n.budget_type <> 'PLATFORM' RETURN n ORDER BY n.name SKIP 1 LIMIT"
            + " 2",
        "OPTIONAL MATCH (n:Nothing) RETURN n",
        "MATCH (b:Budget)-[:PARENT_OF*0..5]->(c) RETURN b.name AS b, count(DISTINCT c) AS below",
        "MATCH (b:Budget) WHERE EXISTS { (b)<-[:PARENT_OF]-() } RETURN COUNT { (b)--() } AS n",
        "MATCH (b:Budget) RETURN COLLECT { MATCH (b)-->(c) RETURN c.name ORDER BY c.name LIMIT 9 }"
            + " AS names",
        "MATCH p = shortestPath((a:Budget)-[:PARENT_OF*..9]-(b:Budget)) WHERE a <> b RETURN p LIMIT"
            + " 1",
        "MATCH p = ANY SHORTEST (a:Budget)-[:PARENT_OF]->+(b:Budget) RETURN length(p) AS n LIMIT 3",
        "MATCH (a:Budget) (()-[:PARENT_OF]->()){1,3} (b:Budget) RETURN a.name AS a, b.name AS b"
            + " LIMIT 9",
        "RETURN 1 AS a UNION ALL RETURN 2 AS a",
        "CALL db.labels() YIELD label RETURN label",
        "CALL db.relationshipTypes()",
        "CALL db.propertyKeys() YIELD propertyKey RETURN count(*) AS n",
        "CALL db.schema.visualization()",
        "MATCH (u:Usage) WHERE u.timestamp > datetime('2000-01-01T00:00Z')"
            + " WITH date.truncate('day', u.timestamp) AS d, count(*) AS n RETURN d, n LIMIT 9",
        "RETURN duration.between(date('2026-01-01'), date('2026-10-01')).months AS months",
        "WITH [3, 1, 2] AS l UNWIND l AS x WITH x ORDER BY x RETURN collect(x) AS sorted",
        "WITH {a: 1} AS m RETURN m {.a, b: 2} AS m, [x IN [1, 2, 3] WHERE x > 1 | x * x] AS"
            + " squares",
        "RETURN reduce(s = 0, x IN [1, 2, 3] | s + x) AS s, all(x IN [1] WHERE x = 1) AS a",
        "MATCH (u:Usage) RETURN percentileCont(u.total_tokens, 0.95) AS p, stdev(u.total_tokens) AS"
            + " s",
        "UNWIND range(1, 100000) AS x WITH x % 7 AS k, count(*) AS n RETURN k, n ORDER BY k",
        "MATCH (b:Budget), (p:Platform) WHERE b.platform_id = p.platform_id RETURN count(*) AS n",
        "MATCH (n:$(['Budget', 'Nothing'][0])) RETURN count(n) AS n",
        "CALL { MATCH (n:Budget) RETURN n LIMIT 1 } RETURN n.name AS name /* a comment */;",
        "MATCH (r:Run) WHERE r.run_id STARTS WITH 'run' OR toLower(r.run_id) CONTAINS 'x' RETURN r",
      })
  void shouldAllowWhatReads(String statement) {
    TestTree.create("allowed");

    JsonPath answer = cypher(statement, "{}");

    assertThat(answer.getString("errors")).isNull();
    assertThat(answer.getList("data.cypher.columns")).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          null, true, -1, 9007199254740993, 0.1, 1e300 * 1e300    | \
          [null,true,-1,9007199254740993,0.1,"Infinity"]
          'a "quote" ü', [1, [null]], {a: {b: 1}}                 | ["a \\"quote\\" \
          ü",[1,[null]],{"a":{"b":1}}]
          date('2026-10-01'), time('10:00:00Z'), localtime('10:00')| \
          ["2026-10-01","10:00:00Z","10:00:00"]
          datetime('2026-10-01T00:00:00.5+02:00')                 | ["2026-10-01T00:00:00.5+02:00"]
          datetime('2026-10-01T12:00:00[Europe/Berlin]')          | ["2026-10-01T12:00:00+02:00"]
          localdatetime('2026-10-01T00:00')                       | ["2026-10-01T00:00:00"]
          duration('P1M2DT3.5S')                                  | ["P1M2DT3.500000000S"]
          point({x: 1, y: 2.5}), point({latitude: 1, longitude: 2, height: 3}) | \
          [{"srid":7203,"x":1.0,"y":2.5},{"srid":4979,"x":2.0,"y":1.0,"z":3.0}]
          """)
  void shouldWriteEveryValue(String values, String row) {
    JsonPath answer = cypher("RETURN [%s] AS a".formatted(values), "{}");

    assertThat(answer.getList("data.cypher.rows"))
        .as(answer.getString("errors"))
        .containsExactly("[%s]".formatted(row));
  }

  @Test
  void shouldWriteNodesRelationshipsAndPaths() {
    TestTree tree = TestTree.create("paths");

    JsonPath answer =
        cypher(
            "MATCH p = (a:Budget {budget_id: $id})-[r:PARENT_OF]->(b) RETURN p, r, b",
            "{\"id\": \"%s\"}".formatted(tree.id("division")));

    JsonPath row = new JsonPath(answer.getString("data.cypher.rows[0]"));
    assertThat(row.getList("[0].nodes.labels"))
        .isEqualTo(List.of(List.of("Budget"), List.of("Budget")));
    assertThat(row.getString("[0].nodes[0].properties.budget_id")).isEqualTo(tree.id("division"));
    assertThat(row.getString("[0].relationships[0].id")).isEqualTo(row.getString("[1].id"));
    assertThat(row.getString("[1].type")).isEqualTo("PARENT_OF");
    assertThat(row.getString("[1].start")).isEqualTo(row.getString("[0].nodes[0].id"));
    assertThat(row.getString("[1].end")).isEqualTo(row.getString("[2].id"));
    assertThat(row.getMap("[1].properties")).isEmpty();
    assertThat(row.getString("[2].properties.budget_id")).isEqualTo(tree.id("project-a"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          RETURN 1 +                          | {}     | INVALID_VALUE statement  | 1 | 11
          MATCH (n)\\n  RETUN n               | {}     | INVALID_VALUE statement  | 2 | 3
          MATCH (n) RETURN m                  | {}     | INVALID_VALUE statement  | 1 | 18
          RETURN date('2026-13-01') AS d      | {}     | INVALID_VALUE statement  |   |
          RETURN 1 / 0 AS a                   | {}     | INVALID_VALUE statement  |   |
          RETURN $a AS a                      | {}     | INVALID_VALUE parameters |   |
          RETURN $a AS a                      | [1]    | INVALID_VALUE parameters |   |
          RETURN 1 AS a; RETURN 2 AS a        | {}     | NOT_ALLOWED statement    | 1 | 14
          CALL db.nothing()                   | {}     | NOT_ALLOWED statement    | 1 | 6
          """)
  void shouldSayWhatAndWhere(
      String statement, String parameters, String error, String line, String column) {
    JsonPath answer = cypher(statement.replace("\\n", "\n"), parameters);

    assertThat(GraphQl.error(answer)).as(answer.getString("errors")).isEqualTo(error);
    assertThat(answer.getString("errors[0].extensions.line"))
        .as(answer.getString("errors"))
        .isEqualTo(line);
    assertThat(answer.getString("errors[0].extensions.column")).isEqualTo(column);
    assertThat(answer.getString("errors[0].message")).doesNotContain("EXPLAIN");
  }

  @Test
  void shouldEndTheAnswerAtItsBounds() {
    JsonPath rows = cypher("UNWIND range(1, 1000000000) AS x RETURN x", "{}");
    assertThat(rows.getBoolean("data.cypher.truncated")).isTrue();
    assertThat(rows.getList("data.cypher.rows")).hasSize(1_000).endsWith("[1000]");
    assertThat(
            cypher("UNWIND range(1, 1000) AS x RETURN x", "{}").getBoolean("data.cypher.truncated"))
        .isFalse();

    String text = "{\"text\": \"%s\"}".formatted("a".repeat(99_000));
    JsonPath large = cypher("UNWIND range(1, 100) AS x RETURN $text AS text", text);
    assertThat(large.getBoolean("data.cypher.truncated")).isTrue();
    assertThat(large.getList("data.cypher.rows")).hasSize(21);
    assertThat(
            GraphQl.error(cypher("UNWIND range(1, 100) AS x RETURN collect($text) AS texts", text)))
        .isEqualTo("RESULT_TOO_LARGE statement");
  }

  @Test
  void shouldEndWhatTakesTooLongAndRunNoMoreThanItCan() {
    // Given as many statements as run at once, none of which comes to an end
    List<CompletableFuture<JsonPath>> running =
        List.of(
            later(() -> cypher("UNWIND range(1, 1000000000000) AS x RETURN count(x) AS n", "{}")),
            later(
                () ->
                    cypher(
                        "UNWIND range(1, 1000) AS a UNWIND range(1, 1000) AS b"
                            + " UNWIND range(1, 1000) AS c UNWIND range(1, 1000) AS d"
                            + " MATCH (x {nothing: a + b + c + d}) RETURN count(x) AS n",
                        "{}")));
    String refused = "null null";
    while (!refused.equals("OVERLOADED null") && running.stream().noneMatch(Future::isDone)) {
      refused = GraphQl.error(cypher("RETURN 1 AS a", "{}"));
    }
    assertThat(refused).isEqualTo("OVERLOADED null");

    // Then recording goes on
    TestTree tree = TestTree.create("busy");
    assertThat(
            ledger.record(
                List.of(tree.amount(tree.id("op"), "a", tree.taskId(0), null, 1, Instant.now()))))
        .hasSize(1);

    // And both are ended, and others run again
    for (CompletableFuture<JsonPath> one : running) {
      assertThat(GraphQl.error(one.join())).isEqualTo("QUERY_TIMEOUT null");
    }
    assertThat(cypher("RETURN 1 AS a", "{}").getList("data.cypher.rows")).containsExactly("[1]");
  }

  private static CompletableFuture<JsonPath> later(Supplier<JsonPath> answer) {
    return CompletableFuture.supplyAsync(answer, work -> Thread.ofVirtual().start(work));
  }

  private static JsonPath cypher(String statement, String parameters) {
    return GraphQl.send("cypher", Map.of("statement", statement, "parameters", parameters));
  }
}
