package dev.costgraph.live;

import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import dev.costgraph.GraphQlClient;
import dev.costgraph.PackagedApp;
import dev.costgraph.Proofs;
import dev.costgraph.run.SpawningProof;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

/** Runs that two processes hear of on one database come to one tree. */
@Execution(CONCURRENT)
class TwoProcessesSpawningIT {

  @TempDir Path directory;

  @Test
  void shouldComeToTheTreeThatTheOrderOfBookingSays() throws Exception {
    try (PackagedApp first = PackagedApp.start(directory.resolve("first"), Map.of());
        PackagedApp second = PackagedApp.startBeside(first, directory.resolve("second"))) {
      List<GraphQlClient> clients =
          List.of(new GraphQlClient(first.port()), new GraphQlClient(second.port()));
      long seed = Long.getLong("costgraph.seed", System.nanoTime());
      for (int round = 0; round < Proofs.ROUNDS; round++) {
        SpawningProof.prove(clients, seed + round);
      }
      second.stop();
      first.stop();
    }
  }
}
