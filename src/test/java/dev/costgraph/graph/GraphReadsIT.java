package dev.costgraph.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
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
  void shouldNameThePropertyThatIsNeverThere() {
    assertThatThrownBy(
            () -> graph.read(READ, Map.of(), row -> Properties.of(row.get("node")).text("b")))
        .hasMessage("no property b among [a]");
  }
}
