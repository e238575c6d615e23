package dev.costgraph.export;

import dev.costgraph.BadRequest;
import dev.costgraph.budget.Budget;
import dev.costgraph.budget.BudgetGraph;
import dev.costgraph.budget.BudgetProperties;
import dev.costgraph.budget.BudgetStatus;
import dev.costgraph.graph.CypherFile;
import dev.costgraph.graph.Graph;
import dev.costgraph.graph.Properties;
import dev.costgraph.pricing.ModelPrice;
import dev.costgraph.pricing.PriceProperties;
import dev.costgraph.usage.UsageScope;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.neo4j.driver.Record;

/** The statements of {@code cypher/export}: pages by keys that never change. */
@Singleton
class ExportGraph {

  /** Rows that are in memory at once. */
  static final int PAGE = 2_000;

  /** A filter that lets few through makes the database read much for one page. */
  private static final Duration PAGE_MAX = Duration.ofMinutes(10);

  private static final CypherFile LIST_USAGES = CypherFile.of("export/list-usages");
  private static final CypherFile LIST_CELLS = CypherFile.of("export/list-cells");
  private static final CypherFile LIST_MOVED_CELLS = CypherFile.of("export/list-moved-cells");
  private static final CypherFile SUM_CELLS = CypherFile.of("export/sum-cells");
  private static final CypherFile FIND_FOLDED_CELL = CypherFile.of("export/find-folded-cell");
  private static final CypherFile LIST_BUDGETS = CypherFile.of("export/list-budgets");
  private static final CypherFile LIST_PERIODS = CypherFile.of("export/list-periods");
  private static final CypherFile READ_PRICES = CypherFile.of("export/read-prices");
  private static final CypherFile LIST_PROJECTS = CypherFile.of("export/list-projects");

  private final Graph graph;

  ExportGraph(Graph graph) {
    this.graph = graph;
  }

  /**
   * What things are called at the moment.
   *
   * @param projects by id; one without a name is not in it
   */
  record Names(String platform, Map<String, String> projects, ModelMakers makers) {}

  /** {@return usages of a platform from a time on, after a number at that time, oldest first} */
  List<ExportedUsage> usages(
      UsageScope scope,
      String platformId,
      long until,
      Instant from,
      long afterSequence,
      Instant to) {
    Map<String, Object> parameters = scope.parameters();
    parameters.put("platformId", platformId);
    parameters.put("from", Properties.time(from));
    parameters.put("to", Properties.time(to));
    parameters.put("afterSequence", afterSequence);
    parameters.put("until", until);
    parameters.put("limit", PAGE);
    return graph.read(LIST_USAGES, parameters, PAGE_MAX, ExportGraph::usage);
  }

  /** {@return cost cells of a platform from a slot on, after an id in that slot, oldest first} */
  List<ExportedCell> cells(
      UsageScope scope, String platformId, String grain, Instant from, String afterId, Instant to) {
    Map<String, Object> parameters = scope.parameters();
    parameters.put("platformId", platformId);
    parameters.put("grain", grain);
    parameters.put("from", Properties.time(from));
    parameters.put("to", Properties.time(to));
    parameters.put("afterCellId", afterId);
    parameters.put("limit", PAGE);
    return graph.read(
        LIST_CELLS, parameters, PAGE_MAX, row -> ExportedCell.of(Properties.of(row.get("cell"))));
  }

  /** {@return those of some cells that hold facts after a number of their ledger} */
  Set<String> cellsAfter(Collection<String> cellIds, long until) {
    return Set.copyOf(
        graph.read(
            LIST_MOVED_CELLS,
            Map.of("cellIds", List.copyOf(cellIds), "until", until),
            PAGE_MAX,
            row -> row.get("cellId").asString()));
  }

  /**
   * {@return what cells held at a number of their ledger, by id; those that held none are not}
   *
   * @throws BadRequest FOLDED where a cell went on of which usages are folded: facts up to the
   *     number are gone
   */
  Map<String, Properties> cellsAt(Collection<String> cellIds, long until) {
    Map<String, Properties> sums = new HashMap<>();
    graph
        .read(
            SUM_CELLS,
            Map.of("cellIds", List.copyOf(cellIds), "until", until),
            PAGE_MAX,
            row -> Map.entry(row.get("cellId").asString(), new Properties(row.asMap())))
        .forEach(entry -> sums.put(entry.getKey(), entry.getValue()));
    requireUnfolded(cellIds, until);
    return sums;
  }

  /** After the sums: what is not folded by now was not when they were read. */
  private void requireUnfolded(Collection<String> cellIds, long until) {
    List<Instant> folded =
        graph.read(
            FIND_FOLDED_CELL,
            Map.of("cellIds", List.copyOf(cellIds)),
            PAGE_MAX,
            row -> row.get("slot").asZonedDateTime().toInstant());
    if (!folded.isEmpty()) {
      throw new BadRequest(
          BadRequest.Code.FOLDED,
          "after",
          ("costs of %s were corrected after number %d, where usages are folded: what they were"
                  + " then cannot be told; begin a new export")
              .formatted(folded.getFirst(), until));
    }
  }

  /** {@return budgets in the order of their ids} */
  List<Budget> budgets(Collection<String> platformIds, String after) {
    return graph.read(
        LIST_BUDGETS,
        Map.of("after", after, "platformIds", List.copyOf(platformIds), "limit", PAGE),
        PAGE_MAX,
        BudgetGraph::budget);
  }

  /** {@return how budgets stand in the periods that they have counted in, by id, then time} */
  List<BudgetStatus> periods(
      Collection<String> platformIds,
      String afterBudgetId,
      Instant afterStart,
      Instant from,
      Instant to) {
    return graph.read(
        LIST_PERIODS,
        Map.of(
            "platformIds", List.copyOf(platformIds),
            "afterBudgetId", afterBudgetId,
            "afterStart", Properties.time(afterStart),
            "from", Properties.time(from),
            "to", Properties.time(to),
            "limit", PAGE),
        PAGE_MAX,
        row ->
            BudgetStatus.of(
                BudgetGraph.budget(row),
                BudgetProperties.spending(Properties.of(row.get("period")))));
  }

  /** {@return prices by id} */
  Map<String, ModelPrice> prices(Collection<String> priceIds) {
    Map<String, ModelPrice> prices = new HashMap<>();
    if (!priceIds.isEmpty()) {
      graph
          .read(
              READ_PRICES,
              Map.of("priceIds", List.copyOf(priceIds)),
              row -> Properties.of(row.get("price")))
          .forEach(node -> prices.put(node.text("price_id"), PriceProperties.price(node)));
    }
    return prices;
  }

  /** {@return what a platform and its projects are called} */
  Names names(String platformId, ModelMakers makers) {
    return graph
        .read(
            LIST_PROJECTS,
            Map.of("platformId", platformId),
            row -> {
              Map<String, String> projects = new HashMap<>();
              for (Properties project : Properties.listOf(row.get("projects"))) {
                if (project.has("name")) {
                  projects.put(project.text("projectId"), project.text("name"));
                }
              }
              return new Names(row.get("name").asString(), projects, makers);
            })
        .getFirst();
  }

  private static ExportedUsage usage(Record row) {
    return ExportedUsage.of(Properties.of(row.get("usage")), Properties.listOf(row.get("entries")));
  }
}
