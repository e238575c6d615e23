package dev.costgraph.run;

import dev.costgraph.BadRequest;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Input;
import org.jspecify.annotations.Nullable;

/** What a run may do without being found. */
@Input("RunawayBounds")
@Description("What a run may do without being found; each is 1 or more: OUT_OF_RANGE.")
public record RunawayBounds(
    @DefaultValue("20")
        @Description("Calls of one agent for one task in one run, however few are usual.")
        Integer callsMax,
    @DefaultValue("5")
        @Description(
            "How many times as many calls as usual: the median of the runs of that agent for that"
                + " task, the lower one of two, where there are at least 5 such runs.")
        Integer timesUsualMax,
    @DefaultValue("10")
        @Description("Calls of a model that are alike: same run, agent, model and token counts.")
        Integer repeatsMax,
    @DefaultValue("8") @Description("Runs above a run.") Integer depthMax,
    @DefaultValue("50") @Description("Runs that one run spawns itself.") Integer spawnedMax) {

  /** What holds where a caller says nothing else. */
  static final RunawayBounds DEFAULT = new RunawayBounds(20, 5, 10, 8, 50);

  /** An explicit null is the default. */
  public RunawayBounds {
    callsMax = Objects.requireNonNullElse(callsMax, 20);
    timesUsualMax = Objects.requireNonNullElse(timesUsualMax, 5);
    repeatsMax = Objects.requireNonNullElse(repeatsMax, 10);
    depthMax = Objects.requireNonNullElse(depthMax, 8);
    spawnedMax = Objects.requireNonNullElse(spawnedMax, 50);
  }

  /**
   * {@return the bounds as they may be used}
   *
   * @throws BadRequest OUT_OF_RANGE
   */
  static RunawayBounds check(@Nullable RunawayBounds given) {
    RunawayBounds bounds = Objects.requireNonNullElse(given, DEFAULT);
    Map.of(
            "callsMax", bounds.callsMax,
            "timesUsualMax", bounds.timesUsualMax,
            "repeatsMax", bounds.repeatsMax,
            "depthMax", bounds.depthMax,
            "spawnedMax", bounds.spawnedMax)
        .forEach(RunawayBounds::requirePositive);
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
