package dev.costgraph.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What callers of a read can rely on, whatever happens beside it. */
@QuarkusTest
class GraphReadsIT {

  private static final CypherFile READ = new CypherFile("test/read-one", "RETURN {a: 1} AS node");

  @Inject Graph graph;

  @Test
  void shouldReadAgainWhatMissedAProperty() {
    AtomicInteger reads = new AtomicInteger();

    assertThat(
            graph.read(
                READ,
                Map.of(),
                row ->
                    reads.incrementAndGet() < 3
                        ? new Properties(Map.of()).number("a")
                        : Properties.of(row.get("node")).number("a")))
        .containsExactly(1L);
    assertThat(reads).hasValue(3);
  }

  @Test
  void shouldLetManyWaitTheirTurn() throws Exception {
    // When more ask at once than the driver has connections and places to wait
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<List<Long>>> lookUps =
          Collections.nCopies(
              1_000,
              () ->
                  graph.lookUp(READ, Map.of(), row -> Properties.of(row.get("node")).number("a")));

      // Then all are answered
      for (Future<List<Long>> answer : callers.invokeAll(lookUps)) {
        assertThat(answer.get()).containsExactly(1L);
      }
    }
  }

  @Test
  void shouldNameThePropertyThatIsNeverThere() {
    assertThatThrownBy(
            () -> graph.read(READ, Map.of(), row -> Properties.of(row.get("node")).text("b")))
        .hasMessage("no property b among [a]");
  }
}
