package dev.costgraph.retention;

import dev.costgraph.graph.Graph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;

/** All that a platform has added up, as lines without its own name. Its own questions. */
record AddedUp(Graph graph, String platformId) {

  private static final String PERIODS =
      """
      MATCH (period:BudgetPeriod {platform_id: $platformId})
      RETURN [period.budget_id, toString(period.period_start), toString(period.period_end)] AS key,
        [period.spent_nanos, period.spent_tokens, period.entries, period.held_nanos,
          period.held_tokens] AS sums
      """;

  private static final String CELLS =
      """
      MATCH (cell:CostCell {platform_id: $platformId})
      RETURN [cell.grain, toString(cell.slot), cell.project_id, cell.task_id, cell.agent_id,
          cell.model_id, cell.usage_kind] AS key,
        [cell.cost_nanos, cell.failed_cost_nanos, cell.calls, cell.failed_calls,
          cell.unpriced_calls, coalesce(cell.adjustment_nanos, 0), cell.input_tokens,
          cell.output_tokens] AS sums
      """;

  private static final String LEDGER =
      """
      MATCH (ledger:Ledger {platform_id: $platformId})
      RETURN ['ledger'] AS key, [ledger.sequence, ledger.charged_nanos, ledger.charged_tokens,
        ledger.held_nanos, ledger.held_tokens, ledger.open_reservations] AS sums
      """;

  /** Of usages that are there and of those that are folded. */
  private static final String USER_DAYS =
      """
      CALL () {
        MATCH (usage:Usage {platform_id: $platformId})-[:IN_CELL]->()-[:WITHIN]->(day)
        CALL (usage) {
          OPTIONAL MATCH (usage)-[:INCURRED]->(entry)
          RETURN sum(entry.total_cost_nanos) AS cost,
            sum(CASE WHEN entry:Adjustment THEN entry.total_cost_nanos ELSE 0 END) AS adjusted
        }
        WITH usage, day, cost, adjusted, coalesce(usage.calls, 1) AS calls,
          usage.outcome = 'FAILED' AS failed
        RETURN usage.user_id AS user, day.slot AS slot,
          [cost, adjusted, CASE WHEN failed THEN cost ELSE 0 END, calls,
            CASE WHEN failed THEN calls ELSE 0 END,
            CASE WHEN usage:Unpriced THEN calls ELSE 0 END,
            coalesce(usage.input_tokens, 0), coalesce(usage.output_tokens, 0)] AS sums
        UNION ALL
        MATCH (day:UserDay {platform_id: $platformId})
        RETURN day.user_id AS user, day.slot AS slot,
          [day.cost_nanos, day.adjustment_nanos, day.failed_cost_nanos, day.calls,
            day.failed_calls, day.unpriced_calls, day.input_tokens, day.output_tokens] AS sums
      }
      RETURN ['user', user, toString(slot)] AS key, sums
      """;

  private static final String OPERATIONS =
      """
      MATCH (usage:Usage {platform_id: $platformId})
      RETURN usage.operation_id AS id
      """;

  Set<String> lines() {
    Map<String, long[]> sums = new TreeMap<>();
    for (String statement : List.of(PERIODS, CELLS, LEDGER, USER_DAYS)) {
      for (Record row : rows(statement)) {
        long[] ofRow =
            row.get("sums").asList(value -> value.asLong()).stream().mapToLong(n -> n).toArray();
        sums.merge(row.get("key").asList().toString(), ofRow, AddedUp::plus);
      }
    }
    Set<String> lines = new TreeSet<>();
    sums.forEach((key, ofKey) -> lines.add((key + Arrays.toString(ofKey)).replace(platformId, "")));
    return lines;
  }

  /** {@return the ids of the usages that are there, parts too} */
  Set<String> operations() {
    return new TreeSet<>(rows(OPERATIONS, row -> row.get("id").asString()));
  }

  /** {@return how many nodes of a kind the platform has} */
  long count(String label) {
    return rows(
            "MATCH (n:%s {platform_id: $platformId}) RETURN count(n) AS nodes".formatted(label),
            row -> row.get("nodes").asLong())
        .getFirst();
  }

  private List<Record> rows(String statement) {
    return rows(statement, row -> row);
  }

  private <T> List<T> rows(String statement, Function<Record, T> mapping) {
    try (Session session = graph.lockSession()) {
      return session.executeRead(
          tx -> new ArrayList<>(tx.run(statement, Map.of("platformId", platformId)).list(mapping)));
    }
  }

  private static long[] plus(long[] one, long[] other) {
    long[] all = one.clone();
    Arrays.setAll(all, i -> all[i] + other[i]);
    return all;
  }
}
