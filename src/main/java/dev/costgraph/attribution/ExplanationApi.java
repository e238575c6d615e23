package dev.costgraph.attribution;

import dev.costgraph.attribution.CostGraph.Part;
import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetApi;
import dev.costgraph.budget.BudgetGraph;
import dev.costgraph.budget.Period;
import dev.costgraph.budget.Period.Bounds;
import dev.costgraph.budget.Unit;
import dev.costgraph.money.Decimal;
import dev.costgraph.usage.CostFilter;
import dev.costgraph.usage.UsageGraph;
import dev.costgraph.usage.UsageScope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;

/** Why a budget stands where it stands. */
@GraphQLApi
public class ExplanationApi {

  private static final int ROWS_MAX = 10;
  private static final int REASONS_MAX = 100;
  private static final int EDITS_MAX = 100;

  /** One read; what is shown of each dimension is folded from it. */
  private static final Grouping GROUPING =
      new Grouping(List.of(Dimension.AGENT, Dimension.MODEL, Dimension.TASK), null);

  private final CostGraph graph;
  private final ExplanationGraph explanations;
  private final UsageGraph usages;
  private final BudgetGraph budgets;

  ExplanationApi(
      CostGraph graph, ExplanationGraph explanations, UsageGraph usages, BudgetGraph budgets) {
    this.graph = graph;
    this.explanations = explanations;
    this.usages = usages;
    this.budgets = budgets;
  }

  @Query
  @RunOnVirtualThread
  @Description(
      "What moved this budget between two moments: who, which model, which task, which calls, which"
          + " corrections and edits. It reads the budget's usages of that time one by one, at most"
          + " 500,000. Errors: NOT_FOUND, INVALID_VALUE, FOLDED, NARROW_THE_RANGE,"
          + " QUERY_TIMEOUT.")
  public @NonNull BudgetExplanation explainBudget(
      @Id @NonNull String budgetId,
      @NonNull @Description("Inclusive, years 1 to 9999. Not before to: INVALID_VALUE.")
          Instant from,
      @NonNull @Description("Exclusive, years 1 to 9999.") Instant to) {
    CostFilter.checkRange("", from, to);
    Budget budget = budgets.budgets(List.of(budgetId)).get(budgetId);
    if (budget == null) {
      throw BudgetApi.notFound(budgetId);
    }
    Bounds asked = cut(budget, new Bounds(from, to));
    Bounds before =
        cut(
            budget,
            new Bounds(
                asked.start().minus(Duration.between(asked.start(), asked.end())), asked.start()));
    UsageScope scope = usages.scope(CostFilter.ofBudget(budgetId, from, to));
    boolean byTokens = budget.unit() == Unit.TOKENS;
    ToLongFunction<CostTotals> size =
        byTokens ? totals -> totals.tokens().getTotal() : CostTotals::costNanos;
    List<CostGroup> groups = graph.read(scope, GROUPING, List.of(asked, before), CostGraph.NOW);
    CostTotals totals = CostGroup.total(groups, 0);
    Part part = Part.of(scope, asked);
    graph.requireReadable(part);
    return new BudgetExplanation(
        budgets.statuses(List.of(budget), to.minusNanos(1)).getFirst(),
        asked.start(),
        asked.end(),
        budget.amount(size.applyAsLong(totals)),
        totals,
        CostGroup.total(groups, 1),
        rows(groups, Dimension.AGENT, totals, size),
        rows(groups, Dimension.MODEL, totals, size),
        rows(groups, Dimension.TASK, totals, size),
        explanations.largest(part, byTokens, ROWS_MAX),
        Decimal.ofNanos(totals.adjustmentNanos()),
        explanations.adjustments(part, REASONS_MAX),
        explanations.edits(budgetId, new Bounds(from, to), EDITS_MAX),
        CostApi.currency(scope.platforms()));
  }

  /** {@return what a FIXED budget counts of a stretch of time, all for another; perhaps nothing} */
  private static Bounds cut(Budget budget, Bounds bounds) {
    if (budget.period() != Period.FIXED) {
      return bounds;
    }
    Bounds fixed = budget.fixedBounds();
    return new Bounds(clamp(bounds.start(), fixed), clamp(bounds.end(), fixed));
  }

  private static Instant clamp(Instant at, Bounds within) {
    return at.isBefore(within.start())
        ? within.start()
        : at.isAfter(within.end()) ? within.end() : at;
  }

  private static List<CostRow> rows(
      List<CostGroup> groups,
      Dimension dimension,
      CostTotals total,
      ToLongFunction<CostTotals> size) {
    int place = GROUPING.dimensions().indexOf(dimension);
    List<CostGroup> byOne = groups.stream().map(group -> group.by(place)).toList();
    return CostRow.of(
            CostGroup.fold(byOne, new Grouping(List.of(dimension), null), Map.of()), total, size)
        .stream()
        .limit(ROWS_MAX)
        .toList();
  }
}
