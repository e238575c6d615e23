package dev.costgraph.usage;

import dev.costgraph.PageInfo;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;

/** A page of usages. */
@Description("A page of usages, newest first: by timestamp, then operationId, both descending.")
public record UsageConnection(
    @NonNull @Description("The usages with their cursors.") List<@NonNull UsageEdge> edges,
    @NonNull @Description("The usages alone.") List<@NonNull Usage> nodes,
    @NonNull PageInfo pageInfo) {

  /** A usage and its place in the list. */
  @Description("A usage and its place in the list.")
  public record UsageEdge(@NonNull Usage node, @NonNull @Description("For after.") String cursor) {}
}
