package dev.costgraph.budget;

import dev.costgraph.BadRequest;
import dev.costgraph.Limits;
import dev.costgraph.PageInfo;
import io.smallrye.common.annotation.RunOnVirtualThread;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Source;
import org.jspecify.annotations.Nullable;

/** Reading budgets. */
@GraphQLApi
public class BudgetApi {

  private final BudgetGraph graph;
  private final Clock clock;

  BudgetApi(BudgetGraph graph, Clock clock) {
    this.graph = graph;
    this.clock = clock;
  }

  @Query
  @RunOnVirtualThread
  @Description("The budget; null for an unknown id.")
  public @Nullable Budget budget(@Id @NonNull String budgetId) {
    return graph.budgets(List.of(budgetId)).get(budgetId);
  }

  @Query
  @RunOnVirtualThread
  @Description(
      "Budgets in the order of their ids; first is 1 to 500. state is that of the current period."
          + " Errors: OUT_OF_RANGE, BAD_CURSOR.")
  public @NonNull BudgetConnection budgets(
      @Id @Nullable String platformId,
      @Nullable BudgetType type,
      @Id @Nullable String resourceId,
      @Nullable BudgetState state,
      @DefaultValue("50") int first,
      @Nullable String after) {
    int size = PageInfo.checkFirst(first);
    String key = after == null ? "" : PageInfo.key(after);
    List<Budget> found = new ArrayList<>();
    while (true) {
      List<Budget> read = graph.list(key, platformId, type, resourceId, size + 1);
      found.addAll(state == null ? read : inState(read, state));
      if (found.size() > size || read.size() <= size) {
        boolean hasNext = found.size() > size;
        return BudgetConnection.of(
            List.copyOf(hasNext ? found.subList(0, size) : found), hasNext, after != null);
      }
      key = read.getLast().budgetId();
    }
  }

  private List<Budget> inState(List<Budget> budgets, BudgetState state) {
    return graph.statuses(budgets, clock.instant()).stream()
        .filter(status -> status.state() == state)
        .map(BudgetStatus::budget)
        .toList();
  }

  @Query
  @RunOnVirtualThread
  @Description(
      "The budget and everything below it as one flat list, parents before children, at most 5,000."
          + " Errors: NOT_FOUND, OUT_OF_RANGE.")
  public @NonNull List<@NonNull Budget> subtree(@Id @NonNull String budgetId) {
    Budget root = budget(budgetId);
    if (root == null) {
      throw notFound(budgetId);
    }
    List<Budget> subtree = graph.tree(root.platformId()).subtree(budgetId);
    if (subtree.size() > Limits.SUBTREE_MAX) {
      throw new BadRequest(
          BadRequest.Code.OUT_OF_RANGE,
          "budgetId",
          "%d budgets below '%s', at most %d: ask for a part of it"
              .formatted(subtree.size(), budgetId, Limits.SUBTREE_MAX));
    }
    return subtree;
  }

  /** {@return what to throw for a budget id that is not known} */
  public static BadRequest notFound(String budgetId) {
    return new BadRequest(
        BadRequest.Code.NOT_FOUND, "budgetId", "no budget has the id '%s'".formatted(budgetId));
  }

  @Description("By id; none for a root.")
  public @NonNull List<@NonNull List<@NonNull Budget>> parents(@Source List<Budget> budgets) {
    Map<String, Budget> byId =
        graph.budgets(
            budgets.stream().map(Budget::parentBudgetIds).flatMap(Collection::stream).toList());
    return budgets.stream().map(budget -> pick(byId, budget.parentBudgetIds())).toList();
  }

  @Description("By id; closed ones too.")
  public @NonNull List<@NonNull List<@NonNull Budget>> children(@Source List<Budget> budgets) {
    Map<String, List<String>> ids = graph.children(budgets.stream().map(Budget::budgetId).toList());
    Map<String, Budget> byId =
        graph.budgets(ids.values().stream().flatMap(Collection::stream).toList());
    return budgets.stream()
        .map(budget -> pick(byId, ids.getOrDefault(budget.budgetId(), List.of())))
        .toList();
  }

  private static List<Budget> pick(Map<String, Budget> byId, List<String> ids) {
    return ids.stream().map(byId::get).filter(Objects::nonNull).toList();
  }
}
