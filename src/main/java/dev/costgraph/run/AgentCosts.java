package dev.costgraph.run;

import dev.costgraph.attribution.CostTotals;
import dev.costgraph.run.RunForest.Above;
import dev.costgraph.run.RunForest.Node;
import dev.costgraph.run.RunForest.Part;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/** What agents cost with what they delegated. */
@Description(
    "What agents cost with what they delegated. The rows overlap: what one delegated is another's"
        + " own. Their own costs add up.")
public record AgentCosts(
    @NonNull @Description("By total cost descending, then by agent; at most first.")
        List<@NonNull AgentCost> rows,
    @NonNull @Description("ISO 4217, of the platform.") String currency) {

  /** What one agent cost with what it delegated. */
  @Description("What one agent cost in a stretch of time, by the timestamps of usages.")
  public record AgentCost(
      @Id @NonNull String agentId,
      @NonNull @Description("Its own usages, in runs and outside of them.") CostTotals own,
      @NonNull
          @Description(
              "The usages of other agents in runs that are below a run that it performed, at any"
                  + " depth, each once.")
          CostTotals delegated,
      @NonNull @Description("own and delegated: each usage once.") CostTotals total) {}

  /**
   * {@return the agents that used or delegated something}
   *
   * @param agentId the only one to answer; null for all
   */
  static AgentCosts of(RunForest forest, @Nullable String agentId, int first, String currency) {
    Map<String, CostTotals> own = new HashMap<>();
    for (Part part : forest.parts()) {
      own.merge(part.agentId(), part.totals(), CostTotals::plus);
    }
    Map<String, CostTotals> delegated = delegated(forest);
    Set<String> agentIds = new TreeSet<>(own.keySet());
    agentIds.addAll(delegated.keySet());
    return new AgentCosts(
        agentIds.stream()
            .filter(id -> agentId == null || id.equals(agentId))
            .map(
                id ->
                    row(
                        id,
                        own.getOrDefault(id, CostTotals.ZERO),
                        delegated.getOrDefault(id, CostTotals.ZERO)))
            .filter(AgentCosts::isAnything)
            .sorted(
                Comparator.comparingLong((AgentCost row) -> row.total().costNanos())
                    .reversed()
                    .thenComparing(AgentCost::agentId))
            .limit(first)
            .toList(),
        currency);
  }

  /** Whether there is a usage: runs above another's own usages alone are no delegation. */
  private static boolean isAnything(AgentCost row) {
    return !row.own().equals(CostTotals.ZERO) || !row.delegated().equals(CostTotals.ZERO);
  }

  private static AgentCost row(String agentId, CostTotals own, CostTotals delegated) {
    return new AgentCost(agentId, own, delegated, own.plus(delegated));
  }

  /**
   * Everything below the outermost runs of an agent, of which none is below another, without what
   * the agent used there itself.
   */
  private static Map<String, CostTotals> delegated(RunForest forest) {
    Map<String, CostTotals> delegated = new HashMap<>();
    Above<String> above = new Above<>();
    List<Node> nodes = forest.nodes();
    for (int place = 0; place < nodes.size(); place++) {
      Node node = nodes.get(place);
      above.descend(node);
      for (Part part : node.parts()) {
        if (above.has(part.agentId())) {
          delegated.computeIfPresent(part.agentId(), (id, totals) -> totals.minus(part.totals()));
        }
      }
      String performerId = node.link().performerId();
      if (performerId != null && !above.has(performerId)) {
        delegated.merge(performerId, forest.total(place).minus(node.own()), CostTotals::plus);
      }
      above.add(performerId);
    }
    return delegated;
  }
}
