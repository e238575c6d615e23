package dev.costgraph.explore;

import dev.costgraph.BadRequest;
import dev.costgraph.BadRequest.Code;
import dev.costgraph.BadRequest.Place;
import dev.costgraph.Limits;
import dev.costgraph.explore.PlanGuard.Step;
import dev.costgraph.graph.Graph;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.neo4j.driver.Result;
import org.neo4j.driver.SimpleQueryRunner;
import org.neo4j.driver.Value;
import org.neo4j.driver.exceptions.Neo4jException;
import org.neo4j.driver.summary.Plan;
import org.neo4j.driver.summary.QueryType;
import org.neo4j.driver.summary.ResultSummary;

/** Explains a free statement, and runs the same text if its plan only reads the graph. */
@Singleton
class ExploreGraph {

  /** A line of its own, so that columns are the statement's. */
  private static final String EXPLAIN = "EXPLAIN\n";

  private static final Pattern PLACE =
      Pattern.compile(
          "\\(line (?<line>\\d+), column (?<column>\\d+) \\(offset: (?<offset>\\d+)\\)\\)");

  private static final String STATEMENT = "statement";

  private final Graph graph;

  ExploreGraph(Graph graph) {
    this.graph = graph;
  }

  /**
   * {@return the first rows}
   *
   * @throws BadRequest NOT_ALLOWED, INVALID_VALUE, QUERY_TIMEOUT, NARROW_THE_RANGE,
   *     RESULT_TOO_LARGE, OVERLOADED
   */
  CypherResult run(FreeStatement statement, Map<String, Object> parameters) {
    return graph.readFree(
        transaction -> {
          long start = System.nanoTime();
          explain(transaction, statement, parameters);
          return answer(transaction, statement, parameters, start);
        });
  }

  private static void explain(
      SimpleQueryRunner transaction, FreeStatement statement, Map<String, Object> parameters) {
    ResultSummary summary;
    try {
      summary = transaction.run(EXPLAIN + statement.text(), parameters).consume();
    } catch (Neo4jException e) {
      throw clear(e, 1);
    }
    String refusal =
        PlanGuard.refusal(
            summary.queryType() == QueryType.READ_ONLY,
            summary.hasPlan() ? step(summary.plan()) : null);
    if (refusal != null) {
      throw new BadRequest(Code.NOT_ALLOWED, STATEMENT, refusal);
    }
  }

  private static Step step(Plan plan) {
    Value details = plan.arguments().get("Details");
    return new Step(
        plan.operatorType(),
        details == null ? "" : details.asString(),
        plan.children().stream().map(child -> step(child)).toList());
  }

  private static CypherResult answer(
      SimpleQueryRunner transaction,
      FreeStatement statement,
      Map<String, Object> parameters,
      long start) {
    List<String> rows = new ArrayList<>();
    boolean truncated = false;
    int room = Limits.CYPHER_RESULT_CHARS_MAX;
    try {
      Result result = transaction.run(statement.text(), parameters);
      while (!truncated && result.hasNext()) {
        String row =
            rows.size() == Limits.CYPHER_ROWS_MAX ? null : RowWriter.row(result.next(), room);
        if (row == null) {
          truncated = true;
        } else {
          rows.add(row);
          room -= row.length();
        }
      }
      requireRow(rows, truncated);
      return new CypherResult(
          result.keys(), rows, truncated, (int) ((System.nanoTime() - start) / 1_000_000));
    } catch (Neo4jException e) {
      throw clear(e, 0);
    }
  }

  private static void requireRow(List<String> rows, boolean truncated) {
    if (truncated && rows.isEmpty()) {
      throw new BadRequest(
          Code.RESULT_TOO_LARGE,
          STATEMENT,
          "the first row has more than %,d characters: return less of it, or in more rows"
              .formatted(Limits.CYPHER_RESULT_CHARS_MAX));
    }
  }

  /**
   * {@return what the caller can act on, else the same}
   *
   * @param linesBefore that the database was sent before the statement
   */
  private static RuntimeException clear(Neo4jException e, int linesBefore) {
    String code = e.code() == null ? "" : e.code();
    if (code.equals("Neo.ClientError.Statement.AccessMode")
        || code.startsWith("Neo.ClientError.Security.")) {
      return new BadRequest(
          Code.NOT_ALLOWED, STATEMENT, "the statement does more than read: " + e.getMessage());
    }
    if (code.equals("Neo.ClientError.Statement.ParameterMissing")) {
      return Parameters.fault(e.getMessage() + ": send it in parameters, a JSON object");
    }
    return code.startsWith("Neo.ClientError.Statement.")
            || code.startsWith("Neo.ClientError.Procedure.")
        ? invalid(String.valueOf(e.getMessage()), linesBefore)
        : e;
  }

  private static BadRequest invalid(String message, int linesBefore) {
    Matcher found = PLACE.matcher(message);
    if (!found.find()) {
      return new BadRequest(Code.INVALID_VALUE, STATEMENT, message);
    }
    int line = Math.max(1, Integer.parseInt(found.group("line")) - linesBefore);
    int column = Integer.parseInt(found.group("column"));
    int offset =
        Math.max(0, Integer.parseInt(found.group("offset")) - linesBefore * EXPLAIN.length());
    String moved = "(line %d, column %d (offset: %d))".formatted(line, column, offset);
    return new BadRequest(
        Code.INVALID_VALUE,
        STATEMENT,
        found.replaceFirst(Matcher.quoteReplacement(moved)),
        new Place(line, column));
  }
}
