package dev.costgraph.budget;

import dev.costgraph.PageInfo;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;

@Description("A page of budgets in the order of their ids.")
public record BudgetConnection(
    @NonNull List<@NonNull BudgetEdge> edges,
    @NonNull List<@NonNull Budget> nodes,
    @NonNull PageInfo pageInfo) {

  /** A budget and where it stands in the list. */
  @Description("A budget and its place in the list.")
  public record BudgetEdge(@NonNull Budget node, @NonNull String cursor) {}

  static BudgetConnection of(List<Budget> page, boolean hasNext, boolean hasPrevious) {
    List<BudgetEdge> edges =
        page.stream()
            .map(budget -> new BudgetEdge(budget, PageInfo.cursor(budget.budgetId())))
            .toList();
    return new BudgetConnection(
        edges,
        page,
        new PageInfo(
            hasNext,
            hasPrevious,
            edges.isEmpty() ? null : edges.getFirst().cursor(),
            edges.isEmpty() ? null : edges.getLast().cursor()));
  }
}
