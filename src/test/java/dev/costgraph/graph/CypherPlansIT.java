package dev.costgraph.graph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.neo4j.graphdb.ExecutionPlanDescription;
import org.neo4j.graphdb.GraphDatabaseService;
import org.neo4j.graphdb.Result;
import org.neo4j.graphdb.Transaction;
import org.neo4j.harness.Neo4j;
import org.neo4j.harness.Neo4jBuilders;

/**
 * The plan that Neo4j makes for every statement on the migrated schema: by an index, or with its
 * scan announced in the header ({@code // Plan: NodeByLabelScan announced, why}).
 */
@Execution(CONCURRENT)
class CypherPlansIT {

  private static final Set<String> NEVER = Set.of("AllNodesScan", "UndirectedAllRelationshipsScan");
  private static final Set<String> ANNOUNCED = Set.of("NodeByLabelScan", "CartesianProduct");

  @TempDir static Path directory;
  private static Neo4j neo4j;
  private static GraphDatabaseService database;

  @BeforeAll
  static void migrate() throws IOException {
    neo4j = Neo4jBuilders.newInProcessBuilder(directory).withDisabledServer().build();
    database = neo4j.defaultDatabaseService();
    try (Stream<Path> files = Files.list(Path.of("cypher", "schema"))) {
      for (Path file : files.sorted().toList()) {
        for (String statement : statements(Files.readString(file, UTF_8))) {
          database.executeTransactionally(statement);
        }
      }
    }
  }

  @AfterAll
  static void close() {
    neo4j.close();
  }

  @Test
  void shouldPlanEveryStatementByAnIndex() {
    Map<String, Object> faults = new TreeMap<>();
    for (CypherText file : CypherText.all()) {
      List<String> found = faults(file);
      if (!found.isEmpty()) {
        faults.put(file.name(), found);
      }
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void shouldNoticeScans() {
    assertThat(faults("MATCH (n) RETURN n", "")).containsExactly("AllNodesScan");
    assertThat(faults("MATCH (b:Budget) RETURN b", "")).containsExactly("NodeByLabelScan");
    assertThat(faults("MATCH (b:Budget) RETURN b", "// Plan: NodeByLabelScan announced, few\n"))
        .isEmpty();
    assertThat(faults("MATCH (b:Budget {budget_id: 'a'}) RETURN b", "// Plan: NodeByLabelScan\n"))
        .containsExactly("announced, not there: NodeByLabelScan");
    assertThat(faults("MATCH (b:Budget {budget_id: 'a'}) RETURN c", ""))
        .singleElement()
        .asString()
        .contains("Variable `c` not defined");
  }

  @Test
  void shouldHaveEveryIndexThatAHeaderNames() {
    Set<String> names = new TreeSet<>();
    database.executeTransactionally(
        "SHOW INDEXES YIELD name", Map.of(), rows -> names(rows, names));
    Map<String, List<String>> missing = new TreeMap<>();
    for (CypherText file : CypherText.all()) {
      List<String> unknown = file.indexes().stream().filter(name -> !names.contains(name)).toList();
      if (!unknown.isEmpty()) {
        missing.put(file.name(), unknown);
      }
    }
    assertThat(missing).isEmpty();
    assertThat(names).contains("budget_id", "cell_slot").doesNotContain("budget_name");
    assertThat(CypherText.of("a", "// Indexes: budget_name gives the order\n").indexes())
        .containsExactly("budget_name");
  }

  /** Every usage names the parent of its run: only the first may look for a loop. */
  @Test
  void shouldNotWalkUpForAParentThatIsKnown() {
    try (Transaction tx = database.beginTx()) { // rolled back: plans go by what is stored
      tx.execute("UNWIND range(0, 500) AS i CREATE (:Run {platform_id: 'p', run_id: toString(i)})")
          .close();
      tx.execute(
              "UNWIND range(1, 500) AS i"
                  + " MATCH (parent:Run {platform_id: 'p', run_id: toString(i - 1)})"
                  + " MATCH (run:Run {platform_id: 'p', run_id: toString(i)})"
                  + " CREATE (parent)-[:SPAWNED]->(run)")
          .close();

      assertThat(hitsOfLinking(tx, "499", "498")).isLessThan(100);
      assertThat(hitsOfLinking(tx, "0", "500")).isGreaterThan(500); // a loop, found by walking
    }
  }

  private static long hitsOfLinking(Transaction tx, String runId, String parentRunId) {
    CypherText file =
        CypherText.all().stream()
            .filter(one -> one.name().equals("ledger/link-runs"))
            .findFirst()
            .orElseThrow();
    Map<String, Object> spawn = Map.of("run_id", runId, "parent_run_id", parentRunId);
    try (Result result =
        tx.execute(
            "PROFILE " + file.statement(), Map.of("platformId", "p", "spawns", List.of(spawn)))) {
      result.resultAsString();
      return hits(result.getExecutionPlanDescription());
    }
  }

  private static long hits(ExecutionPlanDescription plan) {
    return plan.getProfilerStatistics().getDbHits()
        + plan.getChildren().stream().mapToLong(CypherPlansIT::hits).sum();
  }

  private static List<String> faults(String statement, String header) {
    return faults(CypherText.of("a", header + statement));
  }

  private static List<String> faults(CypherText file) {
    Set<String> operators;
    try {
      operators =
          database.executeTransactionally(
              "EXPLAIN " + file.statement(),
              Map.of(),
              result -> operators(result.getExecutionPlanDescription(), new TreeSet<>()));
    } catch (RuntimeException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
    String plan = file.header().getOrDefault("Plan", "");
    List<String> faults = new ArrayList<>();
    for (String operator : operators) {
      if (NEVER.contains(operator) || (ANNOUNCED.contains(operator) && !plan.contains(operator))) {
        faults.add(operator);
      }
    }
    for (String operator : ANNOUNCED) {
      if (plan.contains(operator) && !operators.contains(operator)) {
        faults.add("announced, not there: " + operator);
      }
    }
    return faults;
  }

  private static Set<String> operators(ExecutionPlanDescription plan, Set<String> names) {
    names.add(plan.getName().replaceAll("@.*|\\(.*", ""));
    plan.getChildren().forEach(child -> operators(child, names));
    return names;
  }

  private static Set<String> names(Result rows, Set<String> names) {
    rows.forEachRemaining(row -> names.add((String) row.get("name")));
    return names;
  }

  private static List<String> statements(String migration) {
    String text =
        String.join("\n", migration.lines().filter(line -> !line.startsWith("//")).toList());
    return Stream.of(text.split(";")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }
}
