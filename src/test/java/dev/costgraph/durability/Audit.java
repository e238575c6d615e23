package dev.costgraph.durability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.GraphQlClient;
import dev.costgraph.durability.Journal.Fate;
import dev.costgraph.durability.Journal.Kind;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Record;

/**
 * Compares a graph with the journal of what was sent to it: all that was acknowledged is there as
 * it was sent, nothing else than what may have happened, nothing twice, and the books balance.
 *
 * @param happened commands that the graph shows
 * @param acknowledged commands that were answered so
 * @param unacknowledged commands that the graph shows without that
 */
record Audit(long happened, long acknowledged, long unacknowledged) {

  /** Its own questions, of plain facts: none of the service's statements is used. */
  private static final String USAGES =
      """
      MATCH (agent:Agent)-[:CONSUMED]->(usage:Usage) WHERE usage.platform_id = $platformId
      OPTIONAL MATCH (usage)-[:INCURRED]->(entry:CostEntry)
      RETURN usage.operation_id AS id, collect(DISTINCT agent.agent_id) AS agents,
        usage.task_id AS task, usage.sequence AS sequence, count(entry) AS entries,
        sum(entry.total_cost_nanos) AS nanos
      """;

  private static final String RESERVATIONS =
      """
      MATCH (reservation:Reservation) WHERE reservation.platform_id = $platformId
      OPTIONAL MATCH (usage:Usage)-[:SETTLED]->(reservation)
      RETURN reservation.reservation_id AS id, collect(usage.operation_id) AS settledBy,
        [reservation.agent_id] AS agents, reservation.task_id AS task,
        reservation.sequence AS sequence, reservation.amount_nanos AS nanos,
        reservation.state AS state
      """;

  private static final String TOTALS =
      """
      MATCH (:Budget {budget_id: $platformId + ':root'})-[:HAS_PERIOD]->(period:BudgetPeriod)
      WITH sum(period.spent_nanos) AS nanos, sum(period.entries) AS entries
      MATCH (ledger:Ledger {platform_id: $platformId})
      RETURN nanos, entries, ledger.held_nanos AS held, ledger.open_reservations AS open
      """;

  /** Fails with what differs. */
  static Audit check(
      Driver driver, GraphQlClient client, Journal journal, List<String> platformIds) {
    Findings all = new Findings(journal, new HashSet<>(), new ArrayList<>(journal.wrong()));
    for (String platformId : platformIds) {
      Map<String, Object> parameters = Map.of("platformId", platformId);
      List<Record> usages = rows(driver, USAGES, parameters);
      long spent = usages.stream().mapToLong(usage -> all.add(usage, platformId)).sum();
      List<Record> reservations = rows(driver, RESERVATIONS, parameters);
      reservations.forEach(reservation -> all.add(reservation, platformId));
      reservations.forEach(all::addEnd);
      List<Record> open =
          reservations.stream().filter(row -> row.get("state").asString().equals("OPEN")).toList();

      Record totals = rows(driver, TOTALS, parameters).getFirst();
      assertThat(totals.get("nanos").asLong()).as("spent of %s", platformId).isEqualTo(spent);
      assertThat(totals.get("entries").asLong()).as("entries").isEqualTo(usages.size());
      assertThat(totals.get("open").asLong()).as("open reservations").isEqualTo(open.size());
      assertThat(totals.get("held").asLong())
          .as("held of %s", platformId)
          .isEqualTo(open.stream().mapToLong(row -> row.get("nanos").asLong()).sum());
      assertThatBooksBalance(client, platformId, usages.size());
    }
    return all.conclude();
  }

  /**
   * @param happened ids of the journal that the graph shows
   */
  private record Findings(Journal journal, Set<String> happened, List<String> wrong) {

    /** Adds a usage or a reservation; {@return its nanos} */
    long add(Record fact, String platformId) {
      String id = fact.get("id").asString();
      happen(id);
      Fate fate = journal.find(id);
      if (fate != null) {
        String error = difference(fate, platformId, fact);
        if (error != null) {
          wrong.add(error);
        }
      }
      return fact.get("nanos").asLong();
    }

    private void happen(String id) {
      Fate fate = journal.find(id);
      if (fate == null || !fate.mayHaveHappened()) {
        wrong.add(id + " happened, and was never sent or was said not to be tried");
      }
      if (!happened.add(id)) {
        wrong.add(id + " happened twice");
      }
    }

    /** What ended a reservation happened too; an open one was not answered to be ended. */
    void addEnd(Record reservation) {
      String id = reservation.get("id").asString();
      List<Object> settledBy = reservation.get("settledBy").asList();
      String settlementId = MixedTraffic.settlementId(id);
      switch (reservation.get("state").asString()) {
        case "OPEN" -> {
          if (isAcknowledged(settlementId) || happened.contains(settlementId)) {
            wrong.add(id + " is open after its settlement");
          }
        }
        case "RELEASED" -> happen(MixedTraffic.releaseId(id));
        case "SETTLED" -> {
          if (!settledBy.equals(List.of(settlementId)) || !happened.contains(settlementId)) {
            wrong.add(id + " is settled by " + settledBy);
          }
        }
        default -> wrong.add("" + reservation.asMap());
      }
    }

    private boolean isAcknowledged(String id) {
      Fate fate = journal.find(id);
      return fate != null && fate.acknowledged() != null;
    }

    Audit conclude() {
      long acknowledged = 0;
      for (Fate fate : journal.fates()) {
        if (fate.acknowledged() != null) {
          acknowledged++;
          if (!happened.contains(fate.command().id())) {
            wrong.add(fate.command().id() + " was acknowledged and is lost");
          }
        }
      }
      assertThat(wrong).isEmpty();
      return new Audit(happened.size(), acknowledged, happened.size() - acknowledged);
    }
  }

  /** {@return how what is there differs from what was sent and answered; null when it does not} */
  private static @Nullable String difference(Fate fate, String platformId, Record fact) {
    boolean isReservation = fate.command().kind() == Kind.RESERVE;
    JsonObject content = fate.command().usage();
    long nanos = fact.get("nanos").asLong();
    boolean same =
        content.getString("platformId").equals(platformId)
            && List.of(content.getString("agentId")).equals(fact.get("agents").asList())
            && content.getString("taskId").equals(fact.get("task").asString())
            && (isReservation || fact.get("entries").asLong() == 1)
            && nanos == UsageTraffic.nanos(content);
    JsonObject answer = fate.acknowledged();
    boolean asAnswered =
        answer == null
            || (answer.getJsonNumber("sequence").longValueExact() == fact.get("sequence").asLong()
                && new BigDecimal(answer.getString(isReservation ? "amount" : "cost"))
                        .compareTo(BigDecimal.valueOf(nanos, 9))
                    == 0);
    return same && asAnswered
        ? null
        : "sent %s, answered %s, found %s".formatted(content, answer, fact.asMap());
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
