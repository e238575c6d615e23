package dev.costgraph.run;

import dev.costgraph.GraphQlClient;
import dev.costgraph.Proofs;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.LongStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Of what contradicts itself the first to be booked counts, in whichever order usages arrive. */
@QuarkusTest
class SpawningPropertyIT {

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  static LongStream seeds() {
    long first = Long.getLong("costgraph.seed", System.nanoTime());
    return LongStream.range(first, first + Proofs.ROUNDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shouldComeToTheTreeThatTheOrderOfBookingSays(long seed) throws Exception {
    SpawningProof.prove(List.of(new GraphQlClient(port)), seed);
  }
}
