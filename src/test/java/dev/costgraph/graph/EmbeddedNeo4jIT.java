package dev.costgraph.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.kernel.internal.GraphDatabaseAPI;
import org.neo4j.monitoring.DatabaseHealth;

class EmbeddedNeo4jIT {

  @TempDir Path directory;

  @Test
  void shouldEndTheProcessOnceItsDatabaseCanDoNothingMore() {
    // Given a database that counts how often it would have ended this process
    AtomicInteger halts = new AtomicInteger();
    DiskSpace disk = new DiskSpace(directory, 0, new SimpleMeterRegistry());
    EmbeddedNeo4j neo4j = EmbeddedNeo4j.start(directory, 0, disk, halts::incrementAndGet);
    try {
      assertThat(halts).hasValue(0);

      // When it panics, as it does when it cannot append to its log
      ((GraphDatabaseAPI) neo4j.service().database("neo4j"))
          .getDependencyResolver()
          .resolveDependency(DatabaseHealth.class)
          .panic(new IOException("No space left on device"));

      // Then the process ends
      assertThat(halts).hasValue(1);
    } finally {
      neo4j.stop();
    }
  }
}
