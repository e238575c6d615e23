package dev.costgraph.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import dev.costgraph.GraphQlClient;
import dev.costgraph.Limits;
import dev.costgraph.PackagedApp;
import dev.costgraph.Proofs;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;

/**
 * The database of a service in remote mode is killed and started again while callers send, at
 * random moments: another packaged application hosts it. The service itself is left alone.
 */
@Execution(CONCURRENT)
class DatabaseRestartIT {

  private static final int CALLERS = 16;
  private static final int KILL_WITHIN_MS = 2_000;
  private static final Duration WAIT_MAX = Duration.ofSeconds(90);

  /** With what a busy machine adds. */
  private static final long ANSWER_MS_MAX = Limits.COMMAND_MAX.plusSeconds(5).toMillis();

  private static final System.Logger LOG = System.getLogger("test");

  @TempDir Path directory;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final Journal journal = new Journal();
  private final MixedTraffic traffic = new MixedTraffic("restart");

  @Test
  void shouldAnswerInTimeAndGoOnByItself() throws Exception {
    Path data = directory.resolve("database");
    PackagedApp database = PackagedApp.start(data, Map.of());
    String boltUri = database.boltUri();
    String password = Files.readString(database.passwordFile()).strip();
    try (PackagedApp app =
        PackagedApp.start(
            directory.resolve("service"),
            Map.of("NEO4J_URI", boltUri, "NEO4J_PASSWORD", password))) {
      GraphQlClient client = new GraphQlClient(app.port());
      traffic.usages().prepare(client);
      try (Load _ = Load.start(app.port(), CALLERS, seed, journal, traffic)) {
        for (int round = 0; round < Proofs.RESTARTS; round++) {
          awaitAnswers();
          Thread.sleep(random.nextInt(KILL_WITHIN_MS));
          database.kill();
          if (round == 0) {
            // some commands run into the end of their time
            Thread.sleep(Limits.COMMAND_MAX);
          }
          database =
              PackagedApp.start(
                  data, Map.of("COSTGRAPH_BOLT_PORT", "" + URI.create(boltUri).getPort()));
        }
        awaitAnswers();
      }
      try (Driver driver =
          GraphDatabase.driver(database.boltUri(), AuthTokens.basic("neo4j", password))) {
        Audit audit = Audit.check(driver, client, journal, traffic.usages().platformIds());
        LOG.log(
            System.Logger.Level.INFO,
            "{0} kills of the database, seed {1}: {2}, slowest answer {3} ms, answers {4}",
            Proofs.RESTARTS,
            Long.toString(seed),
            audit,
            journal.slowestMillis(),
            journal.outcomes());
      }
      assertThat(journal.count("UNKNOWN")).isPositive();
      assertThat(journal.outcomes().keySet())
          .isSubsetOf("Recorded", "Replayed", "Reserved", "ReserveReplayed", "Released", "UNKNOWN");
      assertThat(journal.slowestMillis()).isLessThan(ANSWER_MS_MAX);
      app.stop();
    } finally {
      database.close();
    }
  }

  private void awaitAnswers() throws InterruptedException {
    long before = journal.acknowledgements();
    Load.await("answers", WAIT_MAX, () -> journal.acknowledgements() >= before + 300);
  }
}
