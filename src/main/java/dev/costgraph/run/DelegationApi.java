package dev.costgraph.run;

import static dev.costgraph.usage.UsageGraph.OPEN_END;
import static dev.costgraph.usage.UsageGraph.OPEN_START;

import dev.costgraph.BadRequest;
import dev.costgraph.Limits;
import dev.costgraph.PageInfo;
import dev.costgraph.Text;
import dev.costgraph.attribution.CostGraph;
import dev.costgraph.budget.Period.Bounds;
import dev.costgraph.platform.Platform;
import dev.costgraph.usage.CostFilter;
import dev.costgraph.usage.UsageGraph;
import dev.costgraph.usage.UsageScope.Place;
import io.smallrye.common.annotation.RunOnVirtualThread;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.jspecify.annotations.Nullable;

/** Who delegates to whom, for how much, and what got out of hand. */
@GraphQLApi
public class DelegationApi {

  private static final String FROM = "Inclusive, by the timestamps of usages; absent: since ever.";
  private static final String TO = "Exclusive; absent: without end.";
  private static final String ERRORS =
      " At most 500,000 calls, of which one that tasks share is one, and 200,000 runs, with those"
          + " above them, are read. Errors: OUT_OF_RANGE, INVALID_VALUE, NOT_FOUND, FOLDED,"
          + " NARROW_THE_RANGE, QUERY_TIMEOUT.";

  private final RunGraph graph;
  private final UsageGraph usages;
  private final CostGraph costs;

  DelegationApi(RunGraph graph, UsageGraph usages, CostGraph costs) {
    this.graph = graph;
    this.usages = usages;
    this.costs = costs;
  }

  @Query
  @RunOnVirtualThread
  @NonNull
  @Description("What agents of a platform cost with what they delegated." + ERRORS)
  public AgentCosts agentCosts(
      @DefaultValue(Platform.DEFAULT_ID) @Id String platformId,
      @Description(FROM) @Nullable Instant from,
      @Description(TO) @Nullable Instant to,
      @Id @Description("Only this one.") @Nullable String agentId,
      @Name("first") @DefaultValue("100") @Description("Rows, 1 to 500.") int first) {
    PageInfo.checkFirst(first);
    Range range = range(platformId, from, to);
    return AgentCosts.of(forest(range), agentId, first, range.place.currency());
  }

  @Query
  @RunOnVirtualThread
  @NonNull
  @Description("Which agent of a platform delegated to which, and for how much." + ERRORS)
  public Delegations delegations(
      @DefaultValue(Platform.DEFAULT_ID) @Id String platformId,
      @Description(FROM) @Nullable Instant from,
      @Description(TO) @Nullable Instant to,
      @Id @Description("Only where this one delegates or is delegated to.")
          @Nullable String agentId,
      @Name("first") @DefaultValue("100") @Description("Rows, 1 to 500.") int first) {
    PageInfo.checkFirst(first);
    Range range = range(platformId, from, to);
    return Delegations.of(forest(range), agentId, first, range.place.currency());
  }

  @Query
  @RunOnVirtualThread
  @NonNull
  @Description(
      "Runs of a platform that loop, or delegate without end. What they did outside of the time"
          + " asked for does not count, and usages of no run are not looked at."
          + ERRORS)
  public Runaways runaways(
      @DefaultValue(Platform.DEFAULT_ID) @Id String platformId,
      @Description(FROM) @Nullable Instant from,
      @Description(TO) @Nullable Instant to,
      @Nullable RunawayBounds bounds,
      @Name("first") @DefaultValue("100") @Description("Findings, 1 to 500.") int first) {
    PageInfo.checkFirst(first);
    RunawayBounds checked = RunawayBounds.check(bounds);
    Range range = range(platformId, from, to);
    return Runaways.of(
        RunawayRules.find(
            forest(range),
            retained(range, () -> graph.repeats(range.platformId(), range.bounds, checked)),
            checked),
        first,
        range.place.currency());
  }

  /** A stretch of a platform's time that may be read. */
  private record Range(Place place, Bounds bounds) {

    String platformId() {
      return place.platformId();
    }
  }

  /**
   * Checks what a caller asks for.
   *
   * @param asked for; null is the default
   */
  private Range range(@Nullable String asked, @Nullable Instant from, @Nullable Instant to) {
    CostFilter.checkRange("", from, to);
    String platformId = Objects.requireNonNullElse(asked, Platform.DEFAULT_ID);
    Place place =
        usages.scope(CostFilter.ofPlatform(platformId)).platforms().stream()
            .findFirst()
            .orElseThrow(
                () ->
                    new BadRequest(
                        BadRequest.Code.NOT_FOUND,
                        "platformId",
                        "no platform has the id '%s'".formatted(Text.shown(platformId))));
    Bounds bounds =
        new Bounds(
            Objects.requireNonNullElse(from, OPEN_START), Objects.requireNonNullElse(to, OPEN_END));
    costs.requireReadable(place, bounds);
    return new Range(place, bounds);
  }

  private RunForest forest(Range range) {
    return retained(
        range, () -> graph.forest(range.platformId(), range.bounds, Limits.RUNS_READ_MAX));
  }

  private <T> T retained(Range range, Supplier<T> read) {
    return costs.retained(range.place, range.bounds.start(), read);
  }
}
