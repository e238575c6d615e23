package dev.costgraph.run;

import dev.costgraph.BadRequest;
import dev.costgraph.Limits;
import dev.costgraph.PageInfo;
import dev.costgraph.Text;
import dev.costgraph.platform.Platform;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Source;
import org.jspecify.annotations.Nullable;

/** Runs and the trees that they make. */
@GraphQLApi
public class RunApi {

  private final RunGraph graph;
  private final SpawnedReader spawned;

  RunApi(RunGraph graph, SpawnedReader spawned) {
    this.graph = graph;
    this.spawned = spawned;
  }

  @Query
  @RunOnVirtualThread
  @Description(
      "The run; null for an unknown id. Run ids are unique within a platform, so it is the run of"
          + " the platform named. Errors: QUERY_TIMEOUT.")
  public @Nullable Run run(
      @Id @NonNull String runId, @DefaultValue(Platform.DEFAULT_ID) @Id String platformId) {
    String platform = Objects.requireNonNullElse(platformId, Platform.DEFAULT_ID);
    return graph.runs(platform, List.of(runId), null).get(runId);
  }

  @Query
  @RunOnVirtualThread
  @Description(
      "The run and everything that it spawned, at any depth, as one flat list: each run, then what"
          + " it spawned, siblings by startedAt, then by id. At most 10,000 below the run. Errors:"
          + " NOT_FOUND, OUT_OF_RANGE, QUERY_TIMEOUT.")
  public @NonNull List<@NonNull Run> runTree(
      @Id @NonNull String runId, @DefaultValue(Platform.DEFAULT_ID) @Id String platformId) {
    Run root = run(runId, platformId);
    if (root == null) {
      throw new BadRequest(
          BadRequest.Code.NOT_FOUND,
          "runId",
          "the platform has no run '%s'".formatted(Text.shown(runId)));
    }
    List<Run> tree = graph.tree(root, Limits.TREE_RUNS_MAX + 2);
    if (tree.size() > Limits.TREE_RUNS_MAX + 1) {
      throw new BadRequest(
          BadRequest.Code.OUT_OF_RANGE,
          "runId",
          "%d runs below '%s', at most %d: ask for a part of it"
              .formatted(root.runsBelow(), Text.shown(runId), Limits.TREE_RUNS_MAX));
    }
    return RunTree.fold(tree, runId, root.depth());
  }

  @NonNull
  @Description("The runs that it spawned itself, by id. Errors: OUT_OF_RANGE, BAD_CURSOR.")
  public Uni<RunConnection> spawned(
      @Source Run run,
      @DefaultValue("50") @Description("1 to 500.") int first,
      @Description("The endCursor of the page before. Absent: from the first.")
          @Nullable String after) {
    return spawned.read(run, PageInfo.checkFirst(first), after == null ? "" : PageInfo.key(after));
  }
}
