package dev.costgraph.budget;

import org.eclipse.microprofile.graphql.Description;

/** How a budget stands in one period. */
@Description("Precedence CLOSED, EXCEEDED (spent > limit), WARNING (spent ≥ a threshold), OK.")
public enum BudgetState {
  OK,
  WARNING,
  EXCEEDED,
  CLOSED
}
