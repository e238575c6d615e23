package dev.costgraph.explore;

import io.smallrye.common.annotation.RunOnVirtualThread;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.jspecify.annotations.Nullable;

/** Asking the graph itself. */
@GraphQLApi
public class ExploreApi {

  private static final String PARAMETERS =
      "A JSON object, at most 100,000 characters, e.g. {\"platformId\": \"default\"}.";

  private final ExploreGraph graph;

  ExploreApi(ExploreGraph graph) {
    this.graph = graph;
  }

  @Query("explorations")
  @Description("The analysts' library, in the order of the names.")
  public @NonNull List<@NonNull Exploration> explorations() {
    return ExplorationLibrary.all();
  }

  @Query("explore")
  @RunOnVirtualThread
  @Description(
      "Runs one query of the library. Errors: NOT_FOUND, INVALID_VALUE, QUERY_TIMEOUT,"
          + " NARROW_THE_RANGE, RESULT_TOO_LARGE, OVERLOADED.")
  public @NonNull CypherResult explore(
      @NonNull String name,
      @Description(PARAMETERS + " Those that are absent have their defaults.")
          @Nullable String parameters) {
    Exploration exploration = ExplorationLibrary.named(name);
    return graph.run(
        FreeStatement.of(exploration.statement()),
        ExplorationLibrary.parameters(exploration, Parameters.of(parameters)));
  }

  @Query("cypher")
  @RunOnVirtualThread
  @Description(
      "Runs one Cypher statement that only reads the graph, for at most 20 s; 2 run at once."
          + " Errors, with line and column where they are known: NOT_ALLOWED, INVALID_VALUE,"
          + " QUERY_TIMEOUT, NARROW_THE_RANGE, RESULT_TOO_LARGE, OVERLOADED.")
  public @NonNull CypherResult cypher(
      @Description("At most 20,000 characters.") @NonNull String statement,
      @Description(PARAMETERS) @Nullable String parameters) {
    return graph.run(FreeStatement.of(statement), Parameters.of(parameters));
  }
}
