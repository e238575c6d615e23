package dev.costgraph.attribution;

import static dev.costgraph.attribution.AnsweredCosts.instant;
import static dev.costgraph.attribution.AnsweredCosts.nonZero;
import static dev.costgraph.attribution.AnsweredCosts.sum;
import static dev.costgraph.attribution.ExpectedCosts.expectedPoints;
import static dev.costgraph.attribution.ExpectedCosts.expectedRows;
import static dev.costgraph.attribution.ExpectedCosts.groupsOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.GraphQl;
import dev.costgraph.attribution.RecordedUsages.Sum;
import dev.costgraph.budget.BudgetInput;
import dev.costgraph.budget.BudgetType;
import dev.costgraph.budget.Enforcement;
import dev.costgraph.budget.Period;
import dev.costgraph.budget.Unit;
import dev.costgraph.command.RecordUsageResult.Recorded;
import dev.costgraph.edit.EditApi;
import dev.costgraph.ledger.Ledger;
import dev.costgraph.platform.PlatformInput;
import dev.costgraph.usage.Usage;
import dev.costgraph.usage.UsageInput;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Every answer equals a plain sum over the recorded usages, to the nano: two platforms in zones
 * that change their clocks within the 40 days, one of them by half an hour.
 */
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CostsIT {

  private static final int USAGES = 700;
  private static final List<String> ZONES =
      List.of("Europe/Berlin", "Australia/Lord_Howe", "UTC", "Asia/Kolkata", "Asia/Kathmandu");

  @Inject Ledger ledger;
  @Inject EditApi edits;

  private final String berlin = "b-" + UUID.randomUUID();
  private final String lordHowe = "l-" + UUID.randomUUID();
  private final long seed = Long.getLong("costgraph.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final RecordedUsages usages = new RecordedUsages(random);
  private final List<Recorded> all = new ArrayList<>();

  @BeforeAll
  void record() {
    System.out.println("CostsIT costgraph.seed=" + seed);
    edits.putPlatform(new PlatformInput(berlin, null, null, "Europe/Berlin", null));
    edits.putPlatform(new PlatformInput(lordHowe, null, null, "Australia/Lord_Howe", null));
    for (String platformId : List.of(berlin, lordHowe)) {
      edits.putProject(platformId + "pr1", null, platformId);
      edits.putTask(platformId + "t1", null, platformId + "pr1");
      edits.putTask(platformId + "t2", null, platformId + "pr1");
      record(usages.random(platformId, USAGES / 4));
    }
    // Berlin has budgets from here on; Lord Howe has none but of paths
    budget(berlin, "root", BudgetType.PLATFORM, berlin);
    budget(berlin, "pr1", BudgetType.PROJECT, berlin + "pr1", "root");
    budget(berlin, "t1", BudgetType.TASK, berlin + "t1", "pr1");
    budget(berlin, "a1", BudgetType.AGENT, "a1", "pr1");
    budget(berlin, "u1", BudgetType.USER, "u1");
    budget(berlin, "m", BudgetType.MODEL, "gpt-4o", "t1");
    budget(lordHowe, "all", BudgetType.CUSTOM, null);
    budget(lordHowe, "t1", BudgetType.TASK, lordHowe + "t1", "all");
    record(usages.random(berlin, USAGES / 2));
    record(usages.random(lordHowe, USAGES / 2));
    budget(berlin, "t2", BudgetType.TASK, berlin + "t2", "pr1");
    edits.closeBudget(berlin + "u1");
    record(usages.random(berlin, USAGES / 4));
    record(usages.random(lordHowe, USAGES / 4));
  }

  @Test
  void shouldGroupRandomQuestions() {
    for (int i = 0; i < 30; i++) {
      RandomFilter filter = RandomFilter.of(random, usages, all);
      List<Dimension> groupBy = dimensions(3);
      String question = "question %d: %s of %s".formatted(i, groupBy, filter.sent);

      JsonPath answer = costs(groupBy, filter.sent, 500);

      assertThat(answer.getString("errors")).as(question).isNull();
      List<Recorded> matching = matching(filter);
      assertThat(sum(answer.getMap("data.costs.total"))).as(question).isEqualTo(Sum.of(matching));
      List<Map<String, Object>> rows = answer.getList("data.costs.rows");
      assertThat(rows.stream().map(AnsweredCosts::line).toList())
          .as(question)
          .isEqualTo(groupBy.isEmpty() ? List.of() : expectedRows(groupBy, matching));
    }
  }

  @Test
  void shouldDrawRandomSeries() {
    for (int i = 0; i < 15; i++) {
      RandomFilter filter = RandomFilter.of(random, usages, all);
      List<Dimension> groupBy = dimensions(1);
      Interval interval = usages.one(Interval.values());
      String zone = random.nextInt(4) == 0 ? null : ZONES.get(random.nextInt(ZONES.size()));
      Map<String, Object> variables = variables(groupBy, filter.sent);
      variables.put("interval", interval.name());
      variables.put("zone", zone);
      String question = "series %d: %s".formatted(i, variables);

      JsonPath answer = GraphQl.send("cost-series", variables);

      List<Recorded> matching = matching(filter);
      if (answer.getString("errors") != null) {
        // Groups by the run or tag at every hour may be more points than an answer has
        assertThat(GraphQl.error(answer)).as(question).isEqualTo("NARROW_THE_RANGE interval");
        assertThat(groupsOf(groupBy, matching).size() * 42 * 24).isGreaterThan(10_000);
        continue;
      }
      List<Map<String, Object>> points = answer.getList("data.costSeries.points");
      assertThat(nonZero(points)).as(question).isEqualTo(expectedPoints(points, groupBy, matching));
      requireCalendar(points, interval, calendar(filter, zone), filter, question);
      requireZeroFilled(points, question);
    }
  }

  @Test
  void shouldListWhatItSums() {
    for (int i = 0; i < 20; i++) {
      RandomFilter filter = RandomFilter.of(random, usages, all);
      JsonPath answer = GraphQl.send("usages", Map.of("filter", filter.sent, "first", 500));
      assertThat(answer.getList("data.usages.nodes.operationId", String.class))
          .as("filter %d: %s", i, filter.sent)
          .isEqualTo(
              matching(filter).stream()
                  .map(Recorded::usage)
                  .sorted(
                      Comparator.comparing(Usage::timestamp)
                          .thenComparing(Usage::operationId)
                          .reversed())
                  .map(Usage::operationId)
                  .limit(500)
                  .toList());
    }
  }

  @Test
  void shouldLimitRowsAndNotTheTotal() {
    Map<String, Object> filter = Map.of("platformIds", List.of(berlin, lordHowe));

    JsonPath answer = costs(List.of(Dimension.RUN, Dimension.AGENT), filter, 2);

    assertThat(answer.getList("data.costs.rows")).hasSize(2);
    assertThat(sum(answer.getMap("data.costs.total"))).isEqualTo(Sum.of(all));
  }

  @Test
  void shouldAnswerNothingWithZeros() {
    JsonPath answer =
        costs(List.of(), Map.of("platformIds", List.of(berlin), "agentIds", List.of()), 10);

    assertThat(sum(answer.getMap("data.costs.total"))).isEqualTo(Sum.of(List.of()));
    assertThat(answer.getString("data.costs.currency")).isEqualTo("USD");
    JsonPath row =
        costs(
            List.of(Dimension.AGENT), Map.of("platformIds", List.of(berlin), "unpriced", true), 10);
    assertThat(row.getList("data.costs.rows.share")).containsOnlyNulls().isNotEmpty();
  }

  @Test
  void shouldSayWhatIsWrongWithAQuestion() {
    String euro = "e-" + UUID.randomUUID();
    edits.putPlatform(new PlatformInput(euro, null, "EUR", null, null));
    Map<String, Object> none = Map.of();

    assertThat(
            List.of(
                error(List.of("AGENT", "AGENT"), none, null),
                error(List.of("TAG"), none, null),
                error(List.of("AGENT"), none, "env"),
                error(List.of(), Map.of("budgetId", "none"), null),
                error(List.of(), Map.of("platformIds", List.of(berlin, euro)), null),
                seriesError("DAY", "Mars/Olympus", none),
                seriesError(
                    "HOUR",
                    null,
                    Map.of("from", "2024-01-01T00:00:00Z", "to", "2026-01-01T00:00:00Z"))))
        .containsExactly(
            "INVALID_VALUE groupBy",
            "INVALID_VALUE tagKey",
            "INVALID_VALUE tagKey",
            "NOT_FOUND filter.budgetId",
            "MIXED_CURRENCIES filter.platformIds",
            "INVALID_VALUE zone",
            "NARROW_THE_RANGE interval");
  }

  private static String error(
      List<String> groupBy, Map<String, Object> filter, @Nullable String tagKey) {
    Map<String, Object> variables = new HashMap<>();
    variables.put("groupBy", groupBy);
    variables.put("filter", filter);
    variables.put("tagKey", tagKey);
    return GraphQl.error(GraphQl.send("costs", variables));
  }

  private String seriesError(String interval, @Nullable String zone, Map<String, Object> times) {
    Map<String, Object> filter = new HashMap<>(times);
    filter.put("platformIds", List.of(berlin));
    Map<String, Object> variables = new HashMap<>();
    variables.put("interval", interval);
    variables.put("zone", zone);
    variables.put("filter", filter);
    return GraphQl.error(GraphQl.send("cost-series", variables));
  }

  private List<Recorded> matching(RandomFilter filter) {
    return all.stream().filter(filter::matches).toList();
  }

  private List<Dimension> dimensions(int most) {
    List<Dimension> shuffled = new ArrayList<>(EnumSet.allOf(Dimension.class));
    Collections.shuffle(shuffled, random);
    return shuffled.subList(0, random.nextInt(most + 1));
  }

  private static JsonPath costs(List<Dimension> groupBy, Map<String, Object> filter, int first) {
    Map<String, Object> variables = variables(groupBy, filter);
    variables.put("first", first);
    return GraphQl.send("costs", variables);
  }

  private static Map<String, Object> variables(
      List<Dimension> groupBy, Map<String, Object> filter) {
    Map<String, Object> variables = new HashMap<>();
    variables.put("groupBy", groupBy.stream().map(Dimension::name).toList());
    variables.put("filter", filter);
    variables.put("tagKey", groupBy.contains(Dimension.TAG) ? "env" : null);
    return variables;
  }

  private ZoneId calendar(RandomFilter filter, @Nullable String zone) {
    if (zone != null) {
      return ZoneId.of(zone);
    }
    Object budgetId = filter.sent.get("budgetId");
    boolean hasBerlin = isAsked(filter, berlin) && isOf(budgetId, berlin);
    boolean hasLordHowe = isAsked(filter, lordHowe) && isOf(budgetId, lordHowe);
    return hasBerlin == hasLordHowe
        ? ZoneId.of("UTC")
        : ZoneId.of(hasBerlin ? "Europe/Berlin" : "Australia/Lord_Howe");
  }

  private static boolean isAsked(RandomFilter filter, String platformId) {
    return ((List<?>) Objects.requireNonNull(filter.sent.get("platformIds"))).contains(platformId);
  }

  private static boolean isOf(@Nullable Object budgetId, String platformId) {
    return budgetId == null || budgetId.toString().startsWith(platformId);
  }

  /** Points follow each other, and each inner bound is one of the calendar. */
  private static void requireCalendar(
      List<Map<String, Object>> points,
      Interval interval,
      ZoneId zone,
      RandomFilter filter,
      String question) {
    List<Instant> starts = points.stream().map(p -> instant(p, "start")).distinct().toList();
    List<Instant> ends = points.stream().map(p -> instant(p, "end")).distinct().toList();
    for (int i = 0; i < starts.size(); i++) {
      if (i > 0) {
        assertThat(starts.get(i)).as(question).isEqualTo(ends.get(i - 1));
      }
      if (i > 0 || !starts.get(i).toString().equals(filter.sent.get("from"))) {
        assertThat(isBound(starts.get(i), interval, zone)).as(question + starts.get(i)).isTrue();
      }
      Duration longest =
          Duration.ofHours(
              switch (interval) {
                case HOUR -> 1;
                case DAY -> 25;
                case WEEK -> 7 * 24 + 1;
                case MONTH -> 31 * 24 + 1;
              });
      assertThat(Duration.between(starts.get(i), ends.get(i))).isBetween(Duration.ZERO, longest);
    }
  }

  private static boolean isBound(Instant at, Interval interval, ZoneId zone) {
    LocalDate date = at.atZone(zone).toLocalDate();
    return switch (interval) {
      case HOUR ->
          at.atZone(zone).truncatedTo(ChronoUnit.HOURS).toInstant().equals(at)
              || zone.getRules().previousTransition(at.plusNanos(1)).getInstant().equals(at);
      case DAY -> date.atStartOfDay(zone).toInstant().equals(at);
      case WEEK ->
          date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
              .atStartOfDay(zone)
              .toInstant()
              .equals(at);
      case MONTH -> date.withDayOfMonth(1).atStartOfDay(zone).toInstant().equals(at);
    };
  }

  private static void requireZeroFilled(List<Map<String, Object>> points, String question) {
    long starts = points.stream().map(point -> point.get("start")).distinct().count();
    long groups = points.stream().map(point -> point.get("keys")).distinct().count();
    assertThat((long) points.size()).as(question).isEqualTo(starts * groups);
  }

  private void budget(
      String platformId,
      String name,
      BudgetType type,
      @Nullable String resourceId,
      String... parents) {
    edits.createBudget(
        new BudgetInput(
            platformId + name,
            name,
            type,
            resourceId,
            platformId,
            List.of(parents).stream().map(parent -> platformId + parent).toList(),
            Unit.MONEY,
            null,
            Period.MONTH,
            "UTC",
            null,
            null,
            Enforcement.HARD,
            List.of()));
  }

  private void record(List<UsageInput> inputs) {
    ledger.record(inputs).forEach(outcome -> all.add((Recorded) outcome));
  }
}
