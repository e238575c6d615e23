package dev.costgraph.pricing;

import dev.costgraph.PageInfo;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;

/** A page of prices. */
@Description("A page of prices, by provider, model and effectiveFrom.")
public record ModelPriceConnection(
    @NonNull @Description("The prices with their cursors.") List<@NonNull ModelPriceEdge> edges,
    @NonNull @Description("The prices alone.") List<@NonNull ModelPrice> nodes,
    @NonNull PageInfo pageInfo) {

  /** A price and its place in the list. */
  @Description("A price and its place in the list.")
  public record ModelPriceEdge(
      @NonNull ModelPrice node, @NonNull @Description("For after.") String cursor) {}
}
