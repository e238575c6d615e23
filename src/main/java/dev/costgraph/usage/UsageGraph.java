package dev.costgraph.usage;

import dev.costgraph.BadRequest;
import dev.costgraph.Limits;
import dev.costgraph.Text;
import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetProperties;
import dev.costgraph.budget.BudgetType;
import dev.costgraph.graph.CypherFile;
import dev.costgraph.graph.Graph;
import dev.costgraph.graph.Properties;
import dev.costgraph.pricing.PriceProperties;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/** The statements of {@code cypher/usage}. */
@Singleton
public class UsageGraph {

  /** Before every usage, and before every cell of one, in any zone. */
  public static final Instant OPEN_START = Instant.parse("1970-01-01T00:00:00Z");

  /** After every usage. */
  public static final Instant OPEN_END = Instant.parse("9999-12-31T00:00:00Z");

  private static final CypherFile FIND_USAGE = CypherFile.of("usage/find-usage");
  private static final CypherFile LIST_USAGES = CypherFile.of("usage/list-usages");
  private static final CypherFile EXPLAIN_COST = CypherFile.of("usage/explain-cost");
  private static final CypherFile LIST_UNPRICED = CypherFile.of("usage/list-unpriced-models");
  private static final CypherFile READ_PLATFORMS = CypherFile.of("usage/read-platforms");
  private static final CypherFile READ_PATHS = CypherFile.of("usage/read-paths-of-budget");

  private final Graph graph;

  UsageGraph(Graph graph) {
    this.graph = graph;
  }

  /** The place of a usage in the list: what comes after it is older. */
  record Key(Instant timestamp, String nodeId) {}

  private record BudgetPaths(String platformId, BudgetType type, List<String> pathIds) {}

  /**
   * Looks up what a checked filter names.
   *
   * @throws BadRequest NOT_FOUND for an unknown budget
   */
  public UsageScope scope(CostFilter filter) {
    String budgetId = filter.budgetId();
    BudgetPaths budget = budgetId == null ? null : paths(budgetId);
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("platformIds", filter.platformIds());
    parameters.put("onlyPlatformId", budget == null ? null : budget.platformId());
    return new UsageScope(
        filter,
        graph.read(READ_PLATFORMS, parameters, UsageGraph::place),
        budget == null ? null : budget.pathIds(),
        budget != null && budget.type().narrows());
  }

  private BudgetPaths paths(String budgetId) {
    return graph
        .read(
            READ_PATHS,
            Map.of("budgetId", budgetId),
            row ->
                new BudgetPaths(
                    row.get("platformId").asString(),
                    BudgetType.valueOf(row.get("type").asString()),
                    row.get("pathIds").asList(Value::asString)))
        .stream()
        .findFirst()
        .orElseThrow(
            () ->
                new BadRequest(
                    BadRequest.Code.NOT_FOUND,
                    "filter.budgetId",
                    "budget '%s' is not known".formatted(Text.shown(budgetId))));
  }

  /** {@return the usage; null for an unknown id} */
  @Nullable Usage find(String operationId) {
    List<Usage> parts =
        graph.read(FIND_USAGE, Map.of("operationId", operationId), UsageGraph::usage);
    return parts.isEmpty() ? null : Usage.whole(parts);
  }

  /** {@return all parts of a split usage, in their order, with what the whole is billed for} */
  public List<ConsumedUsage> parts(String operationId) {
    return graph.read(FIND_USAGE, Map.of("operationId", operationId), UsageGraph::consumed);
  }

  /** {@return the newest usages after a place in the list, at most {@code limit}} */
  List<Usage> list(UsageScope scope, @Nullable Key after, int limit) {
    return list(scope, after, limit, UsageGraph::usage);
  }

  /** {@return the same with what they are billed for} */
  public List<ConsumedUsage> listConsumed(UsageScope scope, @Nullable Usage after, int limit) {
    Key key = after == null ? null : new Key(after.timestamp(), after.nodeId());
    return list(scope, key, limit, UsageGraph::consumed);
  }

  private <T> List<T> list(
      UsageScope scope, @Nullable Key after, int limit, Function<Record, T> mapping) {
    Instant from = scope.filter().from();
    Instant to = scope.filter().to();
    Instant end = to == null ? OPEN_END : to;
    // No operation id is below the empty one, so the bound itself stays out.
    Key before = after == null || !after.timestamp().isBefore(end) ? new Key(end, "") : after;
    Map<String, Object> parameters = scope.parameters();
    parameters.put("from", Properties.time(from == null ? OPEN_START : from));
    parameters.put("before", Properties.time(before.timestamp()));
    parameters.put("beforeOperationId", before.nodeId());
    parameters.put("limit", limit);
    return graph.read(LIST_USAGES, parameters, mapping);
  }

  Optional<CostExplanation.Facts> explain(String operationId) {
    return graph
        .read(
            EXPLAIN_COST,
            Map.of("operationId", operationId),
            row -> {
              ConsumedUsage consumed = consumed(row);
              return new CostExplanation.Facts(
                  consumed.usage(),
                  consumed.consumption(),
                  row.get("charges").asList(UsageGraph::charge),
                  Properties.of(row.get("usage")).textOrNull("unpriced_because"),
                  row.get("budgets").asList(UsageGraph::budget));
            })
        .stream()
        .reduce(CostExplanation.Facts::and);
  }

  List<UnpricedModel> unpricedModels() {
    return graph.read(
        LIST_UNPRICED,
        Map.of("limit", Limits.PAGE_MAX),
        row ->
            new UnpricedModel(
                row.get("model").asString(),
                row.get("provider").asString(null),
                row.get("calls").asLong(),
                row.get("firstSeen").asZonedDateTime().toInstant(),
                row.get("lastSeen").asZonedDateTime().toInstant()));
  }

  private static UsageScope.Place place(Record row) {
    return new UsageScope.Place(
        row.get("platformId").asString(),
        row.get("currency").asString(),
        ZoneId.of(row.get("zone").asString()),
        row.get("retainedFrom").isNull()
            ? null
            : row.get("retainedFrom").asZonedDateTime().toInstant());
  }

  private static Usage usage(Record row) {
    return UsageProperties.usage(
        Properties.of(row.get("usage")), Properties.listOf(row.get("entries")));
  }

  private static ConsumedUsage consumed(Record row) {
    return ConsumedUsage.of(Properties.of(row.get("usage")), Properties.listOf(row.get("entries")));
  }

  private static CostExplanation.Charge charge(Value value) {
    Value price = value.get("price");
    return new CostExplanation.Charge(
        value.get("model").asString(null),
        price.isNull() ? null : PriceProperties.price(Properties.of(price)),
        value.get("matchedBy").asString(null));
  }

  private static Budget budget(Value value) {
    return BudgetProperties.budget(
        Properties.of(value.get("budget")), value.get("parentBudgetIds").asList(Value::asString));
  }
}
