package dev.costgraph.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Runs as a statement returns them, in any order, put into the order of the tree and added up. */
class RunTreeTests {

  private static final Instant AT = Instant.parse("2026-05-04T12:00:00Z");

  @Test
  void shouldListParentsBeforeChildrenAndAddUp() {
    List<Run> runs = new ArrayList<>();
    runs.add(run("root", "far-above", 0, 1));
    runs.add(run("late", "root", 9, 10));
    runs.add(run("early", "root", 1, 100));
    runs.add(run("b", "early", 5, 1_000));
    runs.add(run("a", "early", 5, 10_000));
    Collections.shuffle(runs, new Random(7));

    List<Run> tree = RunTree.fold(runs, "root", 3);

    assertThat(tree)
        .extracting(
            run -> run.runId() + " " + run.depth() + " " + run.runsBelow(),
            run -> run.own().costNanos(),
            run -> run.total().costNanos())
        .containsExactly(
            tuple("root 3 4", 1L, 11_111L),
            tuple("early 4 2", 100L, 11_100L),
            tuple("a 5 0", 10_000L, 10_000L),
            tuple("b 5 0", 1_000L, 1_000L),
            tuple("late 4 0", 10L, 10L));
    assertThat(tree.getFirst().lastUsageAt()).isEqualTo(AT.plusSeconds(9));
    assertThat(tree.get(1).lastUsageAt()).isEqualTo(AT.plusSeconds(5));
  }

  @Test
  void shouldTakeTimesFromWhatIsBelowWhereThereIsNothingOfItsOwn() {
    Run unused = run("root", null, 0, 0);
    Run named =
        new Run(
            "root",
            "p",
            null,
            null,
            AT,
            null,
            null,
            0,
            0,
            unused.own(),
            unused.own(),
            "USD",
            AT,
            null);

    Run root = RunTree.fold(List.of(named, run("child", "root", 4, 1)), "root", 0).getFirst();

    assertThat(root.firstUsageAt()).isEqualTo(AT.plusSeconds(4));
    assertThat(root.lastUsageAt()).isEqualTo(AT.plusSeconds(4));
    assertThat(RunTree.fold(List.of(named), "root", 0).getFirst().lastUsageAt()).isNull();
  }

  @Test
  void shouldStandAnyDepth() {
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      runs.add(run("r" + i, i == 0 ? null : "r" + (i - 1), i, 1));
    }
    Collections.shuffle(runs, new Random(7));

    List<Run> tree = RunTree.fold(runs, "r0", 0);

    assertThat(tree.getFirst().total().costNanos()).isEqualTo(50_000);
    assertThat(tree.getLast().depth()).isEqualTo(49_999);
  }

  @Test
  void shouldKnowWhatEachSpawnedById() {
    List<Run> tree =
        RunTree.fold(
            List.of(
                run("root", null, 0, 1),
                run("b", "root", 1, 10),
                run("a", "root", 2, 100),
                run("c", "root", 0, 1_000),
                run("below-a", "a", 3, 10_000)),
            "root",
            2);
    Run root = tree.getFirst();

    assertThat(page(root, 2, "").nodes()).extracting(Run::runId).containsExactly("a", "b");
    assertThat(page(root, 2, "").pageInfo().hasNextPage()).isTrue();
    RunConnection last = page(root, 2, "b");
    assertThat(last.nodes()).extracting(Run::runId).containsExactly("c");
    assertThat(last.pageInfo().hasNextPage()).isFalse();
    assertThat(last.pageInfo().hasPreviousPage()).isTrue();
    Run a = page(root, 1, "").nodes().getFirst();
    assertThat(a.total().costNanos()).isEqualTo(10_100);
    assertThat(page(a, 1, "").nodes())
        .extracting(run -> run.runId() + " " + run.depth())
        .containsExactly("below-a 4");
    assertThat(page(tree.getLast(), 1, "").nodes()).isEmpty();
  }

  private static RunConnection page(Run run, int first, String after) {
    return Objects.requireNonNull(run.children()).page(run, first, after).await().indefinitely();
  }

  private static Run run(String runId, @Nullable String parentRunId, int second, long nanos) {
    Instant at = AT.plusSeconds(second);
    var totals = RunForestTests.nanos(nanos);
    return new Run(
        runId, "p", "agent", parentRunId, at, at, at, 0, 0, totals, totals, "USD", at, null);
  }
}
