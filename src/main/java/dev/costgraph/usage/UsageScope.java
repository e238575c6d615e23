package dev.costgraph.usage;

import dev.costgraph.BadRequest;
import dev.costgraph.Text;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a filter comes to in the graph: the platforms it lets through, and what its budget covers.
 *
 * @param platforms by id
 * @param pathIds charge paths that cover the filter's budget; null without one
 * @param budgetNarrows whether that budget counts by agent, user or model, which paths do not tell
 */
public record UsageScope(
    CostFilter filter,
    List<Place> platforms,
    @Nullable List<String> pathIds,
    boolean budgetNarrows) {

  /**
   * A platform as questions about costs need it.
   *
   * @param zone of its hours and days
   * @param retainedFrom usages before it may be folded into sums; null when none are
   */
  public record Place(
      String platformId, String currency, ZoneId zone, @Nullable Instant retainedFrom) {

    /** {@return whether usages from an instant on may be folded} */
    public boolean isFolded(Instant from) {
      return retainedFrom != null && from.isBefore(retainedFrom);
    }

    /** {@return the same with another horizon} */
    public Place retainedFrom(Instant now) {
      return new Place(platformId, currency, zone, now);
    }

    /**
     * Refuses a question that needs usages one by one which may be folded.
     *
     * @param from the first instant that it asks for; null for since ever
     * @param field that says so
     * @throws BadRequest FOLDED
     */
    public void requireRetained(@Nullable Instant from, String field) {
      if (retainedFrom != null && (from == null || from.isBefore(retainedFrom))) {
        throw new BadRequest(
            BadRequest.Code.FOLDED,
            field,
            ("platform '%s' keeps usages one by one from %s on: ask from there, or, of what is"
                    + " known now, for whole hours and days by what cost cells know, or by USER"
                    + " alone for whole days")
                .formatted(Text.shown(platformId), retainedFrom));
      }
    }
  }

  /**
   * Refuses to go through usages of which some may be folded. None without a price is.
   *
   * @throws BadRequest FOLDED
   */
  public void requireRetained() {
    if (!Boolean.TRUE.equals(filter.unpriced())) {
      platforms.forEach(place -> place.requireRetained(filter.from(), "filter.from"));
    }
  }

  /**
   * Refuses to list usages from before the horizon alone; a list without a start goes as far back
   * as usages are kept.
   *
   * @throws BadRequest FOLDED
   */
  void requireListed() {
    Instant to = filter.to();
    if (filter.from() != null) {
      requireRetained();
    } else if (to != null && !Boolean.TRUE.equals(filter.unpriced())) {
      Instant last = to.minusNanos(1);
      platforms.forEach(place -> place.requireRetained(last, "filter.to"));
    }
  }

  /** {@return whether cost cells can answer it} */
  public boolean needsUsages() {
    return budgetNarrows || filter.needsUsages();
  }

  /** {@return whether the days of users, which outlive usages, can answer it} */
  public boolean ofUsersAlone() {
    return pathIds == null && filter.ofUsersAlone();
  }

  /** {@return the filter as parameters of a statement; what is not asked for is null} */
  public Map<String, Object> parameters() {
    Map<String, Object> parameters = new HashMap<>(filter.lists());
    parameters.put("platformIds", platforms.stream().map(Place::platformId).toList());
    parameters.put("budgetId", filter.budgetId());
    parameters.put("pathIds", pathIds);
    parameters.put("unpriced", filter.unpriced());
    return parameters;
  }
}
