package dev.costgraph.attribution;

import static dev.costgraph.usage.UsageGraph.OPEN_END;
import static dev.costgraph.usage.UsageGraph.OPEN_START;

import dev.costgraph.BadRequest;
import dev.costgraph.Limits;
import dev.costgraph.PageInfo;
import dev.costgraph.attribution.CostSeries.CostPoint;
import dev.costgraph.budget.Period.Bounds;
import dev.costgraph.ledger.Ledger;
import dev.costgraph.platform.Platform;
import dev.costgraph.usage.CostFilter;
import dev.costgraph.usage.UsageGraph;
import dev.costgraph.usage.UsageScope;
import dev.costgraph.usage.UsageScope.Place;
import io.smallrye.common.annotation.RunOnVirtualThread;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.jspecify.annotations.Nullable;

/** Who spent what, on what, and when. */
@GraphQLApi
public class CostApi {

  private static final String TAG_KEY = "The key whose values are the groups of TAG; with it only.";
  private static final String AS_OF =
      "What the ledger knew after the fact with this number: usages booked and adjustments posted"
          + " later do not count, and what was priced later is unpriced. 0 is before the first"
          + " fact. Needs exactly one platform, by platformIds or budgetId. It reads usages, at"
          + " most 500,000, and none that are folded. Absent: all that is known.";

  private final CostGraph graph;
  private final CostsToday today;
  private final UsageGraph usages;
  private final Ledger ledger;

  CostApi(CostGraph graph, CostsToday today, UsageGraph usages, Ledger ledger) {
    this.graph = graph;
    this.today = today;
    this.usages = usages;
    this.ledger = ledger;
  }

  @Query
  @RunOnVirtualThread
  @NonNull
  @Description(
      "Costs by any dimensions; none: the total alone. Exact for any from and to. Errors:"
          + " INVALID_VALUE, OUT_OF_RANGE, NOT_FOUND, MIXED_CURRENCIES, FOLDED,"
          + " NARROW_THE_RANGE, QUERY_TIMEOUT.")
  public CostBreakdown costs(
      @NonNull @Description("Each at most once.") List<@NonNull Dimension> groupBy,
      @Nullable CostFilter filter,
      @Description(TAG_KEY) @Nullable String tagKey,
      @Name("first") @DefaultValue("100") @Description("Rows, 1 to 500.") int first,
      @DefaultValue("false")
          @Description(
              "Also what each group cost in the same length of time right before; from and to are"
                  + " needed then. A group that is in that time alone has a row too.")
          boolean previous,
      @Description(AS_OF) @Nullable Long asOfSequence,
      @DefaultValue("AS_CHARGED") CostTree tree) {
    PageInfo.checkFirst(first);
    Grouping grouping = Grouping.check(groupBy, tagKey);
    UsageScope scope = usages.scope(CostFilter.check(filter));
    String currency = currency(scope.platforms());
    long asOf = asOf(scope, asOfSequence);
    List<Bounds> points = new ArrayList<>(List.of(bounds(scope.filter())));
    if (previous) {
      points.add(before(scope.filter()));
    }
    List<CostGroup> groups;
    try {
      groups = read(tree, scope, grouping, points, asOf);
    } catch (BadRequest e) {
      throw previous ? ofPrevious(e, scope) : e;
    }
    CostTotals total = CostGroup.total(groups, 0);
    return new CostBreakdown(
        grouping.dimensions().isEmpty()
            ? List.of()
            : CostRow.of(fold(groups, grouping), total, CostTotals::costNanos).stream()
                .limit(first)
                .toList(),
        total,
        previous ? CostGroup.total(groups, 1) : null,
        currency);
  }

  /** {@return what is wrong; with the time before, if that alone reaches into what is folded} */
  private static BadRequest ofPrevious(BadRequest e, UsageScope scope) {
    Instant from = scope.filter().from();
    for (Place place : scope.platforms()) {
      if (from == null || place.isFolded(from)) {
        return e;
      }
    }
    return e.code() == BadRequest.Code.FOLDED
        ? new BadRequest(e.code(), "previous", "of the time before: " + e.getMessage())
        : e;
  }

  /** {@return the same length of time right before} */
  private static Bounds before(CostFilter filter) {
    Instant from = filter.from();
    Instant to = filter.to();
    if (from == null || to == null) {
      throw new BadRequest(
          BadRequest.Code.INVALID_VALUE,
          from == null ? "filter.from" : "filter.to",
          "previous needs from and to: the time before is as long as the time between them");
    }
    return new Bounds(from.minus(Duration.between(from, to)), from);
  }

  @Query
  @RunOnVirtualThread
  @NonNull
  @Description(
      "Costs over time. from and to absent: from the platforms' first usage to their last. Errors:"
          + " INVALID_VALUE, OUT_OF_RANGE, NOT_FOUND, MIXED_CURRENCIES, FOLDED,"
          + " NARROW_THE_RANGE, QUERY_TIMEOUT.")
  public CostSeries costSeries(
      @NonNull Interval interval,
      @Description("IANA zone of the intervals. Absent: that of the platforms, UTC if they differ.")
          @Nullable String zone,
      @Description("Each at most once. Absent: the total alone.") @Nullable List<Dimension> groupBy,
      @Nullable CostFilter filter,
      @Description(TAG_KEY) @Nullable String tagKey,
      @Description(AS_OF) @Nullable Long asOfSequence,
      @DefaultValue("AS_CHARGED") CostTree tree) {
    Grouping grouping = Grouping.check(groupBy, tagKey);
    UsageScope scope = usages.scope(CostFilter.check(filter));
    String currency = currency(scope.platforms());
    ZoneId calendar = zone == null ? zone(scope.platforms()) : zone(zone);
    long asOf = asOf(scope, asOfSequence);
    List<Bounds> points = points(interval, calendar, scope, asOf);
    if (points.isEmpty()) {
      return new CostSeries(List.of(), currency);
    }
    Map<Integer, Map<List<@Nullable String>, CostTotals>> folded =
        fold(read(tree, scope, grouping, points, asOf), grouping);
    return new CostSeries(fill(points, folded, grouping), currency);
  }

  private List<CostGroup> read(
      @Nullable CostTree tree,
      UsageScope scope,
      Grouping grouping,
      List<Bounds> points,
      long asOf) {
    return tree == CostTree.TODAY
        ? today.read(scope, grouping, points, asOf)
        : graph.read(scope, grouping, points, asOf);
  }

  private Map<Integer, Map<List<@Nullable String>, CostTotals>> fold(
      List<CostGroup> groups, Grouping grouping) {
    Set<String> pathIds = new HashSet<>();
    for (CostGroup group : groups) {
      if (group.pathId() != null) {
        pathIds.add(group.pathId());
      }
    }
    return CostGroup.fold(
        groups, grouping, pathIds.isEmpty() ? Map.of() : graph.budgetsOfPaths(pathIds));
  }

  /** {@return the last fact that counts, once all up to it are wholly visible} */
  private long asOf(UsageScope scope, @Nullable Long asOfSequence) {
    if (asOfSequence == null) {
      return CostGraph.NOW;
    }
    if (scope.platforms().size() != 1) {
      throw new BadRequest(
          BadRequest.Code.INVALID_VALUE,
          "asOfSequence",
          "each platform has numbers of its own, and the filter lets %d through: name one"
                  .formatted(scope.platforms().size())
              + " in filter.platformIds, or a filter.budgetId");
    }
    long asked = asOfSequence;
    return ledger.readUnderLock(
        scope.platforms().getFirst().platformId(),
        (locked, reader) -> {
          locked.requireReached(asked);
          return asked;
        });
  }

  private static Bounds bounds(CostFilter filter) {
    Instant from = filter.from();
    Instant to = filter.to();
    return new Bounds(from == null ? OPEN_START : from, to == null ? OPEN_END : to);
  }

  /** {@return the intervals that a question touches, cut to its from and to} */
  private List<Bounds> points(Interval interval, ZoneId zone, UsageScope scope, long asOf) {
    Instant from = scope.filter().from();
    Instant to = scope.filter().to();
    Bounds times = from == null || to == null ? graph.times(scope.platforms(), asOf) : null;
    if ((from == null || to == null) && times == null) {
      return List.of();
    }
    Instant start = from == null && times != null ? times.start() : from;
    Instant end = to == null && times != null ? times.end().plusNanos(1) : to;
    List<Bounds> points = new ArrayList<>();
    while (start != null && end != null && start.isBefore(end)) {
      Bounds whole = interval.period().containing(start, zone);
      requireCount(points.size() + 1L);
      points.add(
          new Bounds(
              from != null && from.isAfter(whole.start()) ? from : whole.start(),
              to != null && to.isBefore(whole.end()) ? to : whole.end()));
      start = whole.end();
    }
    return points;
  }

  private static List<CostPoint> fill(
      List<Bounds> points,
      Map<Integer, Map<List<@Nullable String>, CostTotals>> folded,
      Grouping grouping) {
    Set<List<@Nullable String>> groups = new TreeSet<>(CostGroup.BY_KEYS);
    if (grouping.dimensions().isEmpty()) {
      groups.add(List.of());
    }
    folded.values().forEach(ofPoint -> groups.addAll(ofPoint.keySet()));
    requireCount((long) points.size() * groups.size());
    List<CostPoint> filled = new ArrayList<>();
    for (int point = 0; point < points.size(); point++) {
      Map<List<@Nullable String>, CostTotals> ofPoint = folded.getOrDefault(point, Map.of());
      for (List<@Nullable String> keys : groups) {
        filled.add(
            new CostPoint(
                points.get(point).start(),
                points.get(point).end(),
                keys,
                ofPoint.getOrDefault(keys, CostTotals.ZERO)));
      }
    }
    return filled;
  }

  private static void requireCount(long points) {
    if (points > Limits.POINTS_MAX) {
      throw new BadRequest(
          BadRequest.Code.NARROW_THE_RANGE,
          "interval",
          "the series would have more than %d points, groups multiplied: narrow from and to, or"
                  .formatted(Limits.POINTS_MAX)
              + " take a longer interval or fewer groups");
    }
  }

  /**
   * {@return the currency of all of the platforms; that of a new platform for none}
   *
   * @throws BadRequest MIXED_CURRENCIES
   */
  public static String currency(List<Place> platforms) {
    List<String> currencies = platforms.stream().map(Place::currency).distinct().sorted().toList();
    if (currencies.size() > 1) {
      throw new BadRequest(
          BadRequest.Code.MIXED_CURRENCIES,
          "filter.platformIds",
          "the platforms have costs in %s: name platforms of one currency"
              .formatted(String.join(", ", currencies)));
    }
    return currencies.isEmpty()
        ? Platform.onFirstSight(Platform.DEFAULT_ID).currency()
        : currencies.getFirst();
  }

  private static ZoneId zone(List<Place> platforms) {
    List<ZoneId> zones = platforms.stream().map(Place::zone).distinct().toList();
    return zones.size() == 1 ? zones.getFirst() : ZoneOffset.UTC;
  }

  private static ZoneId zone(String zone) {
    try {
      return ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw new BadRequest(
          BadRequest.Code.INVALID_VALUE,
          "zone",
          "zone '%s' is no IANA zone such as Europe/Berlin"
              .formatted(zone.substring(0, Math.min(40, zone.length()))));
    }
  }
}
