package dev.costgraph.attribution;

import static dev.costgraph.attribution.ExplainedUsages.amount;
import static dev.costgraph.attribution.ExplainedUsages.reasons;
import static dev.costgraph.attribution.ExplainedUsages.rows;
import static dev.costgraph.attribution.ExplainedUsages.totals;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.BadRequest;
import dev.costgraph.GraphQl;
import dev.costgraph.Limits;
import dev.costgraph.budget.BudgetChange;
import dev.costgraph.budget.BudgetInput;
import dev.costgraph.budget.BudgetType;
import dev.costgraph.budget.Enforcement;
import dev.costgraph.budget.Period;
import dev.costgraph.budget.Unit;
import dev.costgraph.command.RecordUsageResult.Recorded;
import dev.costgraph.edit.EditApi;
import dev.costgraph.graph.Graph;
import dev.costgraph.ledger.Ledger;
import dev.costgraph.ledger.TestTree;
import dev.costgraph.money.Decimal;
import dev.costgraph.platform.PlatformInput;
import dev.costgraph.usage.ConsumedUsage;
import dev.costgraph.usage.CostFilter;
import dev.costgraph.usage.Usage;
import dev.costgraph.usage.UsageGraph;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.neo4j.driver.Session;

/** What moved a budget equals plain sums over its usages, to the nano and to the token. */
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExplainBudgetIT {

  private static final Instant FIXED_START = RecordedUsages.START.plus(Duration.ofHours(205));
  private static final Instant FIXED_END = FIXED_START.plus(Duration.ofHours(411));
  private static final List<String> BUDGETS =
      List.of("root", "pr1", "t1", "tokens", "fixed", "agent", "user");

  @Inject Ledger ledger;
  @Inject EditApi edits;
  @Inject UsageGraph usages;
  @Inject Graph graph;

  private final String platformId = "why-" + UUID.randomUUID();
  private final long seed = Long.getLong("costgraph.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Map<String, Set<String>> charged = new HashMap<>();
  private List<Usage> booked = List.of();

  @BeforeEach
  void recordOnce() {
    if (!booked.isEmpty()) {
      return;
    }
    System.out.println("ExplainBudgetIT costgraph.seed=" + seed);
    edits.putPlatform(new PlatformInput(platformId, null, null, "Australia/Lord_Howe", null));
    edits.putProject(id("pr1"), null, platformId);
    for (String task : List.of("t1", "t2", "t3")) {
      edits.putTask(id(task), null, id("pr1"));
    }
    budget("tokens", BudgetType.PLATFORM, platformId, Unit.TOKENS, Period.MONTH);
    budget("root", BudgetType.CUSTOM, null, Unit.MONEY, Period.MONTH);
    budget("fixed", BudgetType.CUSTOM, null, Unit.MONEY, Period.FIXED);
    budget("pr1", BudgetType.PROJECT, id("pr1"), Unit.MONEY, Period.WEEK, "root", "fixed");
    budget("t1", BudgetType.TASK, id("t1"), Unit.MONEY, Period.DAY, "pr1");
    budget("agent", BudgetType.AGENT, "a1", Unit.MONEY, Period.DAY, "pr1");
    budget("user", BudgetType.USER, "u1", Unit.TOKENS, Period.FIXED, "agent");
    for (Object outcome :
        ledger.record(new RecordedUsages(random).random(platformId, Limits.PAGE_MAX))) {
      Recorded recorded = (Recorded) outcome;
      charged.put(recorded.usage().operationId(), ExpectedCosts.budgetIds(recorded));
    }
    reprice("2", "the price arrived");
    reprice("1.5", "it was lower");
    booked =
        usages
            .listConsumed(usages.scope(filter(List.of(platformId))), null, 2 * Limits.PAGE_MAX)
            .stream()
            .map(ConsumedUsage::usage)
            .toList();
    assertThat(booked).hasSize(Limits.PAGE_MAX);
  }

  @Test
  void shouldExplainRandomStretchesOfEveryBudget() {
    RecordedUsages times = new RecordedUsages(random);
    for (String name : BUDGETS) {
      for (int i = 0; i < 4; i++) {
        Instant one = times.instant();
        Instant other = times.instant();
        Instant from = one.isBefore(other) ? one : other;
        Instant to = one.isBefore(other) ? other : one.plusNanos(1);
        requireExplained(name, from, to);
      }
      requireExplained(name, FIXED_START, FIXED_END);
      requireExplained(name, RecordedUsages.START, FIXED_START);
    }
  }

  private void requireExplained(String name, Instant from, Instant to) {
    String what = "seed %d: %s from %s to %s".formatted(seed, name, from, to);
    boolean fixed = name.equals("fixed") || name.equals("user");
    boolean byTokens = name.equals("tokens") || name.equals("user");
    ToLongFunction<Usage> size = byTokens ? Usage::totalTokens : ExplainedUsages::nanos;
    Instant start = fixed ? clamp(from) : from;
    Instant end = fixed ? clamp(to) : to;
    Duration length = Duration.between(start, end);

    JsonPath answer = explain(name, from, to);

    assertThat(answer.getString("status.budget.budgetId")).as(what).isEqualTo(id(name));
    assertThat(answer.getString("from")).as(what).isEqualTo(start.toString());
    assertThat(answer.getString("to")).as(what).isEqualTo(end.toString());
    List<Usage> now = between(name, start, end);
    List<Usage> before = between(name, start.minus(length), start);
    assertThat(answer.getString("change"))
        .as(what)
        .isEqualTo(amount(now.stream().mapToLong(size).sum(), byTokens));
    assertThat(totals(answer.getMap("totals"))).as(what).isEqualTo(totals(now));
    assertThat(totals(answer.getMap("previous"))).as(what).isEqualTo(totals(before));
    Map<String, Function<Usage, @Nullable String>> dimensions =
        Map.of("byAgent", Usage::agentId, "byModel", Usage::model, "byTask", Usage::taskId);
    dimensions.forEach(
        (field, value) ->
            assertThat(rows(answer.getList(field)))
                .as("%s %s", what, field)
                .isEqualTo(rows(now, before, value, size)));
    assertThat(answer.getList("largest.operationId"))
        .as(what)
        .isEqualTo(
            now.stream()
                .filter(usage -> size.applyAsLong(usage) > 0)
                .sorted(Comparator.comparingLong(size).reversed().thenComparing(Usage::sequence))
                .limit(10)
                .map(Usage::operationId)
                .toList());
    Map<String, String> reasons = new TreeMap<>();
    for (Map<String, Object> reason : answer.<Map<String, Object>>getList("adjustmentReasons")) {
      reasons.put("" + reason.get("reason"), reason.get("amount") + " " + reason.get("usages"));
    }
    assertThat(reasons).as(what).isEqualTo(reasons(now));
    assertThat(answer.getString("adjustments"))
        .as(what)
        .isEqualTo(amount(now.stream().mapToLong(ExplainedUsages::adjusted).sum(), false));
  }

  @Test
  void shouldTellOfThePeriodThatTheTimeEndsIn() {
    JsonPath month =
        explain(
            "root", Instant.parse("2025-03-01T00:00:00Z"), Instant.parse("2025-04-01T00:00:00Z"));

    assertThat(month.getString("status.periodStart")).isEqualTo("2025-03-01T00:00:00Z");
    assertThat(month.getString("change")).isEqualTo(month.getString("status.spent"));
  }

  @Test
  void shouldListTheEditsOfTheBudgetItself() {
    Instant from = Instant.now().minusSeconds(3_600);
    edits.updateBudget(
        id("root"), new BudgetChange(null, new Decimal("7.5"), false, Enforcement.SOFT, null));
    edits.freeze(id("root"), true);
    edits.freeze(id("root"), false);

    JsonPath answer = explain("root", from, Instant.now().plusSeconds(3_600));

    assertThat(answer.getList("edits.what"))
        .containsExactly("thawed", "frozen", "updated", "created");
    assertThat(answer.getList("edits.limit")).containsExactly("7.5", "7.5", "7.5", null);
    assertThat(answer.getList("edits.enforcement")).containsExactly("SOFT", "SOFT", "SOFT", "HARD");
    assertThat(answer.getList("edits.frozen")).containsExactly(false, true, false, false);
    assertThat(answer.getList("edits.sequence", Long.class))
        .isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(explain("root", from.minusSeconds(60), from).getList("edits.what")).isEmpty();
  }

  @Test
  void shouldSayWhatIsWrong() {
    String at = "2025-03-10T00:00:00Z";
    assertThat(error("nobody", at, "2025-03-11T00:00:00Z")).isEqualTo("NOT_FOUND budgetId");
    assertThat(error("root", at, at)).isEqualTo("INVALID_VALUE from");
    assertThat(error("root", "0000-01-01T00:00:00Z", at)).isEqualTo("INVALID_VALUE from");
  }

  @Test
  void shouldRefuseToReadTooManyUsagesOfTheBudget() {
    TestTree tree = TestTree.create("too-much-to-explain");
    Instant at = Instant.parse("2026-05-15T12:34:56Z");
    ledger.record(
        List.of(
            tree.amount(tree.id("op-0"), "agent", tree.taskId(0), null, 1_000, at),
            tree.amount(tree.id("op-2"), "agent", tree.taskId(2), null, 2_000, at)));
    try (Session session = graph.writeSession()) {
      session.executeWriteWithoutResult(
          tx ->
              tx.run(
                      "MATCH (c:CostCell {task_id: $id}) SET c.calls = $calls",
                      Map.of("id", tree.taskId(0), "calls", Limits.USAGES_READ_MAX + 1))
                  .consume());
    }

    Instant from = Instant.parse("2026-05-15T00:00:00Z");
    Instant to = from.plus(Duration.ofDays(1)); // cells know all but the largest
    assertThat(GraphQl.error(explainOf(tree.id("project-a"), from, to)))
        .isEqualTo("NARROW_THE_RANGE from");
    assertThat(explainOf(tree.id("project-b"), from, to).getString("data.explainBudget.change"))
        .as("usages of other budgets do not count")
        .isEqualTo("0.000002");
  }

  private List<Usage> between(String name, Instant from, Instant to) {
    return booked.stream()
        .filter(usage -> charged.getOrDefault(usage.operationId(), Set.of()).contains(id(name)))
        .filter(usage -> !usage.timestamp().isBefore(from) && usage.timestamp().isBefore(to))
        .toList();
  }

  private static Instant clamp(Instant at) {
    return at.isBefore(FIXED_START) ? FIXED_START : at.isAfter(FIXED_END) ? FIXED_END : at;
  }

  private JsonPath explain(String name, Instant from, Instant to) {
    JsonPath answer = explainOf(id(name), from, to);
    assertThat(answer.getString("errors")).isNull();
    return answer.setRootPath("data.explainBudget");
  }

  private static JsonPath explainOf(String budgetId, Instant from, Instant to) {
    return GraphQl.send(
        "explain-budget",
        Map.of("budgetId", budgetId, "from", from.toString(), "to", to.toString()));
  }

  private String error(String name, String from, String to) {
    return GraphQl.error(
        GraphQl.send("explain-budget", Map.of("budgetId", id(name), "from", from, "to", to)));
  }

  private String id(String name) {
    return platformId + name;
  }

  private static CostFilter filter(List<String> platformIds) {
    return new CostFilter(
        null,
        null,
        platformIds,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private void reprice(String input, String reason) {
    Map<String, Object> price =
        Map.of(
            "model",
            "unknown-model",
            "provider",
            "own-host",
            "platformId",
            platformId,
            "components",
            List.of(
                Map.of("name", "input", "price", input), Map.of("name", "output", "price", "3")));
    assertThat(GraphQl.send("add-price", Map.of("price", price)).getString("errors")).isNull();
    Map<String, Object> repricing =
        Map.of(
            "filter",
            Map.of("platformIds", List.of(platformId)),
            "reason",
            reason,
            "dryRun",
            false);
    assertThat(GraphQl.send("reprice", repricing).getLong("data.reprice.adjusted")).isPositive();
  }

  private void budget(
      String name,
      BudgetType type,
      @Nullable String resourceId,
      Unit unit,
      Period period,
      String... parents) {
    boolean fixed = period == Period.FIXED;
    try {
      edits.createBudget(
          new BudgetInput(
              id(name),
              name,
              type,
              resourceId,
              platformId,
              List.of(parents).stream().map(this::id).toList(),
              unit,
              null,
              period,
              "UTC",
              fixed ? FIXED_START : null,
              fixed ? FIXED_END : null,
              Enforcement.HARD,
              List.of()));
    } catch (BadRequest refused) {
      throw new AssertionError(name, refused);
    }
  }
}
