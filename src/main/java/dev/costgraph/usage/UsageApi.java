package dev.costgraph.usage;

import dev.costgraph.PageInfo;
import dev.costgraph.usage.UsageConnection.UsageEdge;
import io.smallrye.common.annotation.RunOnVirtualThread;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.jspecify.annotations.Nullable;

/** Usages as they were booked, and why they cost what they cost. */
@GraphQLApi
public class UsageApi {

  private final UsageGraph graph;

  UsageApi(UsageGraph graph) {
    this.graph = graph;
  }

  @Query
  @RunOnVirtualThread
  @Description(
      "The usage that was booked under the id; null for an unknown one and for one that is"
          + " folded.")
  public @Nullable Usage usage(@NonNull @Id String operationId) {
    return graph.find(operationId);
  }

  @Query
  @RunOnVirtualThread
  @NonNull
  @Description(
      "Usages of all platforms, newest first, as far back as they are kept. What is booked"
          + " meanwhile moves no page. Errors: OUT_OF_RANGE, BAD_CURSOR, INVALID_VALUE, NOT_FOUND,"
          + " FOLDED, QUERY_TIMEOUT.")
  public UsageConnection usages(
      @Nullable CostFilter filter,
      @Name("first") @DefaultValue("50") @Description("1 to 500.") int first,
      @Description("The endCursor of the page before. Absent: from the newest.")
          @Nullable String after) {
    PageInfo.checkFirst(first);
    UsageGraph.Key key = after == null ? null : key(after);
    UsageScope scope = graph.scope(CostFilter.check(filter));
    scope.requireListed();
    List<Usage> usages = graph.list(scope, key, first + 1);
    graph.scope(scope.filter()).requireListed(); // some may have gone meanwhile
    List<UsageEdge> edges =
        usages.stream().limit(first).map(usage -> new UsageEdge(usage, cursor(usage))).toList();
    return new UsageConnection(
        edges,
        edges.stream().map(UsageEdge::node).toList(),
        new PageInfo(
            usages.size() > first,
            after != null,
            edges.isEmpty() ? null : edges.getFirst().cursor(),
            edges.isEmpty() ? null : edges.getLast().cursor()));
  }

  @Query
  @RunOnVirtualThread
  @Description(
      "Why a usage cost what it cost: the price as it was booked, its lines, and the budgets that"
          + " counted it. Null for an unknown id and for a usage that is folded.")
  public @Nullable CostExplanation explainCost(@NonNull @Id String operationId) {
    return graph.explain(operationId).map(CostExplanation::of).orElse(null);
  }

  @Query
  @RunOnVirtualThread
  @Description("The models of usages without a price, most calls first, at most 500.")
  public @NonNull List<@NonNull UnpricedModel> unpricedModels() {
    return graph.unpricedModels();
  }

  private static String cursor(Usage usage) {
    return PageInfo.cursor(usage.timestamp() + "\n" + usage.nodeId());
  }

  private static UsageGraph.Key key(String cursor) {
    String key = PageInfo.key(cursor);
    int split = key.indexOf('\n');
    if (split < 0) {
      throw PageInfo.badCursor(cursor);
    }
    try {
      return new UsageGraph.Key(Instant.parse(key.substring(0, split)), key.substring(split + 1));
    } catch (DateTimeException e) {
      throw PageInfo.badCursor(cursor);
    }
  }
}
