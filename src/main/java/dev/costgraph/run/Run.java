package dev.costgraph.run;

import dev.costgraph.attribution.CostTotals;
import dev.costgraph.money.Decimal;
import java.time.Instant;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * One execution of an agent, and what it cost with all that it delegated.
 *
 * @param earliest the first start of it and of all below it
 * @param children who knows what it spawned; null while that is not yet asked for
 */
@Description(
    "One execution of an agent. Its own usages are those with its runId; those below it are of the"
        + " runs that it spawned, of those that these spawned, and so on.")
public record Run(
    @Id @NonNull String runId,
    @Id @NonNull String platformId,
    @Id
        @Nullable
        @Description("The agent of its first usage; null while it is known only as a parent.")
        String agentId,
    @Id
        @Nullable
        @Description("The run that spawned it; null for one that nothing spawned, as far as known.")
        String parentRunId,
    @NonNull @Description("The earliest time of its usages and of those that name it as parent.")
        Instant startedAt,
    @Nullable @Description("Of its own and those below; null while there is none.")
        Instant firstUsageAt,
    @Nullable @Description("Of its own and those below; null while there is none.")
        Instant lastUsageAt,
    @Description("How many runs are above it; 0 for one that nothing spawned.") int depth,
    @Description("How many runs it spawned, at any depth.") long runsBelow,
    @NonNull @Description("Of its own usages.") CostTotals own,
    @NonNull @Description("Of its own usages and those below, at any depth, each once.")
        CostTotals total,
    @NonNull @Description("ISO 4217, of the platform.") String currency,
    @Ignore Instant earliest,
    @Ignore @Nullable Spawned children) {

  @Description("Its own usages, failed and unpriced ones included.")
  public long getCalls() {
    return own.calls();
  }

  @NonNull
  @Description("What its own usages cost, adjustments included.")
  public Decimal getOwnCost() {
    return own.getCost();
  }

  @NonNull
  @Description("What its own usages and those below cost, at any depth, each entry once.")
  public Decimal getTotalCost() {
    return total.getCost();
  }

  /**
   * {@return the same run with something more below it}
   *
   * @param runs how many runs
   * @param first the time of their first usage; null without any, as the last
   * @param start the first of their starts
   */
  Run over(
      CostTotals below, long runs, @Nullable Instant first, @Nullable Instant last, Instant start) {
    return new Run(
        runId,
        platformId,
        agentId,
        parentRunId,
        startedAt,
        first(firstUsageAt, first),
        last(lastUsageAt, last),
        depth,
        runsBelow + runs,
        own,
        total.plus(below),
        currency,
        start.isBefore(earliest) ? start : earliest,
        children);
  }

  /** {@return the same run at a depth, of which somebody knows what it spawned} */
  Run at(int newDepth, Spawned newChildren) {
    return new Run(
        runId,
        platformId,
        agentId,
        parentRunId,
        startedAt,
        firstUsageAt,
        lastUsageAt,
        newDepth,
        runsBelow,
        own,
        total,
        currency,
        earliest,
        newChildren);
  }

  private static @Nullable Instant first(@Nullable Instant one, @Nullable Instant other) {
    return one == null || (other != null && other.isBefore(one)) ? other : one;
  }

  private static @Nullable Instant last(@Nullable Instant one, @Nullable Instant other) {
    return one == null || (other != null && other.isAfter(one)) ? other : one;
  }
}
