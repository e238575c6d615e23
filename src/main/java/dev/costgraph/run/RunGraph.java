package dev.costgraph.run;

import dev.costgraph.attribution.CostTotals;
import dev.costgraph.budget.Period.Bounds;
import dev.costgraph.graph.CypherFile;
import dev.costgraph.graph.Graph;
import dev.costgraph.graph.Properties;
import dev.costgraph.run.RunForest.Link;
import dev.costgraph.run.RunForest.Part;
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
      @Nullable Instant last) {}

  /** Calls of a model that are alike within one run. */
  record Repeat(
      String runId,
      String agentId,
      @Nullable String model,
      long promptTokens,
      long completionTokens,
      long calls,
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
    List<Sums> rows = graph.read(READ_RUNS, parameters, RunGraph::sums);
    Map<String, Run> runs = new HashMap<>();
    rows.stream().filter(Sums::own).forEach(row -> runs.put(row.run().runId(), row.run()));
    rows.stream()
        .filter(row -> !row.own())
        .forEach(
            row ->
                runs.computeIfPresent(
                    row.run().runId(),
                    (id, run) -> run.over(row.totals(), row.runs(), row.first(), row.last())));
    return runs;
  }

  /** {@return a run and all below it, each with its own usages alone, in no order} */
  List<Run> tree(Run root, int limit) {
    return graph.read(
        READ_TREE,
        Map.of("platformId", root.platformId(), "runId", root.runId(), "limit", limit),
        row -> run(row, root.currency(), 0));
  }

  /** {@return a page, and one more, of what each of the runs spawned itself, by its id} */
  Map<String, List<Run>> spawned(SpawnedReader.Page page, List<String> runIds) {
    Map<String, List<String>> ids = new HashMap<>();
    graph.read(
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
    Map<String, Run> runs =
        all.isEmpty() ? Map.of() : runs(page.platformId(), all, page.depth() + 1);
    Map<String, List<Run>> spawned = new HashMap<>();
    ids.forEach(
        (parent, children) ->
            spawned.put(
                parent, children.stream().map(runs::get).filter(Objects::nonNull).toList()));
    return spawned;
  }

  /** {@return the sums of a platform's usages by run, agent and task, at most so many} */
  List<Part> parts(String platformId, Bounds bounds, int limit) {
    Map<String, Object> parameters = range(platformId, bounds);
    parameters.put("limit", limit);
    return graph.read(SUM_RUNS, parameters, RunGraph::part);
  }

  /** {@return the runs of the parts and all above them, by id} */
  Map<String, Link> links(String platformId, List<Part> parts) {
    Map<String, Link> links = new HashMap<>();
    for (Part part : parts) {
      if (part.link() != null) {
        links.put(part.link().runId(), part.link());
      }
    }
    for (Set<String> unknown = unknown(links); !unknown.isEmpty(); unknown = unknown(links)) {
      graph
          .read(
              READ_ANCESTORS,
              Map.of("platformId", platformId, "runIds", List.copyOf(unknown)),
              row -> link(row, row.get("runId").asString()))
          .forEach(link -> links.putIfAbsent(link.runId(), link));
      // a parent that somebody deleted by hand meanwhile is not asked for again
      unknown.forEach(runId -> links.putIfAbsent(runId, new Link(runId, null, null)));
    }
    return links;
  }

  private static Set<String> unknown(Map<String, Link> links) {
    Set<String> unknown = new TreeSet<>();
    for (Link link : links.values()) {
      if (link.parentRunId() != null && !links.containsKey(link.parentRunId())) {
        unknown.add(link.parentRunId());
      }
    }
    return unknown;
  }

  /** {@return groups of more than so many calls that are alike} */
  List<Repeat> repeats(String platformId, Bounds bounds, int callsMax) {
    Map<String, Object> parameters = range(platformId, bounds);
    parameters.put("callsMax", callsMax);
    return graph.read(
        FIND_REPEATS,
        parameters,
        row ->
            new Repeat(
                row.get("runId").asString(),
                row.get("agentId").asString(),
                row.get("model").asString(null),
                row.get("promptTokens").asLong(),
                row.get("completionTokens").asLong(),
                row.get("calls").asLong(),
                row.get("cost_nanos").asLong()));
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
        run.lastUsageAt());
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
        currency);
  }

  private static CostTotals totals(Record row) {
    return CostTotals.of(new Properties(Objects.requireNonNull(row.asMap())));
  }

  private static @Nullable Instant instant(Value at) {
    return at.isNull() ? null : at.asZonedDateTime().toInstant();
  }
}
