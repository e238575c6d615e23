package dev.costgraph.platform;

import io.smallrye.common.annotation.RunOnVirtualThread;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;

/** Reading platforms. */
@GraphQLApi
public class PlatformApi {

  private final PlatformGraph graph;

  PlatformApi(PlatformGraph graph) {
    this.graph = graph;
  }

  @Query
  @RunOnVirtualThread
  @Description("All platforms by id.")
  public @NonNull List<@NonNull Platform> platforms() {
    return graph.platforms();
  }
}
