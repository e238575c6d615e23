package dev.costgraph.durability;

import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import dev.costgraph.GraphQlClient;
import dev.costgraph.PackagedApp;
import dev.costgraph.Proofs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;

/**
 * The packaged application, its database in the same process, is killed at random moments while
 * callers wait for it, and started again.
 */
@Execution(CONCURRENT)
class KillIT {

  private static final int CALLERS = 16;
  private static final Duration WAIT_MAX = Duration.ofSeconds(60);

  /** The process has warmed up by then, more or less. */
  private static final int ACKNOWLEDGED_BEFORE = 300;

  private static final int KILL_WITHIN_MS = 2_000;

  private static final System.Logger LOG = System.getLogger("test");

  @TempDir Path directory;

  private final Journal journal = new Journal();
  private final MixedTraffic traffic = new MixedTraffic("kill");

  @Test
  void shouldFindAllThatWasAcknowledgedOnceAfterEveryKill() throws Exception {
    long seed = System.nanoTime();
    LOG.log(System.Logger.Level.INFO, "{0} kills, seed {1}", Proofs.ROUNDS, Long.toString(seed));
    List<Audit> audits = new ArrayList<>();
    PackagedApp app = PackagedApp.start(directory, Map.of());
    try {
      traffic.usages().prepare(new GraphQlClient(app.port()));
      for (int round = 1; round <= Proofs.ROUNDS; round++) {
        int afterMs = killUnderLoad(app, seed + round);
        long start = System.nanoTime();
        app = PackagedApp.start(directory, Map.of());
        long startMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        audits.add(audit(app));
        LOG.log(
            System.Logger.Level.INFO,
            "kill {0} of {1}, {2} ms into the load: started again in {3} ms, {4}",
            round,
            Proofs.ROUNDS,
            afterMs,
            startMs,
            audits.getLast());
      }
      LOG.log(
          System.Logger.Level.INFO,
          "{0} kills of the process: {1} commands acknowledged, 0 lost, 0 twice; {2} happened"
              + " without an answer; answers {3}",
          Proofs.ROUNDS,
          audits.getLast().acknowledged(),
          audits.stream().mapToLong(Audit::unacknowledged).sum(),
          journal.outcomes());
      app.stop();
    } finally {
      app.close();
    }
  }

  /** {@return after how long} */
  private int killUnderLoad(PackagedApp app, long seed) throws Exception {
    long before = journal.acknowledgements();
    int afterMs = new Random(seed).nextInt(KILL_WITHIN_MS);
    try (Load _ = Load.start(app.port(), CALLERS, seed, journal, traffic)) {
      Load.await(
          "answers", WAIT_MAX, () -> journal.acknowledgements() >= before + ACKNOWLEDGED_BEFORE);
      Thread.sleep(afterMs);
      app.kill();
    }
    return afterMs;
  }

  private Audit audit(PackagedApp app) throws Exception {
    String password = Files.readString(app.passwordFile()).strip();
    try (Driver driver = GraphDatabase.driver(app.boltUri(), AuthTokens.basic("neo4j", password))) {
      return Audit.check(
          driver, new GraphQlClient(app.port()), journal, traffic.usages().platformIds());
    }
  }
}
