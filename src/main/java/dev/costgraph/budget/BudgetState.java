package dev.costgraph.budget;

import org.eclipse.microprofile.graphql.Description;

/** How a budget stands in one period. */
@Description(
    "Precedence CLOSED, FROZEN, EXCEEDED (spent > limit), WARNING (spent ≥ a threshold), OK."
        + " Holds do not change it.")
public enum BudgetState {
  OK,
  WARNING,
  EXCEEDED,
  FROZEN,
  CLOSED
}
