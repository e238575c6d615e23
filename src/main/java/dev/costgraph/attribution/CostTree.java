package dev.costgraph.attribution;

import org.eclipse.microprofile.graphql.Description;

/** Under which tree costs are shown. */
@Description(
    "Under which tree costs are shown. AS_CHARGED: in the projects and budgets that they were"
        + " charged to. TODAY: where the task, project or platform is now and in the budgets that a"
        + " usage of it would charge now, narrowing ones too; for PROJECT and BUDGET and the"
        + " filters projectIds and budgetId. A closed budget has nothing there. A MODEL budget goes"
        + " by the model as sent and as today's prices name it. What a USER budget counts is read"
        + " from usages.")
public enum CostTree {
  AS_CHARGED,
  TODAY
}
