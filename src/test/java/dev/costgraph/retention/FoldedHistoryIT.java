package dev.costgraph.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.costgraph.BadRequest;
import dev.costgraph.GraphQl;
import dev.costgraph.SteppedClock;
import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetGraph;
import dev.costgraph.budget.BudgetStatus;
import dev.costgraph.command.RecordUsageResult.Recorded;
import dev.costgraph.graph.Graph;
import dev.costgraph.history.StatusApi;
import dev.costgraph.ledger.Ledger;
import dev.costgraph.ledger.TestTree;
import dev.costgraph.money.Decimal;
import dev.costgraph.retention.Retention.Horizon;
import dev.costgraph.usage.UsageInput;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.Session;

/** What is answered as of numbers, and under the tree of today, where usages are folded. */
@QuarkusTest
@TestInstance(Lifecycle.PER_CLASS)
class FoldedHistoryIT {

  private static final Instant AT = Instant.parse("2026-05-15T12:34:56Z");
  private static final Instant HORIZON = AT.plus(Duration.ofDays(5));
  private static final Duration WAIT_MAX = Duration.ofSeconds(30);
  private static final int OLD = 6;
  private static final int NEW = 4;
  private static final int NEWEST = 3;

  @Inject Retention retention;
  @Inject Ledger ledger;
  @Inject BudgetGraph budgets;
  @Inject StatusApi statuses;
  @Inject Graph graph;
  @Inject SteppedClock clock;

  @TempDir static Path archive;

  /** Asked by all tests; made by the first, for there is no port before. */
  private TestTree tree = new TestTree("");

  private long until;
  private long afterNew;

  /** The old ones are folded; the last of the new ones is the number in between. */
  @BeforeEach
  void foldOnce() throws Exception {
    if (!tree.platformId().isEmpty()) {
      return;
    }
    clock.stop(AT);
    tree = TestTree.create("folded-history");
    edit(0);
    record("old", OLD);
    until = sequence();
    clock.stop(AT.plus(Duration.ofDays(10)));
    Map<String, Object> daily =
        Map.of(
            "budgetId",
            tree.id("daily"),
            "name",
            "daily",
            "type",
            "PLATFORM",
            "resourceId",
            tree.platformId(),
            "platformId",
            tree.platformId(),
            "period",
            "DAY");
    assertThat(GraphQl.send("create-budget", Map.of("budget", daily)).getString("errors")).isNull();
    record("new", NEW);
    afterNew = sequence();
    edit(1);
    record("newest", NEWEST);
    assertThat(retention.fold(tree.platformId(), new Horizon(HORIZON, HORIZON, archive)).usages())
        .isEqualTo(OLD);
    assertThat(ledger.<Long>readUnderLock(tree.platformId(), (l, reader) -> l.folded().until()))
        .isEqualTo(until);
  }

  @AfterAll
  void resetClock() {
    clock.reset();
  }

  private void record(String name, int count) {
    List<UsageInput> usages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      usages.add(
          tree.amount(tree.id(name + i), "agent-1", tree.taskId(1), "user-" + i % 2, 1_000, null));
    }
    assertThat(ledger.record(usages)).allMatch(Recorded.class::isInstance);
  }

  /** An edit remembers what its budget counted. */
  private void edit(int limit) {
    Map<String, Object> variables =
        Map.of("budgetId", tree.id("project-a"), "change", Map.of("limit", "" + (300 + limit)));
    assertThat(GraphQl.send("update-budget", variables).getString("errors")).isNull();
  }

  private long sequence() {
    return ledger.readUnderLock(tree.platformId(), (locked, reader) -> locked.sequence());
  }

  private JsonPath costs(@Nullable Instant from, @Nullable Long asOfSequence, String... groupBy) {
    return costs(
        from, Map.of("asOfSequence", asOfSequence == null ? sequence() : asOfSequence), groupBy);
  }

  private JsonPath costs(@Nullable Instant from, Map<String, Object> more, String... groupBy) {
    Map<String, Object> filter = new HashMap<>();
    filter.put("platformIds", List.of(tree.platformId()));
    filter.put("from", from == null ? null : from.toString());
    Map<String, Object> variables = new HashMap<>(more);
    variables.put("groupBy", List.of(groupBy));
    variables.put("filter", filter);
    return GraphQl.send("costs", variables);
  }

  private JsonPath books(@Nullable Long asOfSequence) {
    Map<String, Object> variables = new HashMap<>();
    variables.put("platformId", tree.platformId());
    variables.put("asOfSequence", asOfSequence);
    return GraphQl.send("books", variables);
  }

  @Test
  void shouldRefuseNumbersBelowWhatIsFolded() {
    JsonPath costs = costs(HORIZON, until - 1);

    assertThat(GraphQl.error(costs)).isEqualTo("FOLDED asOfSequence");
    assertThat(costs.getString("errors[0].message"))
        .contains("as of " + (until - 1), "so " + until + " is the first", "archive");
    assertThat(GraphQl.error(books(until - 1))).isEqualTo("FOLDED asOfSequence");
    assertThat(GraphQl.error(books(0L))).isEqualTo("FOLDED asOfSequence");
    Map<String, Object> status = Map.of("platformId", tree.platformId(), "asOfSequence", until - 1);
    assertThat(GraphQl.error(GraphQl.send("budgets-as-of", status)))
        .isEqualTo("FOLDED asOfSequence");
  }

  @Test
  void shouldAnswerFromTheHorizonAsOfNumbersThatAreKept() {
    assertThat(costs(HORIZON, until, "AGENT").getInt("data.costs.total.calls")).isZero();
    assertThat(costs(HORIZON, afterNew, "AGENT").getInt("data.costs.total.calls")).isEqualTo(NEW);
    assertThat(costs(HORIZON, sequence()).getInt("data.costs.total.calls")).isEqualTo(NEW + NEWEST);
    assertThat(GraphQl.error(costs(null, afterNew, "AGENT"))).isEqualTo("FOLDED filter.from");
    assertThat(GraphQl.error(costs(HORIZON.minusSeconds(1), afterNew)))
        .isEqualTo("FOLDED filter.from");
  }

  /** What is folded was booked and corrected up to the first number that may be asked for. */
  @Test
  void shouldAnswerUsersAsOfNumbersByTheirDays() {
    assertThat(costs(null, until, "USER").getInt("data.costs.total.calls")).isEqualTo(OLD);
    assertThat(costs(null, afterNew, "USER").getInt("data.costs.total.calls")).isEqualTo(OLD + NEW);
  }

  /** A month began before the horizon, the day did not; both are asked for at once. */
  @Test
  void shouldTellStatusesOfPeriodsThatAreKept() {
    List<String> ids = List.of(tree.id("project-a"), tree.id("daily"), tree.id("platform"));
    Map<String, Budget> known = budgets.budgets(ids);
    List<Uni<BudgetStatus>> asked =
        ids.stream()
            .map(id -> statuses.status(budget(known, id), clock.instant(), afterNew))
            .toList();

    BudgetStatus daily = asked.get(1).await().atMost(WAIT_MAX);
    assertThat(daily.spent()).isEqualTo(new Decimal("0.000004"));
    assertThat(daily.entries()).isEqualTo(NEW);
    for (int monthly : List.of(0, 2)) {
      assertThatThrownBy(() -> asked.get(monthly).await().atMost(WAIT_MAX))
          .isInstanceOfSatisfying(
              BadRequest.class, e -> assertThat(e.code()).isEqualTo(BadRequest.Code.FOLDED));
    }
    BudgetStatus now =
        statuses.status(budget(known, tree.id("project-a")), null, null).await().atMost(WAIT_MAX);
    assertThat(now.entries()).isEqualTo(OLD + NEW + NEWEST);
  }

  private static Budget budget(Map<String, Budget> known, String id) {
    return Objects.requireNonNull(known.get(id));
  }

  @Test
  void shouldCheckTheBooksAsOfNumbersThatAreKept() {
    for (long number = until; number <= sequence(); number++) {
      JsonPath books = books(number);
      assertThat(books.getList("data.books.differences")).as("as of %d", number).isEmpty();
      assertThat(books.getLong("data.books.asOfSequence")).isEqualTo(number);
    }
    assertThat(books(sequence()).getInt("data.books.snapshotsChecked")).isPositive();
  }

  /** What an event told of its budget is compared where all is known that it counted. */
  @Test
  void shouldFindAnEditThatToldOfAnotherSumAfterWhatIsFolded() {
    String edits =
        """
        MATCH (e:LedgerEvent {platform_id: $platform, event_type: 'BUDGET_EDITED'})
        WHERE e.spent_nanos IS NOT NULL AND e.sequence %s $until
        SET e.spent_nanos = e.spent_nanos + 1
        RETURN count(e) AS edits
        """;
    assertThat(write(edits.formatted("<="))).isPositive();
    assertThat(books(null).getBoolean("data.books.balanced")).isTrue();
    assertThat(books(sequence()).getBoolean("data.books.balanced")).isTrue();

    assertThat(write(edits.formatted(">"))).isPositive();

    assertThat(books(null).getBoolean("data.books.balanced")).isFalse();
    assertThat(books(sequence()).getBoolean("data.books.balanced")).isFalse();
    assertThat(books(until).getBoolean("data.books.balanced")).isTrue();
    write(edits.replace("+ 1", "- 1").formatted(">"));
    assertThat(books(null).getBoolean("data.books.balanced")).isTrue();
  }

  @Test
  void shouldFindAFactThatIsGoneAsOfANumber() {
    String hide =
        """
        MATCH (u:Usage {operation_id: $platform + ':new1'})
        SET u.sequence = -u.sequence
        RETURN count(u) AS edits, $until AS until
        """;
    assertThat(write(hide)).isEqualTo(1);

    assertThat(books(sequence()).getBoolean("data.books.balanced")).isFalse();
    assertThat(books(until).getBoolean("data.books.balanced")).isTrue();
    write(hide);
    assertThat(books(sequence()).getBoolean("data.books.balanced")).isTrue();
  }

  /** Cells know the path that was charged, and that is where a task is today. */
  @Test
  void shouldShowWhatIsFoldedUnderTheTreeOfToday() {
    Map<String, Object> today = Map.of("tree", "TODAY");
    assertThat(projects(today)).isEqualTo(Map.of("a", OLD + NEW + NEWEST));
    move("b");

    assertThat(projects(Map.of())).isEqualTo(Map.of("a", OLD + NEW + NEWEST));
    assertThat(projects(today)).isEqualTo(Map.of("b", OLD + NEW + NEWEST));
    assertThat(GraphQl.error(costs(null, today, "PROJECT", "RUN"))).isEqualTo("FOLDED filter.from");
    // budgets that narrow by users need to know them besides the path
    assertThat(GraphQl.error(costs(null, today, "BUDGET"))).isEqualTo("FOLDED filter.from");
    assertThat(costs(HORIZON, today, "BUDGET").getInt("data.costs.total.calls"))
        .isEqualTo(NEW + NEWEST);
    move("a");
  }

  private void move(String project) {
    Map<String, Object> task = Map.of("taskId", tree.taskId(1), "projectId", tree.id(project));
    assertThat(GraphQl.send("put-task", task).getString("errors")).isNull();
  }

  /** Days of users know no project: they must not answer where one is asked for. */
  @Test
  void shouldNotTakeTheDaysOfUsersForThoseOfAProjectOfToday() {
    Map<String, Object> filter =
        Map.of("platformIds", List.of(tree.platformId()), "projectIds", List.of(tree.id("b")));
    for (String shown : List.of("TODAY", "AS_CHARGED")) {
      Map<String, Object> variables =
          Map.of("groupBy", List.of("USER"), "filter", filter, "tree", shown);
      assertThat(GraphQl.error(GraphQl.send("costs", variables)))
          .as(shown)
          .isEqualTo("FOLDED filter.from");
    }
  }

  private Map<String, Integer> projects(Map<String, Object> more) {
    JsonPath answer = costs(null, more, "PROJECT");
    assertThat(answer.getString("errors")).isNull();
    Map<String, Integer> calls = new HashMap<>();
    for (int i = 0; i < answer.getList("data.costs.rows").size(); i++) {
      String row = "data.costs.rows[%d].".formatted(i);
      calls.put(
          answer.getString(row + "keys[0]").substring(tree.id("").length()),
          answer.getInt(row + "totals.calls"));
    }
    return calls;
  }

  private long write(String statement) {
    Map<String, Object> parameters = Map.of("platform", tree.platformId(), "until", until);
    try (Session session = graph.writeSession()) {
      return session.executeWrite(
          tx -> tx.run(statement, parameters).single().get("edits").asLong());
    }
  }
}
