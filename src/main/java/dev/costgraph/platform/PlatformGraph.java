package dev.costgraph.platform;

import dev.costgraph.graph.CypherFile;
import dev.costgraph.graph.Graph;
import dev.costgraph.graph.Properties;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** Reads platforms. */
@Singleton
public class PlatformGraph {

  private static final CypherFile LIST_PLATFORMS = CypherFile.of("platform/list-platforms");

  private final Graph graph;

  PlatformGraph(Graph graph) {
    this.graph = graph;
  }

  /** {@return all platforms by id} */
  public List<Platform> platforms() {
    return graph.read(
        LIST_PLATFORMS, Map.of(), row -> platform(Properties.of(row.get("platform"))));
  }

  /** {@return the platform of a node} */
  public static Platform platform(Properties node) {
    return new Platform(
        node.text("platform_id"),
        node.text("name"),
        node.text("currency"),
        node.text("zone"),
        UnknownResources.valueOf(node.text("unknown_resources")));
  }
}
