package dev.costgraph.usage;

/** How the call ended. A failed call costs what it used. */
public enum UsageOutcome {
  SUCCEEDED,
  FAILED,
  CANCELLED
}
