package dev.costgraph.durability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.GraphQlClient;
import dev.costgraph.durability.Journal.Fate;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Record;

/**
 * Compares a graph with the journal of what was sent to it: all that was acknowledged is there as
 * it was sent, nothing else than what may have happened, nothing twice, and the books balance.
 *
 * @param booked usages in the graph
 * @param acknowledged commands that were answered with their usage
 * @param unacknowledged commands that are in the graph without that
 */
record Audit(long booked, long acknowledged, long unacknowledged) {

  /** Its own question, of plain facts: none of the service's statements is used. */
  private static final String FACTS =
      """
      MATCH (agent:Agent)-[:CONSUMED]->(usage:Usage) WHERE usage.platform_id = $platformId
      OPTIONAL MATCH (usage)-[:INCURRED]->(entry:CostEntry)
      RETURN usage.operation_id AS id, collect(DISTINCT agent.agent_id) AS agents,
        usage.task_id AS task, usage.sequence AS sequence, count(entry) AS entries,
        sum(entry.total_cost_nanos) AS nanos
      """;

  private static final String ROOT =
      """
      MATCH (:Budget {budget_id: $budgetId})-[:HAS_PERIOD]->(period:BudgetPeriod)
      RETURN sum(period.spent_nanos) AS nanos, sum(period.entries) AS entries
      """;

  /** Fails with what differs. */
  static Audit check(
      Driver driver, GraphQlClient client, Journal journal, List<String> platformIds) {
    List<String> wrong = new ArrayList<>(journal.wrong());
    Set<String> booked = new HashSet<>();
    for (String platformId : platformIds) {
      Set<String> here = new HashSet<>();
      long nanos = 0;
      for (Record fact : rows(driver, FACTS, Map.of("platformId", platformId))) {
        String id = fact.get("id").asString();
        Fate fate = journal.find(id);
        if (!here.add(id) || !booked.add(id)) {
          wrong.add(id + " is there twice");
        } else if (fate == null || !fate.mayHaveHappened()) {
          wrong.add(id + " is there, and was never sent or was said not to be tried");
        } else {
          nanos += UsageTraffic.nanos(fate.command());
          compare(fate, platformId, fact, wrong);
        }
      }
      Record root = rows(driver, ROOT, Map.of("budgetId", platformId + ":root")).getFirst();
      assertThat(root.get("nanos").asLong()).as("spent of %s", platformId).isEqualTo(nanos);
      assertThat(root.get("entries").asLong()).as("entries").isEqualTo(here.size());
      assertThatBooksBalance(client, platformId, here.size());
    }
    long acknowledged = 0;
    for (Fate fate : journal.fates()) {
      if (fate.acknowledged() != null) {
        acknowledged++;
        if (!booked.contains(fate.command().id())) {
          wrong.add(fate.command().id() + " was acknowledged and is lost");
        }
      }
    }
    assertThat(wrong).isEmpty();
    return new Audit(booked.size(), acknowledged, booked.size() - acknowledged);
  }

  private static void compare(Fate fate, String platformId, Record fact, List<String> wrong) {
    JsonObject content = fate.command().content();
    boolean same =
        content.getString("platformId").equals(platformId)
            && List.of(content.getString("agentId")).equals(fact.get("agents").asList())
            && content.getString("taskId").equals(fact.get("task").asString())
            && fact.get("entries").asLong() == 1
            && fact.get("nanos").asLong() == UsageTraffic.nanos(fate.command());
    JsonObject answered = fate.acknowledged();
    boolean asAnswered =
        answered == null
            || (answered.getJsonNumber("sequence").longValueExact() == fact.get("sequence").asLong()
                && new BigDecimal(answered.getString("cost"))
                        .movePointRight(9)
                        .compareTo(BigDecimal.valueOf(fact.get("nanos").asLong()))
                    == 0);
    if (!same || !asAnswered) {
      wrong.add("sent %s, answered %s, found %s".formatted(content, answered, fact.asMap()));
    }
  }

  private static void assertThatBooksBalance(GraphQlClient client, String platformId, long usages) {
    JsonObject books =
        client
            .send("books", Json.createObjectBuilder().add("platformId", platformId).build())
            .getJsonObject("books");
    assertThat(books.getBoolean("balanced")).as("%s", books).isTrue();
    assertThat(books.getJsonNumber("entriesChecked").longValueExact()).isEqualTo(usages);
  }

  private static List<Record> rows(
      Driver driver, String statement, Map<String, Object> parameters) {
    return driver.executableQuery(statement).withParameters(parameters).execute().records();
  }
}
