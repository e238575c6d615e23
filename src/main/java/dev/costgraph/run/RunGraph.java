package dev.costgraph.run;

import dev.costgraph.BadRequest;
import dev.costgraph.attribution.CostTotals;
import dev.costgraph.budget.Period.Bounds;
import dev.costgraph.graph.CypherFile;
import dev.costgraph.graph.Graph;
import dev.costgraph.graph.Properties;
import dev.costgraph.run.RunForest.Link;
import dev.costgraph.run.RunForest.Part;
import dev.costgraph.usage.UsageKind;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/** The statements of {@code cypher/run}. */
@Singleton
class RunGraph {

  private static final CypherFile READ_RUNS = CypherFile.of("run/read-runs");
  private static final CypherFile READ_TREE = CypherFile.of("run/read-tree");
  private static final CypherFile LIST_SPAWNED = CypherFile.of("run/list-spawned");
  private static final CypherFile SUM_RUNS = CypherFile.of("run/sum-runs");
  private static final CypherFile READ_ANCESTORS = CypherFile.of("run/read-ancestors");
  private static final CypherFile FIND_REPEATS = CypherFile.of("run/find-repeats");

  private final Graph graph;

  RunGraph(Graph graph) {
    this.graph = graph;
  }

  /** What one row says of a run: its own sums, or those of all runs below it. */
  private record Sums(
      Run run,
      boolean own,
      long runs,
      CostTotals totals,
      @Nullable Instant first,
      @Nullable Instant last,
      Instant start) {}

  /**
   * Calls that are alike within one run.
   *
   * @param promptTokens of each; null for calls without tokens, as completionTokens
   * @param bound that calls is above
   */
  record Repeat(
      String runId,
      String agentId,
      UsageKind kind,
      @Nullable String capability,
      @Nullable String model,
      @Nullable Long promptTokens,
      @Nullable Long completionTokens,
      long calls,
      long bound,
      long costNanos) {}

  /**
   * {@return the runs that exist, by id}
   *
   * @param depth of all of them; null to count
   */
  Map<String, Run> runs(String platformId, Collection<String> runIds, @Nullable Integer depth) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("platformId", platformId);
    parameters.put("runIds", List.copyOf(runIds));
    parameters.put("depth", depth);
    List<Sums> rows = read(READ_RUNS, parameters, RunGraph::sums);
    Map<String, Run> runs = new HashMap<>();
    rows.stream().filter(Sums::own).forEach(row -> runs.put(row.run().runId(), row.run()));
    rows.stream()
        .filter(row -> !row.own())
        .forEach(
            row ->
                runs.computeIfPresent(
                    row.run().runId(),
                    (id, run) ->
                        run.over(row.totals(), row.runs(), row.first(), row.last(), row.start())));
    return runs;
  }

  /** {@return a run and all below it, each with its own usages alone, in no order} */
  List<Run> tree(Run root, int limit) {
    return read(
        READ_TREE,
        Map.of("platformId", root.platformId(), "runId", root.runId(), "limit", limit),
        row -> run(row, root.currency(), 0));
  }

  /**
   * {@return a page, and one more, of what each of the runs spawned itself, by its id} They are at
   * depth 0, whichever is theirs.
   */
  Map<String, List<Run>> spawned(SpawnedReader.Page page, List<String> runIds) {
    Map<String, List<String>> ids = new HashMap<>();
    read(
        LIST_SPAWNED,
        Map.of(
            "platformId",
            page.platformId(),
            "runIds",
            runIds,
            "after",
            page.after(),
            "limit",
            page.first() + 1),
        row ->
            ids.computeIfAbsent(row.get("parentRunId").asString(), id -> new ArrayList<>())
                .add(row.get("runId").asString()));
    List<String> all = ids.values().stream().flatMap(List::stream).toList();
    Map<String, Run> runs = all.isEmpty() ? Map.of() : runs(page.platformId(), all, 0);
    Map<String, List<Run>> spawned = new HashMap<>();
    ids.forEach(
        (parent, children) ->
            spawned.put(
                parent, children.stream().map(runs::get).filter(Objects::nonNull).toList()));
    return spawned;
  }

  private <T> List<T> read(
      CypherFile file, Map<String, Object> parameters, Function<Record, T> mapping) {
    try {
      return graph.read(file, parameters, mapping);
    } catch (BadRequest e) {
      throw clear(e);
    }
  }

  /** {@return the same with a way out: a question about one run has no time and no filter} */
  static BadRequest clear(BadRequest e) {
    return switch (e.code()) {
      case QUERY_TIMEOUT, NARROW_THE_RANGE ->
          new BadRequest(
              e.code(),
              "runId",
              "too much is below it to be added up in the time and memory there is: ask for a run"
                  + " further down, or for fewer spawned ones at once");
      default -> e;
    };
  }

  /**
   * {@return what a platform's runs used in a stretch of time}
   *
   * @param runsMax how many runs may be read, those above the active ones included, and how many
   *     groups of usages by run, agent and task
   * @throws BadRequest NARROW_THE_RANGE
   */
  RunForest forest(String platformId, Bounds bounds, int runsMax) {
    Map<String, Object> parameters = range(platformId, bounds);
    parameters.put("limit", runsMax + 1);
    List<Part> parts = graph.read(SUM_RUNS, parameters, RunGraph::part);
    requireAtMost(parts.size(), runsMax, "runs, told apart by agent and task");
    return new RunForest(parts, links(platformId, parts, runsMax));
  }

  private static void requireAtMost(int read, int max, String what) {
    if (read > max) {
      throw new BadRequest(
          BadRequest.Code.NARROW_THE_RANGE,
          "from",
          "more than %d %s: narrow from and to".formatted(max, what));
    }
  }

  /** {@return the runs of the parts and all above them, by id} */
  private Map<String, Link> links(String platformId, List<Part> parts, int runsMax) {
    Map<String, Link> links = new HashMap<>();
    for (Part part : parts) {
      if (part.link() != null) {
        links.put(part.link().runId(), part.link());
      }
    }
    Set<String> unknown = unknownParents(links.values(), links);
    while (!unknown.isEmpty()) {
      List<Link> above =
          graph.read(
              READ_ANCESTORS,
              Map.of(
                  "platformId", platformId, "runIds", List.copyOf(unknown), "limit", runsMax + 1),
              row -> link(row, row.get("runId").asString()));
      above.forEach(link -> links.putIfAbsent(link.runId(), link));
      // a parent that somebody deleted by hand meanwhile is not asked for again
      unknown.forEach(runId -> links.putIfAbsent(runId, new Link(runId, null, null)));
      requireAtMost(links.size(), runsMax, "runs with those above them");
      unknown = unknownParents(above, links);
    }
    return links;
  }

  private static Set<String> unknownParents(Collection<Link> below, Map<String, Link> links) {
    Set<String> unknown = new TreeSet<>();
    for (Link link : below) {
      if (link.parentRunId() != null && !links.containsKey(link.parentRunId())) {
        unknown.add(link.parentRunId());
      }
    }
    return unknown;
  }

  /** {@return groups of calls that are alike, of more than the bounds let go} */
  List<Repeat> repeats(String platformId, Bounds bounds, RunawayBounds runawayBounds) {
    Map<String, Object> parameters = range(platformId, bounds);
    parameters.put("repeatsMax", runawayBounds.repeatsMax());
    parameters.put("otherRepeatsMax", runawayBounds.otherRepeatsMax());
    return graph.read(
        FIND_REPEATS,
        parameters,
        row ->
            new Repeat(
                row.get("runId").asString(),
                row.get("agentId").asString(),
                UsageKind.valueOf(row.get("kind").asString()),
                row.get("capability").asString(null),
                row.get("model").asString(null),
                count(row.get("promptTokens")),
                count(row.get("completionTokens")),
                row.get("calls").asLong(),
                row.get("bound").asLong(),
                row.get("cost_nanos").asLong()));
  }

  private static @Nullable Long count(Value count) {
    return count.isNull() ? null : count.asLong();
  }

  private static Map<String, Object> range(String platformId, Bounds bounds) {
    Map<String, Object> range = new HashMap<>();
    range.put("platformId", platformId);
    range.put("from", Properties.time(bounds.start()));
    range.put("to", Properties.time(bounds.end()));
    return range;
  }

  private static Part part(Record row) {
    Value runId = row.get("runId");
    return new Part(
        runId.isNull() ? null : link(row, runId.asString()),
        row.get("agentId").asString(),
        row.get("taskId").asString(null),
        totals(row));
  }

  private static Link link(Record row, String runId) {
    return new Link(
        runId, row.get("performerId").asString(null), row.get("parentRunId").asString(null));
  }

  private static Sums sums(Record row) {
    Run run = run(row, row.get("currency").asString(""), row.get("depth").asInt());
    return new Sums(
        run,
        row.get("own").asBoolean(),
        row.get("runs").asLong(),
        run.own(),
        run.firstUsageAt(),
        run.lastUsageAt(),
        row.get("start").asZonedDateTime().toInstant());
  }

  private static Run run(Record row, String currency, int depth) {
    Properties node = Properties.of(row.get("run"));
    CostTotals totals = totals(row);
    return new Run(
        node.text("run_id"),
        node.text("platform_id"),
        node.textOrNull("agent_id"),
        row.get("parentRunId").asString(null),
        node.instant("started_at"),
        instant(row.get("first_at")),
        instant(row.get("last_at")),
        depth,
        0,
        totals,
        totals,
        currency,
        node.instant("started_at"),
        null);
  }

  private static CostTotals totals(Record row) {
    return CostTotals.of(new Properties(Objects.requireNonNull(row.asMap())));
  }

  private static @Nullable Instant instant(Value at) {
    return at.isNull() ? null : at.asZonedDateTime().toInstant();
  }
}
