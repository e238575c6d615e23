package dev.costgraph.run;

import dev.costgraph.BadRequest;
import dev.costgraph.Text;
import dev.costgraph.usage.CostFilter;
import dev.costgraph.usage.UsageGraph;
import dev.costgraph.usage.UsageScope.Place;
import jakarta.inject.Singleton;

/**
 * Sees that nothing of a run is folded. A run goes with its last usage and its last child, but the
 * one that spawned it began no later than the usage that said so: where nothing in a tree began
 * before the horizon, nothing of it is gone.
 */
@Singleton
class RetainedRuns {

  private final UsageGraph usages;

  RetainedRuns(UsageGraph usages) {
    this.usages = usages;
  }

  /**
   * Looks where the horizon is now, so after the run was read.
   *
   * @throws BadRequest FOLDED
   */
  void require(Run run) {
    Place place = usages.scope(CostFilter.ofPlatform(run.platformId())).platforms().getFirst();
    if (place.isFolded(run.earliest())) {
      throw new BadRequest(
          BadRequest.Code.FOLDED,
          "runId",
          ("run '%s', or one below it, began at %s, and platform '%s' keeps usages one by one"
                  + " from %s on: runs end with their usages. Ask for costs by what cost cells"
                  + " know; the usages are in the archive")
              .formatted(
                  Text.shown(run.runId()),
                  run.earliest(),
                  Text.shown(run.platformId()),
                  place.retainedFrom()));
    }
  }
}
