package dev.costgraph.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.costgraph.BadRequest;
import dev.costgraph.run.SpawnedReader.Page;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How many statements the pages of many runs take, without a database. */
class SpawnedReaderTests {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final List<List<String>> statements = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch asked = new CountDownLatch(1);

  @Test
  void shouldReadRunsOfAllDepthsTogether() {
    SpawnedReader reader = new SpawnedReader(this::children, LONG);
    List<Uni<RunConnection>> pages = new ArrayList<>();
    for (int depth = 0; depth <= 100; depth++) {
      pages.add(reader.page(run("r" + depth, depth), 50, ""));
    }
    asked.countDown();

    for (int depth = 0; depth <= 100; depth++) {
      Run child = pages.get(depth).await().indefinitely().nodes().getFirst();
      assertThat(child.runId()).isEqualTo("below-r" + depth);
      assertThat(child.depth()).isEqualTo(depth + 1);
      assertThat(child.children()).isSameAs(reader);
    }
    // whatever was there before the worker began, then all the rest
    assertThat(statements).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void shouldAskForNoMoreRunsThanOneStatementMayFind() {
    SpawnedReader reader = new SpawnedReader(this::children, LONG);
    List<Uni<RunConnection>> pages = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      pages.add(reader.page(run("r" + i, 0), 499, ""));
    }
    asked.countDown();
    pages.forEach(page -> page.await().indefinitely());

    assertThat(statements).hasSizeGreaterThanOrEqualTo(5);
    assertThat(statements).allSatisfy(ids -> assertThat(ids).hasSizeLessThanOrEqualTo(20));
    assertThat(statements.stream().flatMap(List::stream)).hasSize(100).doesNotHaveDuplicates();
  }

  @Test
  void shouldEndAWaitAndNotReadWhatNobodyWaitsFor() {
    SpawnedReader reader = new SpawnedReader(this::children, Duration.ofMillis(50));
    Uni<RunConnection> first = reader.page(run("first", 0), 50, "");
    Uni<RunConnection> other = reader.page(run("other", 0), 7, "");

    for (Uni<RunConnection> late : List.of(first, other)) {
      assertThatThrownBy(() -> late.await().indefinitely())
          .isInstanceOfSatisfying(
              BadRequest.class, e -> assertThat(e.code()).isEqualTo(BadRequest.Code.QUERY_TIMEOUT))
          .hasMessageContaining("ask for fewer at once");
    }
    asked.countDown();
    reader.page(run("last", 0), 7, "").onFailure().recoverWithNull().await().indefinitely();

    assertThat(statements).doesNotContain(List.of("other"));
  }

  @Test
  void shouldTellAllOfABatchThatItFailed() {
    SpawnedReader reader =
        new SpawnedReader(
            (page, runIds) -> {
              throw new IllegalStateException("gone");
            },
            LONG);

    Uni<RunConnection> page = reader.page(run("r", 0), 1, "");

    assertThatThrownBy(() -> page.await().indefinitely()).hasMessage("gone");
  }

  @Test
  void shouldSayWhatToDoWhereThereIsNoRange() {
    BadRequest timeout =
        new BadRequest(BadRequest.Code.QUERY_TIMEOUT, null, "narrow the time range");

    BadRequest clear = RunGraph.clear(timeout);

    assertThat(clear.code()).isEqualTo(BadRequest.Code.QUERY_TIMEOUT);
    assertThat(clear.field()).isEqualTo("runId");
    assertThat(clear).hasMessageContaining("ask for a run further down");
    BadRequest other = new BadRequest(BadRequest.Code.UNAVAILABLE, null, "later");
    assertThat(RunGraph.clear(other)).isSameAs(other);
  }

  /** One child of each, once the test has asked for all. */
  private Map<String, List<Run>> children(Page page, List<String> runIds) {
    try {
      asked.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    statements.add(runIds);
    return new HashMap<>(
        runIds.stream().collect(Collectors.toMap(id -> id, id -> List.of(run("below-" + id, 0)))));
  }

  private static Run run(String runId, int depth) {
    var totals = RunForestTests.nanos(1);
    return new Run(
        runId,
        "p",
        "agent",
        null,
        Instant.EPOCH,
        null,
        null,
        depth,
        0,
        totals,
        totals,
        "USD",
        Instant.EPOCH,
        null);
  }
}
