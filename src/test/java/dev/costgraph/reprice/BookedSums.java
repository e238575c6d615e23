package dev.costgraph.reprice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.GraphQl;
import dev.costgraph.graph.Graph;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;

/**
 * All that a platform has added up, as lines without its own name: what two platforms have booked
 * can be compared. Adjustments are told apart nowhere: only what costs come to counts.
 *
 * @param byProvider whether what differs by provider alone is told apart
 */
record BookedSums(Graph graph, boolean byProvider) {

  /** What {@code costs} is asked for; the first are those of cells. */
  private static final List<List<String>> GROUPS =
      List.of(
          List.of("PROJECT", "TASK", "AGENT", "MODEL", "CAPABILITY", "KIND"),
          List.of("USER", "RUN", "STEP"),
          List.of("TAG"),
          List.of("BUDGET"));

  /** Its own questions, of plain facts: none of the service's statements is used. */
  private static final String PERIODS =
      """
      MATCH (budget:Budget {platform_id: $platformId})-[:HAS_PERIOD]->(period:BudgetPeriod)
      RETURN budget.budget_id AS budget, period.period_start AS start, period.spent_nanos AS spent,
        period.spent_tokens AS tokens, period.entries AS entries
      """;

  private static final String CELLS =
      """
      MATCH (cell:CostCell {platform_id: $platformId})
      RETURN [cell.grain, toString(cell.slot), cell.project_id, cell.task_id, cell.agent_id,
          cell.model_id, CASE WHEN $byProvider THEN cell.provider END, cell.capability_type,
          cell.usage_kind] AS key,
        [cell.cost_nanos, cell.failed_cost_nanos, cell.calls, cell.failed_calls,
          cell.unpriced_calls, cell.input_tokens, cell.output_tokens, cell.cache_read_tokens,
          cell.cache_write_5m_tokens, cell.cache_write_1h_tokens, cell.reasoning_tokens,
          cell.audio_input_tokens, cell.audio_output_tokens, cell.image_input_tokens,
          cell.image_output_tokens] AS sums
      """;

  private static final int ROWS_MAX = 500;

  /** Fewer would compare next to nothing. */
  private static final int LINES_MIN = 200;

  /** {@return the lines of one platform alone, and those of the other} */
  List<String> differences(String expected, String actual) {
    Set<String> missing = of(expected);
    Set<String> unexpected = of(actual);
    assertThat(missing).hasSizeGreaterThan(LINES_MIN);
    Set<String> same = new TreeSet<>(missing);
    same.retainAll(unexpected);
    missing.removeAll(same);
    unexpected.removeAll(same);
    return Stream.concat(
            missing.stream().map(line -> "missing: " + line),
            unexpected.stream().map(line -> "unexpected: " + line))
        .toList();
  }

  private Set<String> of(String platformId) {
    List<String> lines = new ArrayList<>();
    addCosts(platformId, lines);
    addUsages(platformId, lines);
    for (Record row : rows(PERIODS, platformId)) {
      lines.add("period " + row.asMap());
    }
    Map<String, long[]> cells = new TreeMap<>();
    for (Record row : rows(CELLS, platformId)) {
      long[] sums =
          row.get("sums").asList(value -> value.asLong()).stream().mapToLong(n -> n).toArray();
      cells.merge("cell " + row.get("key").asList(), sums, BookedSums::plus);
    }
    cells.forEach((key, sums) -> lines.add(key + " " + Arrays.toString(sums)));
    return lines.stream()
        .map(line -> line.replace(platformId, ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void addCosts(String platformId, List<String> lines) {
    List<List<String>> groups = new ArrayList<>(GROUPS);
    if (byProvider) {
      groups.add(List.of("PROVIDER"));
    }
    for (List<String> groupBy : groups) {
      Map<String, Object> question =
          new TreeMap<>(
              Map.of(
                  "groupBy", groupBy,
                  "filter", Map.of("platformIds", List.of(platformId)),
                  "first", ROWS_MAX));
      if (groupBy.contains("TAG")) {
        question.put("tagKey", "env");
      }
      JsonPath answer = GraphQl.send("costs", question);
      assertThat(answer.getString("errors")).isNull();
      lines.add("total " + totals(answer.getMap("data.costs.total")));
      List<Map<String, Object>> rows = answer.getList("data.costs.rows");
      for (Map<String, Object> row : rows) {
        lines.add(
            "%s %s %s %s"
                .formatted(
                    groupBy,
                    row.get("keys"),
                    row.get("share"),
                    totals((Map<?, ?>) Objects.requireNonNull(row.get("totals")))));
      }
    }
  }

  private static Map<String, Object> totals(Map<?, ?> answered) {
    Map<String, Object> totals = new TreeMap<>();
    answered.forEach((name, sum) -> totals.put(String.valueOf(name), sum));
    totals.remove("adjustments");
    return totals;
  }

  private static void addUsages(String platformId, List<String> lines) {
    JsonPath answer =
        GraphQl.send(
            "usages",
            Map.of("filter", Map.of("platformIds", List.of(platformId)), "first", ROWS_MAX));
    assertThat(answer.getBoolean("data.usages.pageInfo.hasNextPage")).isFalse();
    List<Map<String, Object>> usages = answer.getList("data.usages.nodes");
    for (Map<String, Object> usage : usages) {
      lines.add("usage %s costs %s".formatted(usage.get("operationId"), usage.get("cost")));
    }
  }

  private List<Record> rows(String statement, String platformId) {
    Map<String, Object> parameters = Map.of("platformId", platformId, "byProvider", byProvider);
    try (Session session = graph.writeSession()) {
      return session.executeRead(tx -> tx.run(statement, parameters).list());
    }
  }

  private static long[] plus(long[] one, long[] other) {
    long[] sums = one.clone();
    Arrays.setAll(sums, i -> sums[i] + other[i]);
    return sums;
  }
}
