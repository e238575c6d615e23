package dev.costgraph.usage;

import org.eclipse.microprofile.graphql.Description;

/** How the call ended. A failed call costs what it used. */
@Description("How a call ended. A failed call costs what it used.")
public enum UsageOutcome {
  SUCCEEDED,
  FAILED,
  CANCELLED
}
