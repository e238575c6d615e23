package dev.costgraph.retention;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.costgraph.BadRequest;
import dev.costgraph.GraphQl;
import dev.costgraph.SteppedClock;
import dev.costgraph.command.RecordUsageResult.Recorded;
import dev.costgraph.ledger.Ledger;
import dev.costgraph.ledger.LedgerEventType;
import dev.costgraph.ledger.TestTree;
import dev.costgraph.live.LedgerEvent;
import dev.costgraph.live.LiveApi;
import dev.costgraph.retention.Retention.Horizon;
import dev.costgraph.usage.UsageInput;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What is asked about times that are folded is answered in full, or refused by name. */
@QuarkusTest
@TestInstance(Lifecycle.PER_CLASS)
class FoldedQuestionsIT {

  private static final Instant AT = Instant.parse("2026-05-15T12:34:56Z");

  /** In the middle of a day and of an hour. */
  private static final Instant HORIZON = AT.plus(Duration.ofDays(1));

  private static final String REFUSED = "FOLDED filter.from";

  @Inject Retention retention;
  @Inject Ledger ledger;
  @Inject LiveApi live;
  @Inject SteppedClock clock;

  private TestTree tree = new TestTree("");

  /** Two days are folded, and the third until shortly after noon. */
  @BeforeAll
  void foldSome(@TempDir Path archive) throws Exception {
    clock.stop(AT.minus(Duration.ofDays(1)));
    tree = TestTree.create("folded-questions");
    record("first", 3);
    clock.stop(AT);
    record("second", 5);
    clock.stop(HORIZON.minus(Duration.ofHours(1)));
    record("third", 7);
    clock.stop(HORIZON.plus(Duration.ofHours(1)));
    record("third-later", 11);
    clock.stop(AT.plus(Duration.ofDays(4)));
    record("new", 13);
    assertThat(retention.fold(tree.platformId(), new Horizon(HORIZON, HORIZON, archive)).usages())
        .isEqualTo(15);
  }

  @AfterAll
  void resetClock() {
    clock.reset();
  }

  /** Calls of user-0 and user-1 in turns, each of 1,000 nanos. */
  private void record(String name, int count) {
    List<UsageInput> usages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      usages.add(
          tree.amount(tree.id(name + i), "agent-1", tree.taskId(0), "user-" + i % 2, 1_000, null));
    }
    assertThat(ledger.record(usages)).allMatch(Recorded.class::isInstance);
  }

  private Map<String, Object> filter(@Nullable String from, @Nullable String to) {
    Map<String, Object> filter = new HashMap<>();
    filter.put("platformIds", List.of(tree.platformId()));
    filter.put("from", from);
    filter.put("to", to);
    return filter;
  }

  private static JsonPath costs(Map<String, Object> filter, String... groupBy) {
    return GraphQl.send("costs", Map.of("groupBy", List.of(groupBy), "filter", filter));
  }

  private static Map<String, Integer> calls(JsonPath answer) {
    assertThat(answer.getString("errors")).isNull();
    Map<String, Integer> calls = new HashMap<>();
    List<Map<String, Object>> rows = answer.getList("data.costs.rows");
    for (int i = 0; i < rows.size(); i++) {
      calls.put(
          answer.getString("data.costs.rows[%d].keys[0]".formatted(i)),
          answer.getInt("data.costs.rows[%d].totals.calls".formatted(i)));
    }
    return calls;
  }

  @Test
  void shouldAnswerByCellsAsEver() {
    assertThat(calls(costs(filter(null, null), "AGENT"))).isEqualTo(Map.of("agent-1", 39));
    assertThat(calls(costs(filter("2026-05-15T12:00:00Z", "2026-05-15T13:00:00Z"), "AGENT")))
        .isEqualTo(Map.of("agent-1", 5));
  }

  @Test
  void shouldAnswerUsersByWholeDays() {
    assertThat(calls(costs(filter(null, null), "USER")))
        .isEqualTo(Map.of("user-0", 2 + 3 + 4 + 6 + 7, "user-1", 1 + 2 + 3 + 5 + 6));
    assertThat(calls(costs(filter("2026-05-14T00:00:00Z", "2026-05-16T00:00:00Z"), "USER")))
        .isEqualTo(Map.of("user-0", 5, "user-1", 3));
    // the day with the horizon in it: half of it is folded
    assertThat(calls(costs(filter("2026-05-16T00:00:00Z", "2026-05-17T00:00:00Z"), "USER")))
        .isEqualTo(Map.of("user-0", 10, "user-1", 8));
    // an end of any kind, where nothing is folded
    assertThat(calls(costs(filter("2026-05-16T00:00:00Z", "2026-05-16T13:00:00Z"), "USER")))
        .isEqualTo(Map.of("user-0", 4, "user-1", 3));
    Map<String, Object> ofOne = filter(null, null);
    ofOne.put("userIds", List.of("user-1"));
    assertThat(costs(ofOne).getInt("data.costs.total.calls")).isEqualTo(17);
  }

  @Test
  void shouldRefuseWhatItCannotTell() {
    String day = "2026-05-15T00:00:00Z";
    for (String dimension : List.of("RUN", "STEP")) {
      assertThat(GraphQl.error(costs(filter(null, null), dimension))).isEqualTo(REFUSED);
    }
    assertThat(GraphQl.error(costs(filter(null, null), "USER", "AGENT"))).isEqualTo(REFUSED);
    assertThat(GraphQl.error(costs(filter(day, "2026-05-15T12:00:00Z"), "USER")))
        .isEqualTo(REFUSED);
    assertThat(GraphQl.error(costs(filter("2026-05-15T12:00:00Z", null), "USER")))
        .isEqualTo(REFUSED);
    assertThat(GraphQl.error(costs(filter("2026-05-15T12:30:00Z", null), "AGENT")))
        .isEqualTo(REFUSED);
    Map<String, Object> failed = filter(null, null);
    failed.put("outcomes", List.of("FAILED"));
    assertThat(GraphQl.error(costs(failed))).isEqualTo(REFUSED);
    assertThat(
            GraphQl.error(
                GraphQl.send("reprice", Map.of("filter", filter(null, null), "reason", "any"))))
        .isEqualTo(REFUSED);
    assertThat(
            GraphQl.error(
                GraphQl.send(
                    "what-if",
                    Map.of("filter", filter(null, null), "change", Map.of("model", "gpt-4o")))))
        .isEqualTo(REFUSED);
    assertThat(GraphQl.error(GraphQl.send("usages", Map.of("filter", filter(day, null)))))
        .isEqualTo(REFUSED);
    for (String to : List.of(day, HORIZON.toString())) {
      assertThat(GraphQl.error(GraphQl.send("usages", Map.of("filter", filter(null, to)))))
          .isEqualTo("FOLDED filter.to");
    }
    assertThat(
            GraphQl.send("costs", Map.of("groupBy", List.of("RUN"), "filter", filter(null, null))))
        .extracting(answer -> answer.getString("errors[0].message"))
        .asString()
        .contains(HORIZON.toString());
  }

  /** What is asked for is kept, and the time before is not. */
  @Test
  void shouldSayThatTheTimeBeforeIsFolded() {
    JsonPath answer =
        GraphQl.send(
            "costs",
            Map.of(
                "groupBy",
                List.of("RUN"),
                "filter",
                filter(HORIZON.toString(), HORIZON.plus(Duration.ofDays(1)).toString()),
                "previous",
                true));

    assertThat(GraphQl.error(answer)).isEqualTo("FOLDED previous");
  }

  @Test
  void shouldExportWhatIsKeptAndCostsOfAllTime() {
    for (String export : List.of("usage", "focus")) {
      assertThat(export(export, "").statusCode()).isEqualTo(400);
      assertThat(export(export, "").jsonPath().getString("errors[0].extensions.code"))
          .isEqualTo("FOLDED");
    }
    assertThat(export("usage", "&from=" + HORIZON).body().asString().lines()).hasSize(24);
    assertThat(export("focus", "&from=" + HORIZON).body().asString()).isNotEmpty();
    assertThat(
            export("costs", "")
                .body()
                .asString()
                .lines()
                .mapToInt(row -> JsonPath.from(row).getInt("calls")))
        .containsExactly(3, 5, 18, 13);
  }

  private Response export(String name, String parameters) {
    return given()
        .accept("application/jsonl")
        .get("/export/" + name + "?platformIds=" + tree.platformId() + parameters);
  }

  @Test
  void shouldGoOnFromTheHorizon() {
    Map<String, Object> kept = filter(HORIZON.toString(), null);

    assertThat(costs(kept, "RUN").getInt("data.costs.total.calls")).isEqualTo(24);
    JsonPath listed = GraphQl.send("usages", Map.of("filter", filter(null, null), "first", 100));
    assertThat(listed.getList("data.usages.nodes")).hasSize(24);
    assertThat(
            GraphQl.send("usage", Map.of("operationId", tree.id("first0")))
                .<Object>get("data.usage"))
        .isNull();
    assertThat(
            GraphQl.send("reprice", Map.of("filter", kept, "reason", "any"))
                .getInt("data.reprice.usages"))
        .isEqualTo(24);
  }

  /** Absent times are those of the first and the last usage, also of one that is folded. */
  @Test
  void shouldBeginSeriesWithWhatIsFolded() {
    JsonPath series =
        GraphQl.send("cost-series", Map.of("interval", "DAY", "filter", filter(null, null)));

    assertThat(series.getString("errors")).isNull();
    assertThat(series.getString("data.costSeries.points[0].start"))
        .startsWith("2026-05-14T00:00:00");
    List<Integer> calls = series.getList("data.costSeries.points.totals.calls");
    assertThat(calls).containsExactly(3, 5, 18, 0, 0, 13);
  }

  @Test
  void shouldRefuseToMissEvents() {
    long until = lastFolded();

    assertThatThrownBy(() -> firstAfter(0))
        .isInstanceOfSatisfying(
            BadRequest.class,
            e -> {
              assertThat(e.code()).isEqualTo(BadRequest.Code.EVENTS_GONE);
              assertThat(e).hasMessageContaining("after " + until);
            });
    assertThatThrownBy(() -> firstAfter(until - 1)).isInstanceOf(BadRequest.class);
    assertThat(firstAfter(until).sequence()).isEqualTo(until + 1);
    // no alert and no denial is gone, and edits never go
    assertThat(firstAfter(0, LedgerEventType.BUDGET_EDITED).sequence()).isEqualTo(1);
    assertThatThrownBy(
            () -> firstAfter(0, LedgerEventType.BUDGET_EDITED, LedgerEventType.COST_RECORDED))
        .isInstanceOf(BadRequest.class);
  }

  private LedgerEvent firstAfter(long sequence, LedgerEventType... types) {
    return live.ledgerEvents(tree.platformId(), null, List.of(types), sequence)
        .collect()
        .first()
        .await()
        .atMost(Duration.ofSeconds(30));
  }

  private long lastFolded() {
    return ledger.readUnderLock(tree.platformId(), (locked, reader) -> locked.folded().until());
  }
}
