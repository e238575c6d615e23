package dev.costgraph.attribution;

import dev.costgraph.attribution.BudgetExplanation.AdjustmentReason;
import dev.costgraph.attribution.BudgetExplanation.BudgetEdit;
import dev.costgraph.attribution.CostGraph.Part;
import dev.costgraph.budget.Enforcement;
import dev.costgraph.budget.Period.Bounds;
import dev.costgraph.graph.CypherFile;
import dev.costgraph.graph.Graph;
import dev.costgraph.graph.Properties;
import dev.costgraph.money.Decimal;
import dev.costgraph.usage.Usage;
import dev.costgraph.usage.UsageProperties;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.neo4j.driver.Record;

/** What an explanation of a budget needs besides sums. */
@Singleton
public class ExplanationGraph {

  private static final CypherFile LIST_LARGEST = CypherFile.of("attribution/list-largest");
  private static final CypherFile SUM_ADJUSTMENTS = CypherFile.of("attribution/sum-adjustments");
  private static final CypherFile LIST_EDITS = CypherFile.of("attribution/list-edits");

  private final Graph graph;
  private final CostGraph costs;

  ExplanationGraph(Graph graph, CostGraph costs) {
    this.graph = graph;
    this.costs = costs;
  }

  /** {@return the usages that cost most, or of the most tokens, the largest first} */
  public List<Usage> largest(Part part, boolean byTokens, int limit) {
    Map<String, Object> parameters = part.parameters();
    parameters.put("byTokens", byTokens);
    parameters.put("limit", limit);
    return graph.read(
        LIST_LARGEST,
        parameters,
        row ->
            UsageProperties.usage(
                Properties.of(row.get("usage")), Properties.listOf(row.get("entries"))));
  }

  /**
   * {@return why usages were adjusted, the largest amount first; to be read last}
   *
   * @throws BadRequest FOLDED when some of them were folded meanwhile
   */
  public List<AdjustmentReason> adjustments(Part part, int limit) {
    Map<String, Object> parameters = part.parameters();
    parameters.put("limit", limit);
    return costs.retained(
        part.place(),
        part.bounds().start(),
        () -> graph.read(SUM_ADJUSTMENTS, parameters, ExplanationGraph::adjustmentReason));
  }

  private static AdjustmentReason adjustmentReason(Record row) {
    return new AdjustmentReason(
        row.get("reason").asString(null),
        Decimal.ofNanos(row.get("nanos").asLong()),
        row.get("usages").asLong());
  }

  /** {@return the edits of a budget in a stretch of ledger time, the last first} */
  public List<BudgetEdit> edits(String budgetId, Bounds bounds, int limit) {
    return graph.read(
        LIST_EDITS,
        Map.of(
            "budgetId",
            budgetId,
            "from",
            Properties.time(bounds.start()),
            "to",
            Properties.time(bounds.end()),
            "limit",
            limit),
        row -> edit(Properties.of(row.get("event"))));
  }

  private static BudgetEdit edit(Properties event) {
    String limit = event.textOrNull("limit");
    String enforcement = event.textOrNull("enforcement");
    return new BudgetEdit(
        event.instant("at"),
        event.number("sequence"),
        event.text("message"),
        limit == null ? null : new Decimal(limit),
        enforcement == null ? Enforcement.HARD : Enforcement.valueOf(enforcement),
        event.flag("frozen"));
  }
}
