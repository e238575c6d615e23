package dev.costgraph.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.GraphQl;
import dev.costgraph.PageInfo;
import dev.costgraph.budget.BudgetInput;
import dev.costgraph.budget.BudgetType;
import dev.costgraph.budget.Enforcement;
import dev.costgraph.budget.Period;
import dev.costgraph.budget.Unit;
import dev.costgraph.command.RecordUsageResult.Recorded;
import dev.costgraph.edit.EditApi;
import dev.costgraph.ledger.Ledger;
import dev.costgraph.money.Decimal;
import dev.costgraph.pricing.ServiceTier;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Usages as they were booked, in pages and one by one with the reason of their cost. */
@QuarkusTest
class UsagesIT {

  private static final Instant NOON = Instant.parse("2025-03-01T12:00:00Z");

  @Inject Ledger ledger;
  @Inject EditApi edits;

  private final String platformId = "p-" + UUID.randomUUID();

  @Test
  void shouldPageThroughAllNewestFirst() {
    // Given 53 usages of two platforms, many of the same instant
    String other = platformId + "-other";
    List<UsageInput> usages = new ArrayList<>();
    for (int i = 0; i < 53; i++) {
      Instant at = NOON.plusNanos((i * 7 % 5) * 100L);
      usages.add(amount("op-%02d".formatted(i), i % 3 == 0 ? other : platformId, "1", at));
    }
    record(usages);

    // When all pages of 10 are read
    List<String> seen = new ArrayList<>();
    List<Boolean> previous = new ArrayList<>();
    String after = null;
    do {
      JsonPath answer = usages(Map.of("platformIds", List.of(platformId, other)), 10, after);
      assertThat(answer.getList("data.usages.edges.node.operationId"))
          .isEqualTo(answer.getList("data.usages.nodes.operationId"));
      seen.addAll(answer.getList("data.usages.nodes.operationId"));
      previous.add(answer.getBoolean("data.usages.pageInfo.hasPreviousPage"));
      after =
          answer.getBoolean("data.usages.pageInfo.hasNextPage")
              ? answer.getString("data.usages.pageInfo.endCursor")
              : null;
    } while (after != null);

    // Then each is there once, by timestamp and id descending
    assertThat(seen)
        .isEqualTo(
            usages.stream()
                .sorted(
                    Comparator.comparing(UsageInput::timestamp)
                        .thenComparing(UsageInput::operationId)
                        .reversed())
                .map(UsageInput::operationId)
                .toList());
    assertThat(previous).containsExactly(false, true, true, true, true, true);
  }

  @Test
  void shouldKeepThePageWhenUsagesAreBookedMeanwhile() {
    record(List.of(amount("a", platformId, "1", NOON), amount("b", platformId, "1", NOON)));
    Map<String, Object> filter = Map.of("platformIds", List.of(platformId));
    String after = usages(filter, 1, null).getString("data.usages.pageInfo.endCursor");

    record(List.of(amount("c", platformId, "1", NOON.plusSeconds(1))));

    assertThat(usages(filter, 10, after).getList("data.usages.nodes.operationId"))
        .containsExactly(id("a"));
  }

  @Test
  void shouldTakeFromInclusiveAndToExclusive() {
    record(
        List.of(
            amount("before", platformId, "1", NOON.minusNanos(1)),
            amount("first", platformId, "1", NOON),
            amount("last", platformId, "1", NOON.plusSeconds(1).minusNanos(1)),
            amount("after", platformId, "1", NOON.plusSeconds(1))));

    assertThat(
            usages(
                    Map.of(
                        "platformIds",
                        List.of(platformId),
                        "from",
                        NOON.toString(),
                        "to",
                        NOON.plusSeconds(1).toString()),
                    10,
                    null)
                .getList("data.usages.nodes.operationId"))
        .containsExactly(id("last"), id("first"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%%%", "", "MjAyNQ", "eHh4CmE", "MjAyNS0wMy0wMVQxMjowMDowMFo"})
  void shouldRefuseACursorOfNoList(String cursor) {
    assertThat(GraphQl.error(usages(Map.of(), 10, cursor))).isEqualTo("BAD_CURSOR after");
  }

  @Test
  void shouldRefuseACursorWhoseTimeIsNone() {
    assertThat(GraphQl.error(usages(Map.of(), 10, PageInfo.cursor("yesterday\nid"))))
        .isEqualTo("BAD_CURSOR after");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 501})
  void shouldRefusePagesOutOfRange(int first) {
    assertThat(GraphQl.error(usages(Map.of(), first, null))).isEqualTo("OUT_OF_RANGE first");
  }

  @Test
  void shouldSayWhatIsWrongWithAFilter() {
    List<String> many = java.util.Collections.nCopies(1_001, "a");
    assertThat(
            List.of(
                error(Map.of("from", NOON.toString(), "to", NOON.toString())),
                error(Map.of("from", "+12026-01-01T00:00:00Z")),
                error(Map.of("agentIds", many)),
                error(Map.of("models", java.util.Collections.singletonList(null))),
                error(Map.of("budgetId", "no-such-budget"))))
        .containsExactly(
            "INVALID_VALUE filter.from",
            "INVALID_VALUE filter.from",
            "OUT_OF_RANGE filter.agentIds",
            "INVALID_VALUE filter.models",
            "NOT_FOUND filter.budgetId");
  }

  @Test
  void shouldFindAUsageById() {
    record(List.of(tokens("call", "gpt-4o-mini", 10, 0, 5)));

    JsonPath answer = GraphQl.send("usage", Map.of("operationId", id("call")));

    assertThat(answer.getString("data.usage.operationId")).isEqualTo(id("call"));
    assertThat(answer.getString("data.usage.cost")).isEqualTo("0.0000045");
    assertThat(answer.getString("data.usage.timestamp")).isEqualTo("2025-03-01T12:00:00Z");
    assertThat(answer.getList("data.usage.entries.totalCost")).containsExactly("0.0000045");
    assertThat(answer.getInt("data.usage.tokens.total")).isEqualTo(15);
    JsonPath unknown = GraphQl.send("usage", Map.of("operationId", id("other")));
    assertThat(unknown.getString("errors")).isNull();
    assertThat(unknown.getString("data.usage")).isNull();
  }

  @Test
  void shouldExplainAPricedCall() {
    // Given a platform budget, one of the agent below it, and one of another time
    record(List.of(amount("first", platformId, "1", NOON)));
    budget("root", BudgetType.PLATFORM, platformId, List.of(), Period.MONTH);
    budget("agent", BudgetType.AGENT, "agent-1", List.of(id("root")), Period.MONTH);
    budget("past", BudgetType.AGENT, "agent-1", List.of(id("root")), Period.FIXED);

    // When a call of 1,000 new, 200 cached and 333 completion tokens is booked
    record(List.of(tokens("call", "openai/gpt-4o-mini", 1_000, 200, 333)));
    JsonPath answer = GraphQl.send("explain-cost", Map.of("operationId", id("call")));

    // Then it is 1,000 × 0.15, 200 × 0.075 and 333 × 0.6 a million
    assertThat(answer.getString("errors")).isNull();
    assertThat(lines(answer))
        .containsExactly(
            "input 1000 1000000 tokens 0.15 0.00015",
            "cacheRead 200 1000000 tokens 0.075 0.000015",
            "output 333 1000000 tokens 0.6 0.0001998");
    assertThat(answer.getString("data.explainCost.usage.cost")).isEqualTo("0.0003648");
    assertThat(answer.getString("data.explainCost.price.model")).isEqualTo("gpt-4o-mini");
    assertThat(answer.getString("data.explainCost.matchedBy"))
        .isEqualTo("exact id, provider prefix");
    assertThat(answer.getString("data.explainCost.priceSource"))
        .isEqualTo(answer.getString("data.explainCost.price.source"));
    assertThat(answer.getList("data.explainCost.budgets.budgetId"))
        .containsExactly(id("agent"), id("root"));
    assertThat(answer.getList("data.explainCost.warnings")).isEmpty();
  }

  @Test
  void shouldExplainAnAmount() {
    record(List.of(amount("search", platformId, "0.25", NOON)));

    JsonPath answer = GraphQl.send("explain-cost", Map.of("operationId", id("search")));

    assertThat(answer.getString("data.explainCost.price")).isNull();
    assertThat(answer.getString("data.explainCost.priceSource")).isEqualTo("the caller's amount");
    assertThat(answer.getString("data.explainCost.matchedBy")).isEqualTo("none");
    assertThat(lines(answer)).containsExactly("amount 1 amount 0.25 0.25");
    assertThat(answer.getList("data.explainCost.budgets")).isEmpty();
  }

  @Test
  void shouldListAndExplainWhatHasNoPrice() {
    String model = "model-" + platformId;
    record(List.of(tokens("one", model, 1, 0, 1), tokens("two", model, 1, 0, 1)));

    JsonPath answer = GraphQl.send("explain-cost", Map.of("operationId", id("one")));
    List<Map<String, Object>> unpriced =
        GraphQl.send("unpriced-models", Map.of()).getList("data.unpricedModels");

    assertThat(answer.getString("data.explainCost.priceSource")).isEqualTo("none");
    assertThat(answer.getList("data.explainCost.components")).isEmpty();
    assertThat(answer.getList("data.explainCost.warnings"))
        .containsExactly("unpriced: No provider has a price of " + model);
    Map<String, Object> expected = new HashMap<>();
    expected.put("model", model);
    expected.put("provider", null);
    expected.put("calls", 2);
    expected.put("firstSeen", "2025-03-01T12:00:00Z");
    expected.put("lastSeen", "2025-03-01T12:00:00Z");
    assertThat(unpriced).contains(expected);
    assertThat(
            GraphQl.send("explain-cost", Map.of("operationId", id("none")))
                .getString("data.explainCost"))
        .isNull();
  }

  private static List<String> lines(JsonPath answer) {
    List<Map<String, Object>> components = answer.getList("data.explainCost.components");
    return components.stream()
        .map(
            line ->
                "%s %s %s %s %s"
                    .formatted(
                        line.get("name"),
                        line.get("quantity"),
                        line.get("unit"),
                        line.get("unitPrice"),
                        line.get("cost")))
        .toList();
  }

  private static String error(Map<String, ?> filter) {
    return GraphQl.error(usages(filter, 10, null));
  }

  private static JsonPath usages(Map<String, ?> filter, int first, @Nullable String after) {
    Map<String, Object> variables = new HashMap<>();
    variables.put("filter", filter);
    variables.put("first", first);
    variables.put("after", after);
    return GraphQl.send("usages", variables);
  }

  private void budget(
      String name, BudgetType type, String resourceId, List<String> parents, Period period) {
    boolean fixed = period == Period.FIXED;
    edits.createBudget(
        new BudgetInput(
            id(name),
            name,
            type,
            resourceId,
            platformId,
            parents,
            Unit.MONEY,
            null,
            period,
            "UTC",
            fixed ? Instant.parse("2024-01-01T00:00:00Z") : null,
            fixed ? Instant.parse("2024-02-01T00:00:00Z") : null,
            Enforcement.HARD,
            List.of()));
  }

  private void record(List<UsageInput> usages) {
    assertThat(ledger.record(usages)).allMatch(outcome -> outcome instanceof Recorded);
  }

  private UsageInput amount(String name, String platform, String amount, Instant at) {
    return usage(name, platform, null, null, new Decimal(amount), at);
  }

  private UsageInput tokens(String name, String model, int input, int cacheRead, int output) {
    return usage(
        name,
        platformId,
        model,
        new TokenCountsInput(input, output, cacheRead, 0, 0, 0, 0, 0, 0, 0),
        null,
        NOON);
  }

  private UsageInput usage(
      String name,
      String platform,
      @Nullable String model,
      @Nullable TokenCountsInput tokens,
      @Nullable Decimal amount,
      Instant at) {
    return new UsageInput(
        id(name),
        "agent-1",
        null,
        null,
        platform,
        null,
        null,
        null,
        null,
        null,
        UsageKind.LLM_CALL,
        model,
        null,
        ServiceTier.STANDARD,
        tokens,
        null,
        null,
        null,
        amount,
        null,
        at,
        UsageOutcome.SUCCEEDED,
        null,
        null);
  }

  private String id(String name) {
    return platformId + ":" + name;
  }
}
