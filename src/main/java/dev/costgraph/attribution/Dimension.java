package dev.costgraph.attribution;

import org.eclipse.microprofile.graphql.Description;

/** What costs are grouped by. */
@Description(
    "What costs are grouped by. A usage counts in one group, except over BUDGET: it counts in each"
        + " budget that it charges, so those rows do not add up; the total counts it once. TAG: the"
        + " value of tagKey. USER, RUN, STEP and TAG read usages: at most 500,000 a question.")
public enum Dimension {
  PLATFORM("platform_id", true),
  PROJECT("project_id", true),
  TASK("task_id", true),
  AGENT("agent_id", true),
  MODEL("model_id", true),
  PROVIDER("provider", true),
  CAPABILITY("capability_type", true),
  KIND("usage_kind", true),
  USER("user_id", false),
  RUN("run_id", false),
  STEP("step", false),
  TAG("tag", false),
  BUDGET("budget", true);

  private final String property;
  private final boolean inCells;

  Dimension(String property, boolean inCells) {
    this.property = property;
    this.inCells = inCells;
  }

  /**
   * {@return the property of usages, and of cells, that holds it; TAG and BUDGET are no property,
   * so reading theirs gives null}
   */
  String property() {
    return property;
  }

  /** {@return whether cost cells tell it apart} */
  boolean isInCells() {
    return inCells;
  }
}
