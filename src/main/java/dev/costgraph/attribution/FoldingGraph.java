package dev.costgraph.attribution;

import dev.costgraph.BadRequest;
import dev.costgraph.graph.CypherFile;
import dev.costgraph.graph.Graph;
import dev.costgraph.usage.UsageScope.Place;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Sees that nothing was folded between the reads of one answer. */
final class FoldingGraph {

  private static final CypherFile READ_FOLDING = CypherFile.of("attribution/read-folding");

  private static final int TRIES_MAX = 4;

  private final Graph graph;
  private final List<Place> platforms;

  FoldingGraph(Graph graph, List<Place> platforms) {
    this.graph = graph;
    this.platforms = platforms;
  }

  /** How far one platform is folded. */
  private record Folding(Instant retainedFrom, long facts) {}

  private Map<String, Folding> folding() {
    return graph
        .read(
            READ_FOLDING,
            Map.of("platformIds", platforms.stream().map(Place::platformId).toList()),
            row ->
                Map.entry(
                    row.get("platformId").asString(),
                    new Folding(
                        row.get("retainedFrom").asZonedDateTime().toInstant(),
                        row.get("facts").asLong())))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /**
   * {@return what was read while no horizon moved past it}
   *
   * @param from the first instant of what must not be folded, by platform
   * @throws BadRequest FOLDED when one did
   */
  <T> T retained(Map<Place, Instant> from, Supplier<T> read) {
    T answer = read.get();
    Map<String, Folding> now = folding();
    from.forEach(
        (place, first) -> {
          Folding folding = now.get(place.platformId());
          if (folding != null) {
            place.retainedFrom(folding.retainedFrom()).requireRetained(first, "filter.from");
          }
        });
    return answer;
  }

  private static boolean isHorizon(Place place, Map<String, Folding> now) {
    Folding folding = now.get(place.platformId());
    return Objects.equals(place.retainedFrom(), folding == null ? null : folding.retainedFrom());
  }

  /**
   * {@return what was read while nothing was folded: usages and what is folded of them together}
   *
   * @throws BadRequest UNAVAILABLE when folding goes on
   */
  <T> T still(Supplier<T> read) {
    for (int tries = 1; tries <= TRIES_MAX; tries++) {
      Map<String, Folding> before = folding();
      T answer = read.get();
      if (platforms.stream().allMatch(place -> isHorizon(place, before))
          && before.equals(folding())) {
        return answer;
      }
    }
    throw new BadRequest(
        BadRequest.Code.UNAVAILABLE, null, "usages are being folded: ask again in a minute");
  }
}
