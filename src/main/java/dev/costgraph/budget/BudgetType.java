package dev.costgraph.budget;

import org.eclipse.microprofile.graphql.Description;

/** What a budget is allocated to. */
@Description(
    "What a budget is allocated to. AGENT, USER and MODEL budgets narrow: they count a usage of"
        + " their resource if they have no parent or one of their parents counts it.")
public enum BudgetType {
  PLATFORM,
  PROJECT,
  TASK,
  AGENT,
  USER,
  MODEL,
  CUSTOM;

  /** {@return whether it counts by resource within its parents, adds no ancestors, is no path} */
  public boolean narrows() {
    return this == AGENT || this == USER || this == MODEL;
  }
}
