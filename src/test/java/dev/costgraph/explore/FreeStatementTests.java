package dev.costgraph.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.costgraph.BadRequest;
import dev.costgraph.BadRequest.Place;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The words of a statement, before the database has seen it. */
class FreeStatementTests {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RETURN 1",
        "  match (n) return n",
        "/* SHOW USERS */ RETURN 1 // CREATE",
        "RETURN 1;",
        "RETURN 'a; b // c' AS text;  // end",
        "RETURN \"it's\" + 'a\\'b' AS text",
        "MATCH (n:`a``b;`) RETURN n.`=~`",
        "WITH {use: 1} AS use RETURN use",
        "UNWIND range(1, $n) AS x RETURN x",
        "WITH [1, 2] AS l RETURN [i IN range(0, size(l) - 1) | l[i]], range(1, 10000, 3)",
        "MATCH p = (a)-[*1..3]->(b) RETURN nodes(p)[1..size(nodes(p))] AS n",
        "RETURN date.truncate('day', datetime('2026-10-01T00:00:00Z')), point.distance(p, q)",
        "MATCH (größe:Bücher) RETURN größe",
        "CALL db.labels() YIELD label RETURN label",
        "CALL `db` . /* */ labels",
        "MATCH (a) RETURN collect(a), COLLECT { MATCH (a {x: 1}) RETURN a LIMIT 10 } AS b",
        "MATCH (n:Load) RETURN n.call AS call, n.csv",
        "CALL () { RETURN 1 AS a } RETURN a",
      })
  void shouldLeaveToThePlan(String statement) {
    assertThat(FreeStatement.of(statement).text()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EXPLAIN RETURN 1",
        "PROFILE RETURN 1",
        "CYPHER runtime=slotted RETURN 1",
        "USE system SHOW USERS",
        "`MATCH` (n) RETURN n",
        "(RETURN 1)",
        "RETURN 1; RETURN 2",
        "; RETURN 1",
        "RETURN 1;;",
        "CALL { USE system RETURN 1 AS a } RETURN a",
        "RETURN 1 AS a UNION ALL USE system RETURN 2 AS a",
        "RETURN '\\u0041'",
        "RETURN 1 /* \\u002a/ */",
        "MATCH (n) WHERE n.name =~ '(a+)+$' RETURN n",
        "MATCH (n) WHERE n.name =/**/~ '(a+)+$' RETURN n",
        "RETURN apoc.cypher.runFirstColumnSingle('LOAD CSV', {})",
        "RETURN `apoc` . /* */ `cypher`.runFirstColumnSingle ('LOAD CSV', {})",
        "RETURN `apoc.cypher.run`('x')",
        "RETURN [1][0..apoc.util.sleep(1)]",
        "RETURN graph.names()",
        "MATCH (a) RETURN COLLECT { (a)-->(b) RETURN b } AS bs",
        "RETURN COLLECT { UNWIND range(1, 9) AS x RETURN x LIMIT 10001 } AS xs",
        "RETURN COLLECT { UNWIND range(1, 9) AS x RETURN x LIMIT $n } AS xs",
        "RETURN collect /* */ { UNWIND [1] AS x RETURN x LIMIT 2 + 8 } AS xs",
        "CALL apoc.cypher.run('RETURN 1', {})",
        "CALL dbms.listConfig",
        "WITH 1 AS as CALL db.awaitIndexes(600) RETURN 1 AS b",
        "WITH 1 AS `` CALL db.awaitIndexes(600) RETURN 1 AS b",
        "WITH 1 AS `.` CALL db.awaitIndexes(600) RETURN 1 AS b",
        "CALL () { RETURN 1 AS y } in 2 concurrent transactions RETURN y",
        "CALL () { RETURN 1 AS y } IN TRANSACTION RETURN y",
        "RETURN [x IN [1] | COLLECT { CALL `db`.awaitIndexes(600) RETURN 1 AS b }]",
        "RETURN [x IN [1] | COLLECT { load /* */ csv FROM 'file:///a' AS l RETURN l }]",
        "RETURN range(1, 1000000000)",
        "RETURN range(1, 1e9)",
        "RETURN range(1, $n)",
        "RETURN `range`(1, 10001)",
        "RETURN range (1, 2 * 9999)",
        "RETURN reduce(s = 0, x IN range(1, 10 ^ 9) | s + x)",
        "UNWIND range(1, 1000000000) + [1] AS x RETURN x",
        "UNWIND range(1, size([x IN range(1, 1000000000) | x])) AS y RETURN y",
        "RETURN 1\u00a0AS a",
        "RETURN\u200b1",
        "RETURN 1 \u0007",
        "RETURN\f1",
      })
  void shouldRefuse(String statement) {
    BadRequest refused = refusal(statement);

    assertThat(refused.code()).isEqualTo(BadRequest.Code.NOT_ALLOWED);
    assertThat(refused.field()).isEqualTo("statement");
    assertThat(refused.place()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "// nothing", ";", "RETURN 'a", "RETURN `a", "RETURN 1 /* a *"})
  void shouldSayWhatIsIncomplete(String statement) {
    assertThat(refusal(statement).code()).isEqualTo(BadRequest.Code.INVALID_VALUE);
  }

  @Test
  void shouldBoundWhatThePlannerHasToDo() {
    for (String statement :
        List.of(
            "RETURN " + "(".repeat(41) + "1" + ")".repeat(41),
            "RETURN " + "'a' + ".repeat(101) + "'b'",
            "RETURN " + "NOT ".repeat(101) + "true",
            "RETURN " + "CASE WHEN true THEN ".repeat(101) + "1" + " END".repeat(101),
            "RETURN [" + "1, ".repeat(1_000) + "1]",
            "RETURN '" + "a".repeat(20_000) + "'")) {
      assertThat(refusal(statement).code())
          .as(statement.substring(0, 20))
          .isEqualTo(BadRequest.Code.NOT_ALLOWED);
    }
    assertThat(FreeStatement.of("RETURN " + "(".repeat(40) + "1" + ")".repeat(40)).text())
        .hasSize(88);
  }

  @Test
  void shouldSayWhere() {
    assertThat(refusal("RETURN 1\r\n  ; RETURN 2").place()).isEqualTo(new Place(2, 3));
    assertThat(refusal("SHOW USERS").place()).isEqualTo(new Place(1, 1));
    assertThat(refusal("// a\n\n\nRETURN '").place()).isEqualTo(new Place(4, 8));
  }

  @Test
  void shouldSendCommentsAsBlanksAndKeepEveryPlace() {
    assertThat(FreeStatement.of("RETURN /* a\nb */ '/*' // c\n AS a; // d").text())
        .isEqualTo("RETURN     \n     '/*'     \n AS a");
  }

  private static BadRequest refusal(String statement) {
    BadRequest refused = catchThrowableOfType(BadRequest.class, () -> FreeStatement.of(statement));
    assertThat(refused).as(statement).isNotNull();
    return refused;
  }
}
