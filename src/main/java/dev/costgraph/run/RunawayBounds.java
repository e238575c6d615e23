package dev.costgraph.run;

import dev.costgraph.BadRequest;
import java.util.Objects;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Input;
import org.jspecify.annotations.Nullable;

/** What a run may do without being found. */
@Input("RunawayBounds")
@Description("What a run may do without being found; each is 1 or more: OUT_OF_RANGE.")
public record RunawayBounds(
    @DefaultValue("" + RunawayBounds.CALLS)
        @Description("Calls of one agent for one task in one run, however few are usual.")
        Integer callsMax,
    @DefaultValue("" + RunawayBounds.TIMES_USUAL)
        @Description(
            "How many times as many calls as usual: the median of the runs of that agent for that"
                + " task, the lower one of two, where there are at least 5 such runs; else of its"
                + " runs for any task, where there are at least 5 of these.")
        Integer timesUsualMax,
    @DefaultValue("" + RunawayBounds.REPEATS)
        @Description(
            "Calls of a model that are alike: same run, agent, capability, model and token counts.")
        Integer repeatsMax,
    @DefaultValue("" + RunawayBounds.OTHER_REPEATS)
        @Description(
            "Calls that are alike where no tokens tell them apart, as of tools, services and images"
                + " and of models by amount: same run, agent, kind, capability, model, amount and"
                + " quantity. Embeddings are left out.")
        Integer otherRepeatsMax,
    @DefaultValue("" + RunawayBounds.DEPTH) @Description("Runs above a run.") Integer depthMax,
    @DefaultValue("" + RunawayBounds.SPAWNED) @Description("Runs that one run spawns itself.")
        Integer spawnedMax) {

  static final int CALLS = 20;
  static final int TIMES_USUAL = 5;
  static final int REPEATS = 10;
  static final int OTHER_REPEATS = 100;
  static final int DEPTH = 8;
  static final int SPAWNED = 50;

  /** What holds where a caller says nothing else. */
  static final RunawayBounds DEFAULT =
      new RunawayBounds(CALLS, TIMES_USUAL, REPEATS, OTHER_REPEATS, DEPTH, SPAWNED);

  /** An explicit null is the default. */
  public RunawayBounds {
    callsMax = Objects.requireNonNullElse(callsMax, CALLS);
    timesUsualMax = Objects.requireNonNullElse(timesUsualMax, TIMES_USUAL);
    repeatsMax = Objects.requireNonNullElse(repeatsMax, REPEATS);
    otherRepeatsMax = Objects.requireNonNullElse(otherRepeatsMax, OTHER_REPEATS);
    depthMax = Objects.requireNonNullElse(depthMax, DEPTH);
    spawnedMax = Objects.requireNonNullElse(spawnedMax, SPAWNED);
  }

  /**
   * {@return the bounds as they may be used}
   *
   * @throws BadRequest OUT_OF_RANGE, of several the first
   */
  static RunawayBounds check(@Nullable RunawayBounds given) {
    RunawayBounds bounds = Objects.requireNonNullElse(given, DEFAULT);
    requirePositive("callsMax", bounds.callsMax);
    requirePositive("timesUsualMax", bounds.timesUsualMax);
    requirePositive("repeatsMax", bounds.repeatsMax);
    requirePositive("otherRepeatsMax", bounds.otherRepeatsMax);
    requirePositive("depthMax", bounds.depthMax);
    requirePositive("spawnedMax", bounds.spawnedMax);
    return bounds;
  }

  private static void requirePositive(String name, int bound) {
    if (bound < 1) {
      throw new BadRequest(
          BadRequest.Code.OUT_OF_RANGE,
          "bounds." + name,
          "bounds.%s is %d, not 1 or more".formatted(name, bound));
    }
  }
}
