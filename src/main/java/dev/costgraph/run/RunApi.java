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
  private final RetainedRuns retained;

  RunApi(RunGraph graph, RetainedRuns retained) {
    this.graph = graph;
    this.retained = retained;
  }

  @Query
  @RunOnVirtualThread
  @Description(
      "The run; null for an unknown id. Run ids are unique within a platform, so it is the run of"
          + " the platform named. Errors: FOLDED, QUERY_TIMEOUT, NARROW_THE_RANGE.")
  public @Nullable Run run(
      @Id @NonNull String runId, @DefaultValue(Platform.DEFAULT_ID) @Id String platformId) {
    Run run = graph.runs(platform(platformId), List.of(runId), null).get(runId);
    if (run == null) {
      return null;
    }
    retained.require(run);
    return run.at(run.depth(), new SpawnedReader(graph, () -> retained.require(run)));
  }

  @Query
  @RunOnVirtualThread
  @Description(
      "The run and everything that it spawned, at any depth, as one flat list: each run, then what"
          + " it spawned, siblings by startedAt, then by id. At most 10,000 below the run. Errors:"
          + " NOT_FOUND, OUT_OF_RANGE, FOLDED, QUERY_TIMEOUT, NARROW_THE_RANGE.")
  public @NonNull List<@NonNull Run> runTree(
      @Id @NonNull String runId, @DefaultValue(Platform.DEFAULT_ID) @Id String platformId) {
    Run root = run(runId, platformId);
    if (root == null) {
      throw new BadRequest(
          BadRequest.Code.NOT_FOUND,
          "runId",
          "platform '%s' has no run '%s': give platformId"
              .formatted(Text.shown(platform(platformId)), Text.shown(runId)));
    }
    List<Run> tree = graph.tree(root, Limits.TREE_RUNS_MAX + 2);
    if (tree.size() > Limits.TREE_RUNS_MAX + 1) {
      throw new BadRequest(
          BadRequest.Code.OUT_OF_RANGE,
          "runId",
          "%d runs below '%s', at most %d: ask for a part of it"
              .formatted(root.runsBelow(), Text.shown(runId), Limits.TREE_RUNS_MAX));
    }
    List<Run> folded = RunTree.fold(tree, runId, root.depth());
    retained.require(folded.getFirst());
    return folded;
  }

  private static String platform(@Nullable String asked) {
    return Objects.requireNonNullElse(asked, Platform.DEFAULT_ID);
  }

  @NonNull
  @Description(
      "The runs that it spawned itself, by id. Errors: OUT_OF_RANGE, BAD_CURSOR; of a run that"
          + " runTree did not list also FOLDED, QUERY_TIMEOUT, NARROW_THE_RANGE.")
  public Uni<RunConnection> spawned(
      @Source Run run,
      @DefaultValue("50") @Description("1 to 500.") int first,
      @Description("The endCursor of the page before. Absent: from the first.")
          @Nullable String after) {
    return Objects.requireNonNull(run.children())
        .page(run, PageInfo.checkFirst(first), after == null ? "" : PageInfo.key(after));
  }
}
