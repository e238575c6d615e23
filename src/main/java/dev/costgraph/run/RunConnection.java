package dev.costgraph.run;

import dev.costgraph.PageInfo;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;

@Description("A page of runs in the order of their ids.")
public record RunConnection(
    @NonNull List<@NonNull RunEdge> edges,
    @NonNull List<@NonNull Run> nodes,
    @NonNull PageInfo pageInfo) {

  /** A run and where it stands in the list. */
  @Description("A run and its place in the list.")
  public record RunEdge(@NonNull Run node, @NonNull String cursor) {}

  /**
   * {@return the first runs as a page}
   *
   * @param runs one more than the page holds when there are more
   */
  static RunConnection of(List<Run> runs, int first, boolean hasPrevious) {
    List<RunEdge> edges =
        runs.stream()
            .limit(first)
            .map(run -> new RunEdge(run, PageInfo.cursor(run.runId())))
            .toList();
    return new RunConnection(
        edges,
        edges.stream().map(RunEdge::node).toList(),
        new PageInfo(
            runs.size() > first,
            hasPrevious,
            edges.isEmpty() ? null : edges.getFirst().cursor(),
            edges.isEmpty() ? null : edges.getLast().cursor()));
  }
}
