package dev.costgraph.usage;

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
   * A platform as reports need it.
   *
   * @param zone of its hours and days
   */
  public record Place(String platformId, String currency, ZoneId zone) {}

  /** {@return whether cost cells can answer it} */
  public boolean needsUsages() {
    return budgetNarrows || filter.needsUsages();
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
