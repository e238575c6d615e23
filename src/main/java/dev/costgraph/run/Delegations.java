package dev.costgraph.run;

import dev.costgraph.money.Decimal;
import dev.costgraph.run.RunForest.Above;
import dev.costgraph.run.RunForest.Node;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/** Which agent delegated to which, and for how much. */
@Description(
    "Which agent delegated to which. The rows overlap: what is spawned in turn is in the cost of"
        + " every delegation above it.")
public record Delegations(
    @NonNull @Description("By total cost descending, then by agents; at most first.")
        List<@NonNull Delegation> rows,
    @NonNull @Description("ISO 4217, of the platform.") String currency) {

  /**
   * The runs of one agent that runs of another spawned.
   *
   * @param ownNanos in nanos of the currency, as the total
   */
  @Description("The runs of one agent that runs of another spawned, or of the same.")
  public record Delegation(
      @Id @Nullable @Description("Null while the spawning run is known only as a parent.")
          String fromAgentId,
      @Id @Nullable @Description("Who performed the spawned runs.") String toAgentId,
      @Description("Spawned runs that are active: they, or runs below them, have a usage.")
          long runs,
      @Ignore long ownNanos,
      @Ignore long totalNanos) {

    @NonNull
    @Description("What was used in the spawned runs themselves.")
    public Decimal getOwnCost() {
      return Decimal.ofNanos(ownNanos);
    }

    @NonNull
    @Description(
        "With everything below them, at any depth, each usage once, also where such a run is below"
            + " another one.")
    public Decimal getTotalCost() {
      return Decimal.ofNanos(totalNanos);
    }

    private Delegation plus(Delegation other) {
      return new Delegation(
          fromAgentId,
          toAgentId,
          runs + other.runs,
          Math.addExact(ownNanos, other.ownNanos),
          Math.addExact(totalNanos, other.totalNanos));
    }

    private boolean touches(String agentId) {
      return agentId.equals(fromAgentId) || agentId.equals(toAgentId);
    }
  }

  private static final Comparator<@Nullable String> BY_AGENT =
      Comparator.nullsLast(Comparator.naturalOrder());

  /** Who spawns whom. */
  private record Edge(@Nullable String from, @Nullable String to) {}

  /**
   * {@return the delegations within the forest}
   *
   * @param agentId who delegates or is delegated to; null for all
   */
  static Delegations of(RunForest forest, @Nullable String agentId, int first, String currency) {
    Map<Edge, Delegation> delegations = new HashMap<>();
    Above<Edge> above = new Above<>();
    List<Node> nodes = forest.nodes();
    for (int place = 0; place < nodes.size(); place++) {
      Node node = nodes.get(place);
      above.descend(node);
      Edge edge = null;
      if (node.parent() >= 0) {
        edge = new Edge(nodes.get(node.parent()).link().performerId(), node.link().performerId());
        long total = above.has(edge) ? 0 : forest.total(place).costNanos();
        delegations.merge(
            edge,
            new Delegation(edge.from(), edge.to(), 1, node.own().costNanos(), total),
            Delegation::plus);
      }
      above.add(edge);
    }
    return new Delegations(
        delegations.values().stream()
            .filter(row -> agentId == null || row.touches(agentId))
            .sorted(
                Comparator.comparingLong(Delegation::totalNanos)
                    .reversed()
                    .thenComparing(Delegation::fromAgentId, BY_AGENT)
                    .thenComparing(Delegation::toAgentId, BY_AGENT))
            .limit(first)
            .toList(),
        currency);
  }
}
