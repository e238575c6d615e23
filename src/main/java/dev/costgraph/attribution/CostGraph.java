package dev.costgraph.attribution;

import dev.costgraph.BadRequest;
import dev.costgraph.Limits;
import dev.costgraph.attribution.Slice.Source;
import dev.costgraph.budget.Period.Bounds;
import dev.costgraph.graph.CypherFile;
import dev.costgraph.graph.Graph;
import dev.costgraph.graph.Properties;
import dev.costgraph.usage.UsageScope;
import dev.costgraph.usage.UsageScope.Place;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/**
 * The statements of {@code cypher/attribution}. What one answer needs is read in several statements
 * of disjoint times, cells and usages, a few at once; what is booked between them is in the answer
 * or not, but never half a usage.
 */
@Singleton
public class CostGraph {

  /** After every fact. */
  public static final long NOW = Long.MAX_VALUE;

  private static final CypherFile SUM_CELLS = CypherFile.of("attribution/sum-cells");
  private static final CypherFile SUM_USAGES = CypherFile.of("attribution/sum-usages");
  private static final CypherFile SUM_USER_DAYS = CypherFile.of("attribution/sum-user-days");
  private static final CypherFile COUNT_CALLS = CypherFile.of("attribution/count-calls");
  private static final CypherFile READ_PATH_BUDGETS =
      CypherFile.of("attribution/read-path-budgets");
  private static final CypherFile FIND_NARROWING = CypherFile.of("attribution/find-narrowing");
  private static final CypherFile READ_TIMES = CypherFile.of("attribution/read-times");
  private static final CypherFile READ_PATHS_TODAY = CypherFile.of("attribution/read-paths-today");

  /** No hour cell is longer, also where a clock change cuts one. */
  private static final Duration CELL_MAX = Duration.ofHours(1);

  private final Graph graph;

  CostGraph(Graph graph) {
    this.graph = graph;
  }

  /** What one statement reads of a range at most, before it is worth another. */
  private static final Duration PIECE_MAX = Duration.ofDays(4);

  /** Of one question, at once; more would leave less to others. */
  private static final int STATEMENTS_MAX = Math.min(4, Runtime.getRuntime().availableProcessors());

  /** A slice of one platform's time that belongs to one point. */
  private record Range(Place place, int point, Slice slice) {

    /** {@return the same in pieces; one that is open at an end stays whole} */
    Stream<Range> pieces() {
      return slice.pieces(PIECE_MAX).map(piece -> new Range(place, point, piece));
    }

    Map<String, Object> row() {
      return Map.of(
          "platform_id", place.platformId(),
          "point", point,
          "grain", slice.source().name(),
          "from", Properties.time(slice.from()),
          "to", Properties.time(slice.to()));
    }
  }

  /**
   * What charged one budget in a stretch of time.
   *
   * @param pathIds that cover the budget; null where usages list it
   * @param narrowingId the budget where usages list it; null where paths cover it
   */
  public record Part(
      Place place, Bounds bounds, @Nullable List<String> pathIds, @Nullable String narrowingId) {

    /** {@return what a filter by a budget lets through} */
    public static Part of(UsageScope scope, Bounds bounds) {
      return new Part(
          scope.platforms().getFirst(),
          bounds,
          scope.budgetNarrows() ? null : scope.pathIds(),
          scope.budgetNarrows() ? scope.filter().budgetId() : null);
    }

    Map<String, Object> parameters() {
      Map<String, Object> parameters = new HashMap<>();
      parameters.put("platformId", place.platformId());
      parameters.put("before", Properties.time(bounds.start().minus(CELL_MAX)));
      parameters.put("from", Properties.time(bounds.start()));
      parameters.put("to", Properties.time(bounds.end()));
      parameters.put("pathIds", pathIds);
      parameters.put("narrowingId", narrowingId);
      return parameters;
    }
  }

  /**
   * Reads the costs of some stretches of time.
   *
   * @param points of the answer; each is read by itself
   * @param asOfSequence the last fact that counts, which the ledger has reached; {@link #NOW} for
   *     all. Cells know the present alone: what was known then is read from usages
   * @return groups that may be alike: one from each statement
   * @throws BadRequest NARROW_THE_RANGE when more usages would be read than one answer may
   */
  public List<CostGroup> read(
      UsageScope scope, Grouping grouping, List<Bounds> points, long asOfSequence) {
    boolean lists = grouping.byBudget() && hasNarrowing(scope.platforms());
    return read(scope, grouping, points, asOfSequence, lists);
  }

  /** {@return the same where the budgets that usages list do not matter, but their paths do} */
  List<CostGroup> readByPath(
      UsageScope scope, Grouping grouping, List<Bounds> points, long asOfSequence) {
    return read(scope, grouping, points, asOfSequence, false);
  }

  private List<CostGroup> read(
      UsageScope scope, Grouping grouping, List<Bounds> points, long asOfSequence, boolean lists) {
    boolean fromUsages =
        lists || asOfSequence != NOW || scope.needsUsages() || grouping.needsUsages();
    List<Range> ofCells = new ArrayList<>();
    List<Range> ofUsages = new ArrayList<>();
    List<Range> ofUserDays = new ArrayList<>();
    boolean ofUsers = grouping.ofUsersAlone() && scope.ofUsersAlone();
    for (Place place : scope.platforms()) {
      for (int point = 0; point < points.size(); point++) {
        Bounds bounds = points.get(point);
        List<Slice> slices =
            fromUsages
                ? List.of(new Slice(Source.USAGES, bounds.start(), bounds.end()))
                : Slice.split(bounds.start(), bounds.end(), place.zone());
        for (Slice slice : slices) {
          if (slice.source() == Source.USAGES && place.isFolded(slice.from())) {
            Range folded = new Range(place, point, slice);
            requireUserDays(folded, ofUsers && fromUsages);
            ofUserDays.add(folded);
          }
          (slice.source() == Source.USAGES ? ofUsages : ofCells)
              .add(new Range(place, point, slice));
        }
      }
    }
    requireReadable(scope.platforms(), ofUsages);
    Map<String, Object> parameters = scope.parameters();
    parameters.put("dimensions", grouping.properties());
    parameters.put("byBudget", grouping.byBudget());
    parameters.put("tagPrefix", grouping.tagPrefix());
    parameters.put("asOfSequence", asOfSequence);
    List<CostGroup> groups = new ArrayList<>(sum(SUM_CELLS, ofCells, parameters));
    groups.addAll(sumUsages(scope.platforms(), ofUsages, ofUserDays, parameters));
    return groups;
  }

  /** Usages may be folded at any time: each is counted once all the same, or the caller is told. */
  private List<CostGroup> sumUsages(
      List<Place> platforms,
      List<Range> ofUsages,
      List<Range> ofUserDays,
      Map<String, Object> parameters) {
    if (ofUsages.isEmpty()) {
      return List.of();
    }
    Map<Place, Instant> retained = new HashMap<>();
    for (Range range : ofUsages) {
      Instant from = range.slice().from();
      if (!ofUserDays.contains(range)) {
        retained.merge(range.place(), from, (a, b) -> a.isBefore(b) ? a : b);
      }
    }
    FoldingGraph folding = new FoldingGraph(graph, platforms);
    return folding.retained(
        retained,
        () ->
            ofUserDays.isEmpty()
                ? sum(SUM_USAGES, ofUsages, parameters)
                : folding.still(
                    () -> {
                      List<CostGroup> groups =
                          new ArrayList<>(sum(SUM_USAGES, ofUsages, parameters));
                      groups.addAll(sum(SUM_USER_DAYS, ofUserDays, parameters));
                      return groups;
                    }));
  }

  /**
   * Sees that the days of users tell what is folded of a stretch of time.
   *
   * @throws BadRequest FOLDED
   */
  private static void requireUserDays(Range range, boolean ofUsers) {
    Place place = range.place();
    Slice slice = range.slice();
    Instant retainedFrom = Objects.requireNonNull(place.retainedFrom());
    Bounds bounds = new Bounds(slice.from(), slice.to());
    if (!ofUsers || !Slice.isWholeDays(bounds, retainedFrom, place.zone())) {
      place.requireRetained(slice.from(), "filter.from");
    }
  }

  private List<CostGroup> sum(CypherFile file, List<Range> ranges, Map<String, Object> parameters) {
    if (ranges.isEmpty()) {
      return List.of();
    }
    List<Range> pieces = ranges.stream().flatMap(Range::pieces).toList();
    List<Map<String, Object>> statements = new ArrayList<>();
    for (int part = 0; part < Math.min(STATEMENTS_MAX, pieces.size()); part++) {
      Map<String, Object> one = new HashMap<>(parameters);
      int remainder = part;
      one.put(
          "ranges",
          IntStream.range(0, pieces.size())
              .filter(piece -> piece % STATEMENTS_MAX == remainder)
              .mapToObj(piece -> pieces.get(piece).row())
              .toList());
      statements.add(one);
    }
    return graph.readAtOnce(file, statements, CostGraph::group);
  }

  /** Counts before it reads: what lies in the hours and days around. */
  private void requireReadable(List<Place> places, List<Range> ranges) {
    List<Range> around = new ArrayList<>();
    for (Place place : places) {
      List<Slice> slices =
          ranges.stream()
              .filter(r -> r.place().equals(place))
              .map(r -> r.slice().retained(place.retainedFrom()))
              .filter(slice -> slice.from().isBefore(slice.to()))
              .toList();
      Slice.around(slices, place.zone()).forEach(slice -> around.add(new Range(place, 0, slice)));
    }
    requireReadable(
        around,
        null,
        "filter",
        ", or use whole hours of the platform's zone and only what cost cells know");
  }

  /**
   * Counts before {@link ExplanationGraph} reads.
   *
   * @throws BadRequest NARROW_THE_RANGE, FOLDED
   */
  public void requireReadable(Part part) {
    part.place().requireRetained(part.bounds().start(), "from");
    Slice slice = new Slice(Source.USAGES, part.bounds().start(), part.bounds().end());
    List<Slice> around =
        slice.from().isBefore(slice.to())
            ? Slice.around(List.of(slice), part.place().zone())
            : List.of();
    requireReadable(
        around.stream().map(one -> new Range(part.place(), 0, one)).toList(),
        part.pathIds(),
        "from",
        "");
  }

  /**
   * Lets another question read all usages of a platform in a stretch of time one by one; what it
   * reads is whole within {@link #retained}.
   *
   * @throws BadRequest NARROW_THE_RANGE, FOLDED
   */
  public void requireReadable(Place place, Bounds bounds) {
    requireReadable(new Part(place, bounds, null, null));
  }

  private void requireReadable(
      List<Range> whole, @Nullable List<String> pathIds, String field, String otherWayOut) {
    if (whole.isEmpty()) {
      return;
    }
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("ranges", whole.stream().map(Range::row).toList());
    parameters.put("pathIds", pathIds);
    long calls = graph.read(COUNT_CALLS, parameters, row -> row.get("calls").asLong()).getFirst();
    if (calls > Limits.USAGES_READ_MAX) {
      throw new BadRequest(
          BadRequest.Code.NARROW_THE_RANGE,
          field,
          "%d calls would be read one by one, at most %d: narrow from and to%s"
              .formatted(calls, Limits.USAGES_READ_MAX, otherWayOut));
    }
  }

  /**
   * {@return what another question read of a platform's usages, from an instant on, one by one}
   *
   * @throws BadRequest FOLDED when some of them may have been folded meanwhile
   */
  public <T> T retained(Place place, Instant from, Supplier<T> read) {
    return new FoldingGraph(graph, List.of(place)).retained(Map.of(place, from), read);
  }

  private boolean hasNarrowing(List<Place> places) {
    return graph
        .read(
            FIND_NARROWING,
            Map.of("platformIds", places.stream().map(Place::platformId).toList()),
            row -> row.get("found").asBoolean())
        .getFirst();
  }

  /** {@return the budgets that each path covers, by path} */
  public Map<String, List<String>> budgetsOfPaths(Collection<String> pathIds) {
    Map<String, List<String>> budgets = new HashMap<>();
    graph
        .read(
            READ_PATH_BUDGETS,
            Map.of("pathIds", List.copyOf(pathIds)),
            row ->
                Map.entry(
                    row.get("pathId").asString(), row.get("budgetIds").asList(Value::asString)))
        .forEach(entry -> budgets.put(entry.getKey(), entry.getValue()));
    return budgets;
  }

  /**
   * The leaf resource of a charge path.
   *
   * @param projectId where it is today; null for a platform
   * @param taskId null for a project or a platform
   */
  record Leaf(
      String pathId, String platformId, @Nullable String projectId, @Nullable String taskId) {}

  /** {@return the leaves of all charge paths of platforms} */
  List<Leaf> leaves(Collection<String> platformIds) {
    return graph.read(
        READ_PATHS_TODAY,
        Map.of("platformIds", List.copyOf(platformIds)),
        row ->
            new Leaf(
                row.get("pathId").asString(),
                row.get("platformId").asString(),
                row.get("projectId").asString(null),
                row.get("taskId").asString(null)));
  }

  /**
   * {@return the times of the first and the last usage of the platforms; null when none has any}
   *
   * @param asOfSequence the last fact that counts
   */
  @Nullable Bounds times(List<Place> places, long asOfSequence) {
    return graph
        .read(
            READ_TIMES,
            Map.of(
                "platformIds",
                places.stream().map(Place::platformId).toList(),
                "asOfSequence",
                asOfSequence),
            row ->
                row.get("first").isNull()
                    ? List.<Instant>of()
                    : List.of(
                        row.get("first").asZonedDateTime().toInstant(),
                        row.get("last").asZonedDateTime().toInstant()))
        .stream()
        .filter(times -> !times.isEmpty())
        .map(times -> new Bounds(times.getFirst(), times.getLast()))
        .findFirst()
        .orElse(null);
  }

  private static CostGroup group(Record row) {
    return new CostGroup(
        row.get("point").asInt(),
        row.get("keys").asList(value -> value.asString(null)),
        row.get("pathId").asString(null),
        row.get("narrowing").asList(Value::asString),
        CostTotals.of(new Properties(Objects.requireNonNull(row.asMap()))));
  }
}
