package dev.costgraph.retention;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.costgraph.BadRequest;
import dev.costgraph.GraphQl;
import dev.costgraph.Limits;
import dev.costgraph.SteppedClock;
import dev.costgraph.books.BooksGraph;
import dev.costgraph.budget.BudgetType;
import dev.costgraph.graph.Graph;
import dev.costgraph.ledger.LedgerEventType;
import dev.costgraph.ledger.TestTree;
import dev.costgraph.live.LedgerEvent;
import dev.costgraph.live.LiveApi;
import dev.costgraph.retention.Retention.Folded;
import dev.costgraph.retention.Retention.Horizon;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.Session;

/** What stays although it is old, and what is known of that which is gone. */
@QuarkusTest
class RetentionRulesIT {

  private static final Instant AT = Instant.parse("2026-05-15T12:34:56Z");
  private static final Instant HORIZON = AT.plus(Duration.ofDays(5));

  @Inject Retention retention;
  @Inject BooksGraph books;
  @Inject Graph graph;
  @Inject LiveApi live;
  @Inject SteppedClock clock;

  @TempDir Path archive;

  private TestTree tree = new TestTree("");

  @BeforeEach
  void stopClock() {
    clock.stop(AT);
    tree = TestTree.create("retention-rules");
  }

  @AfterEach
  void resetClock() {
    clock.reset();
  }

  private Map<String, Object> usage(String name) {
    Map<String, Object> usage = new HashMap<>();
    usage.put("operationId", tree.id(name));
    usage.put("agentId", "agent-1");
    usage.put("platformId", tree.platformId());
    usage.put("amount", "0.000001");
    usage.put("timestamp", AT.minusSeconds(5).toString());
    return usage;
  }

  private static Map<String, Object> record(Map<String, Object> usage) {
    return GraphQl.send("record-usage", Map.of("usage", usage)).getMap("data.recordUsage");
  }

  private Map<String, Object> settle(String reservationId, Map<String, Object> usage) {
    return GraphQl.send("settle", Map.of("reservationId", tree.id(reservationId), "usage", usage))
        .getMap("data.settle");
  }

  private Folded fold(Instant eventsBefore) throws IOException {
    clock.stop(AT.plus(Duration.ofDays(10)));
    Folded folded =
        retention.fold(
            tree.platformId(), new Horizon(HORIZON, eventsBefore, archive.resolve("a/b")));
    assertThat(books.check(tree.platformId(), null).differences()).isEmpty();
    return folded;
  }

  private void requireTooOldWherever(Map<String, Object> usage, String from) {
    Map<String, Object> elsewhere = new HashMap<>(usage);
    elsewhere.put("platformId", TestTree.create("elsewhere").platformId());
    elsewhere.remove("taskId");
    for (Map<String, Object> answer : List.of(record(elsewhere), settle("r", elsewhere))) {
      assertThat(answer).as(from).containsEntry("code", "TOO_OLD");
      assertThat(answer).as(from).containsEntry("field", "operationId");
      assertThat(String.valueOf(answer.get("message"))).contains(tree.platformId());
    }
  }

  /** A process that does not know the reservation any more takes it to another platform. */
  @Test
  void shouldKnowWhatSettledWhereverItIsSent() throws Exception {
    Map<String, Object> reservation =
        Map.of(
            "reservationId",
            tree.id("r"),
            "agentId",
            "agent-1",
            "platformId",
            tree.platformId(),
            "amount",
            "1",
            "ttlSeconds",
            60);
    assertThat(
            GraphQl.send("reserve", Map.of("reservation", reservation))
                .getString("data.reserve.__typename"))
        .isEqualTo("Reserved");
    Map<String, Object> usage = usage("settling");
    usage.remove("platformId");
    assertThat(settle("r", usage)).containsEntry("__typename", "Recorded");

    assertThat(fold(HORIZON)).isEqualTo(new Folded(1, 1, 0));

    assertThat(settle("r", usage)).containsEntry("code", "TOO_OLD");
    requireTooOldWherever(usage, "a settlement");
  }

  /** What it names is made elsewhere later. */
  @Test
  void shouldKnowWhatWasNotBookedToWhatItNames() throws Exception {
    write("MATCH (l:Ledger {platform_id: $platform}) SET l.resources_on_first_sight = $cap");
    Map<String, Object> usage = usage("over-the-cap");
    usage.put("taskId", tree.id("one-too-many"));
    assertThat(String.valueOf(record(usage))).contains("Recorded", "first sight");
    assertThat(record(usage("with-time"))).containsEntry("__typename", "Recorded");

    assertThat(fold(HORIZON)).isEqualTo(new Folded(2, 0, 0));

    requireTooOldWherever(usage, "over the cap");
    assertThat(String.valueOf(record(usage("with-time")).get("message")))
        .contains(AT.minusSeconds(5).toString(), HORIZON.toString());
  }

  @Test
  void shouldKeepWhatHasNoPrice() throws Exception {
    Map<String, Object> usage = usage("unpriced");
    usage.remove("amount");
    usage.put("model", tree.id("model"));
    usage.put("tokens", Map.of("input", 1_000, "output", 0));
    record(usage);
    record(usage("priced"));

    assertThat(fold(HORIZON)).isEqualTo(new Folded(1, 0, 0));

    assertThat(record(usage)).containsEntry("__typename", "Replayed");
    Map<String, Object> price =
        Map.of(
            "model", tree.id("model"),
            "provider", "own",
            "platformId", tree.platformId(),
            "effectiveFrom", AT.minus(Duration.ofDays(1)).toString(),
            "components", List.of(Map.of("name", "input", "price", "7")));
    assertThat(GraphQl.send("add-price", Map.of("price", price)).getString("errors")).isNull();
    Map<String, Object> filter =
        Map.of("platformIds", List.of(tree.platformId()), "unpriced", true);
    JsonPath repriced =
        GraphQl.send("reprice", Map.of("filter", filter, "reason", "late", "dryRun", false));
    assertThat(repriced.getString("errors")).isNull();
    assertThat(repriced.getInt("data.reprice.adjusted")).isEqualTo(1);
    assertThat(fold(HORIZON).usages()).as("corrected since").isZero();

    clock.stop(AT.plus(Duration.ofDays(20)));
    Map<String, Object> later = usage("later");
    later.remove("timestamp");
    record(later);
    clock.stop(AT.plus(Duration.ofDays(40)));
    Instant horizon = AT.plus(Duration.ofDays(30));
    assertThat(retention.fold(tree.platformId(), new Horizon(horizon, horizon, archive)).usages())
        .isEqualTo(2);
    assertThat(books.check(tree.platformId(), null).differences()).isEmpty();
  }

  /** Half of a cell is folded and the other half went on since the export began. */
  @Test
  void shouldNotSumAgainWhatIsFolded() throws Exception {
    for (Duration from :
        List.of(Duration.ofDays(-1), Duration.ofMinutes(-30), Duration.ofMinutes(10))) {
      clock.stop(HORIZON.plus(from));
      recordAt("at" + from, HORIZON.plus(from));
    }
    assertThat(fold(HORIZON).usages()).isEqualTo(2);
    String cursor = JsonPath.from(costRows("").getFirst()).getString("cursor");
    assertThat(calls(costRows("&after=" + cursor))).containsExactly(2);

    recordAt("late", HORIZON.plusSeconds(20));

    assertThat(String.join("", costRows("&after=" + cursor)))
        .contains("FOLDED", "begin a new export");
    assertThat(calls(costRows(""))).containsExactly(1, 3);
  }

  private void recordAt(String name, Instant timestamp) {
    Map<String, Object> usage = usage(name);
    usage.put("timestamp", timestamp.toString());
    assertThat(record(usage)).containsEntry("__typename", "Recorded");
  }

  private static List<Integer> calls(List<String> rows) {
    return rows.stream().map(row -> JsonPath.from(row).getInt("calls")).toList();
  }

  private List<String> costRows(String parameters) {
    return given()
        .accept("application/jsonl")
        .get("/export/costs?platformIds=" + tree.platformId() + parameters)
        .body()
        .asString()
        .lines()
        .toList();
  }

  @Test
  void shouldKeepAlertsForAsLongAsEventsAreKept() throws Exception {
    tree.budget("tiny", BudgetType.PLATFORM, tree.platformId(), "0.000001");
    record(usage("alerting"));
    record(usage("after-the-alert"));

    assertThat(fold(AT)).isEqualTo(new Folded(2, 0, 0));
    LedgerEvent alert = firstAlert();
    assertThat(alert.sequence()).isPositive();

    assertThat(fold(HORIZON).events()).isPositive();
    assertThatThrownBy(this::firstAlert)
        .isInstanceOfSatisfying(
            BadRequest.class, e -> assertThat(e.code()).isEqualTo(BadRequest.Code.EVENTS_GONE));
  }

  private LedgerEvent firstAlert() {
    List<LedgerEventType> alerts =
        List.of(LedgerEventType.BUDGET_WARNING, LedgerEventType.BUDGET_EXCEEDED);
    return live.ledgerEvents(tree.platformId(), null, alerts, 0L)
        .collect()
        .first()
        .await()
        .atMost(Duration.ofSeconds(30));
  }

  /** More levels than go in one transaction hang by the last usage. */
  @Test
  void shouldRemoveLongChainsOfRuns() throws Exception {
    List<Map<String, Object>> usages = new ArrayList<>();
    for (int i = 60; i > 0; i--) {
      Map<String, Object> usage = usage("op-" + i);
      usage.put("runId", "run-" + i);
      usage.put("parentRunId", "run-" + (i - 1));
      usages.add(usage);
    }
    GraphQl.send("record-usages", Map.of("usages", usages));
    AddedUp platform = new AddedUp(graph, tree.platformId());
    assertThat(platform.count("Run")).isEqualTo(61);

    assertThat(fold(HORIZON)).isEqualTo(new Folded(60, 0, 0));

    assertThat(platform.count("Run")).isZero();
  }

  @Test
  void shouldNotBelieveAClockThatIsAhead() {
    Duration day = Duration.ofDays(1);
    Instant years = AT.plus(Duration.ofDays(4_000));

    assertThat(Retention.time(AT, AT, AT.minusSeconds(9))).isEqualTo(AT);
    assertThat(Retention.time(AT, AT.minusSeconds(3_600), AT)).isEqualTo(AT);
    assertThatThrownBy(() -> Retention.time(AT, AT.minusSeconds(3_601), AT))
        .hasMessageContaining("ahead");
    assertThat(Retention.time(years, years, AT)).isEqualTo(AT.plus(day));
  }

  private void write(String statement) {
    try (Session session = graph.writeSession()) {
      session.executeWriteWithoutResult(
          tx ->
              tx.run(
                      statement,
                      Map.of(
                          "platform",
                          tree.platformId(),
                          "cap",
                          (long) Limits.RESOURCES_ON_FIRST_SIGHT_MAX))
                  .consume());
    }
  }
}
