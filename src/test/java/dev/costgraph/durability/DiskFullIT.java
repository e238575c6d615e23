package dev.costgraph.durability;

import static jakarta.json.Json.createObjectBuilder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import dev.costgraph.GraphQlClient;
import dev.costgraph.PackagedApp;
import dev.costgraph.Proofs;
import dev.costgraph.SocketClient;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

/** The packaged application with embedded Neo4j on a disk that runs full under load. */
@Execution(CONCURRENT)
class DiskFullIT {

  private static final long MIB = 1024 * 1024;
  private static final int CALLERS = 16;

  /** Every round leaves something on it. */
  private static final int DISK_MIB = 256 + 32 * Proofs.ROUNDS;

  private static final Duration WAIT_MAX = Duration.ofSeconds(60);

  /** As docs/operating.md says. */
  private static final int PANIC_EXIT_CODE = 74;

  private static final System.Logger LOG = System.getLogger("test");

  @TempDir Path directory;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final Journal journal = new Journal();
  private final UsageTraffic traffic = new UsageTraffic("disk");

  @Test
  void shouldWriteNothingBelowTheFloorAndGoOnByItselfAboveIt() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(directory.resolve("disk"), DISK_MIB);
        PackagedApp app = start(disk, "64M")) {
      GraphQlClient client = new GraphQlClient(app.port());
      traffic.prepare(client);
      try (Load _ = load(app)) {
        for (int round = 0; round < Proofs.ROUNDS; round++) {
          awaitUsages();

          disk.fill(32 * MIB);

          long before = journal.count("DISK_LOW");
          Load.await("DISK_LOW", WAIT_MAX, () -> journal.count("DISK_LOW") >= before + 500);
          assertThat(journal.outcomes().keySet()).isSubsetOf("Recorded", "Replayed", "DISK_LOW");
          assertThatEditsAreRefused(client);
          assertThatNewPlatformsAreRefused(client);
          assertThatReadsGoOn(app, client);
          assertThat(disk.freeBytes()).isGreaterThan(16 * MIB);

          disk.free();
        }
        awaitUsages();
      }
      audit(app, client);
      assertThat(get(app, "/q/health/ready")).contains("\"diskLow\": false");
      assertThat(app.log()).contains("nothing is written until there is space", "writing again");
      app.stop();
    }
  }

  @Test
  void shouldEndWhenTheDiskIsFullAndFindAllThatWasAcknowledgedAtTheNextStart() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(directory.resolve("disk"), DISK_MIB)) {
      for (int round = 0; round < Proofs.RESTARTS; round++) {
        try (PackagedApp app = start(disk, "0")) {
          GraphQlClient client = new GraphQlClient(app.port());
          if (round == 0) {
            traffic.prepare(client);
          } else {
            audit(app, client);
          }
          try (Load _ = load(app)) {
            awaitUsages();
            disk.fill(0);
            assertThat(app.process().waitFor(WAIT_MAX.toSeconds(), TimeUnit.SECONDS)).isTrue();
          }
          assertThat(app.process().exitValue()).isEqualTo(PANIC_EXIT_CODE);
          assertThat(app.log()).contains("disk is full", "exit code " + PANIC_EXIT_CODE);
        }
        if (round == 0) {
          assertThatThrownBy(() -> start(disk, "0").close()).hasMessageContaining("make space");
        }
        disk.free();
      }
      try (PackagedApp app = start(disk, "0")) {
        GraphQlClient client = new GraphQlClient(app.port());
        audit(app, client);
        try (Load _ = load(app)) {
          awaitUsages();
        }
        audit(app, client);
        app.stop();
      }
    }
  }

  private void awaitUsages() throws InterruptedException {
    long before = journal.acknowledgements();
    Load.await("usages", WAIT_MAX, () -> journal.acknowledgements() >= before + 500);
  }

  private PackagedApp start(SmallDisk disk, String floor) throws Exception {
    return PackagedApp.start(
        directory,
        Map.of(
            "COSTGRAPH_DATA",
            disk.directory().resolve("data").toString(),
            "COSTGRAPH_DISK_FLOOR",
            floor));
  }

  private Load load(PackagedApp app) {
    LOG.log(System.Logger.Level.INFO, "seed {0}", seed);
    return Load.start(app.port(), CALLERS, random.nextLong(), journal, traffic);
  }

  private void audit(PackagedApp app, GraphQlClient client) throws Exception {
    String password = Files.readString(app.passwordFile()).strip();
    try (Driver driver = GraphDatabase.driver(app.boltUri(), AuthTokens.basic("neo4j", password))) {
      Audit audit = Audit.check(driver, client, journal, traffic.platformIds());
      LOG.log(System.Logger.Level.INFO, "{0} {1}", audit, journal.outcomes());
    }
  }

  private static void assertThatEditsAreRefused(GraphQlClient client) {
    JsonObject answer =
        client.answer(
            "put-task",
            createObjectBuilder().add("taskId", "new").add("projectId", "disk-0:project").build());
    assertThat(String.valueOf(answer.get("errors"))).contains("\"code\":\"DISK_LOW\"");
  }

  private static void assertThatNewPlatformsAreRefused(GraphQlClient client) {
    JsonObject usage =
        createObjectBuilder()
            .add("operationId", "elsewhere")
            .add("agentId", "agent-0")
            .add("platformId", "new")
            .add("amount", "1")
            .build();
    JsonObject refused =
        client
            .send(
                "record-usages",
                UsageTraffic.request(
                        List.of(new Journal.Command(Journal.Kind.USAGE, "elsewhere", usage)))
                    .variables())
            .getJsonArray("recordUsages")
            .getJsonObject(0);
    assertThat(refused.getString("code")).isEqualTo("DISK_LOW");
    assertThat(refused.getInt("retryAfterMs")).isPositive();
    JsonObject platform =
        client.answer(
            "put-platform",
            createObjectBuilder()
                .add("platform", createObjectBuilder().add("platformId", "new"))
                .build());
    assertThat(String.valueOf(platform.get("errors"))).contains("\"code\":\"DISK_LOW\"");
  }

  private static void assertThatReadsGoOn(PackagedApp app, GraphQlClient client) throws Exception {
    JsonObject platform = createObjectBuilder().add("platformId", "disk-0").build();
    assertThat(client.send("books", platform).getJsonObject("books").getBoolean("balanced"))
        .isTrue();
    try (SocketClient events = SocketClient.open(app.port()).init()) {
      assertThat(events.next()).contains("connection_ack");
      events.subscribe(
          "1",
          "ledger-events",
          createObjectBuilder().add("platformId", "disk-0").add("after", 0).build());
      assertThat(events.next()).contains("\"type\":\"BUDGET_EDITED\"");
    }
    assertThat(get(app, "/q/health/ready")).contains("\"diskLow\": true").doesNotContain("DOWN");
    assertThat(get(app, "/q/metrics")).contains("costgraph_disk_free_bytes");
  }

  private static String get(PackagedApp app, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.port() + path)).build(),
            BodyHandlers.ofString())
        .body();
  }
}
