package dev.costgraph.durability;

import static jakarta.json.Json.createArrayBuilder;
import static jakarta.json.Json.createObjectBuilder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import dev.costgraph.GraphQlClient;
import dev.costgraph.Limits;
import dev.costgraph.PackagedApp;
import dev.costgraph.Proofs;
import dev.costgraph.durability.BoltProxy.Cut;
import dev.costgraph.durability.Journal.Command;
import dev.costgraph.durability.Journal.Request;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.harness.Neo4j;
import org.neo4j.harness.Neo4jBuilders;

/**
 * The packaged application on a Neo4j whose connections are lost at the commit: whatever became of
 * it, the command has one effect, and its first answer says that it was done now.
 */
@Execution(CONCURRENT)
class LostReplyIT {

  private static final Duration WAIT_MAX = Duration.ofSeconds(60);

  /** With what a busy machine adds. */
  private static final Duration ANSWER_MAX = Limits.COMMAND_MAX.plusSeconds(5);

  private static final int CUTS_PER_ROUND = 8;

  private static final System.Logger LOG = System.getLogger("test");

  @TempDir static Path directory;

  private static Neo4j neo4j;
  private static BoltProxy proxy;
  private static PackagedApp app;
  private static GraphQlClient client;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final Journal journal = new Journal();
  private final MixedTraffic traffic = new MixedTraffic("lost-" + seed);

  @BeforeAll
  static void start() throws Exception {
    neo4j = Neo4jBuilders.newInProcessBuilder().withDisabledServer().build();
    proxy = BoltProxy.start(neo4j.boltURI());
    app = PackagedApp.start(directory, Map.of("NEO4J_URI", proxy.uri(), "NEO4J_PASSWORD", "none"));
    client = new GraphQlClient(app.port());
  }

  @AfterAll
  static void stop() throws Exception {
    app.close();
    proxy.close();
    neo4j.close();
  }

  @BeforeEach
  void prepare() {
    traffic.usages().prepare(client);
  }

  @AfterEach
  void audit() {
    proxy.mend();
    try (Driver driver = GraphDatabase.driver(neo4j.boltURI(), AuthTokens.none())) {
      Audit audit = Audit.check(driver, client, journal, traffic.usages().platformIds());
      LOG.log(
          System.Logger.Level.INFO,
          "seed {0}: {1} {2}",
          Long.toString(seed),
          audit,
          journal.outcomes());
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldAnswerAsIfTheReplyHadNotBeenLost(Cut cut) {
    Command reserve = traffic.reserve(random, journal);
    Command released = traffic.reserve(random, journal);
    Request list = UsageTraffic.request(Stream.generate(this::usage).limit(5).toList());

    assertThat(answers(cut, MixedTraffic.single(usage()))).containsExactly("Recorded");
    assertThat(answers(cut, list)).hasSize(5).containsOnly("Recorded");
    assertThat(answers(cut, MixedTraffic.single(reserve))).containsExactly("Reserved");
    assertThat(answers(cut, MixedTraffic.single(released))).containsExactly("Reserved");
    assertThat(answers(cut, MixedTraffic.single(traffic.settle(reserve, random))))
        .containsExactly("Recorded");
    assertThat(answers(cut, MixedTraffic.single(MixedTraffic.release(released))))
        .containsExactly("Released");
    assertThatAnEditIsDoneOnce(cut);
  }

  private Command usage() {
    return traffic.usages().usage(random, journal);
  }

  /** {@return the types of the answers to a request whose commit is cut} */
  private List<String> answers(Cut cut, Request request) {
    int before = proxy.cuts();
    proxy.cutNext(cut);
    journal.sending(request);
    JsonObject data = client.send(request.operation(), request.variables());
    assertThat(proxy.cuts()).as("commits cut").isGreaterThan(before);
    journal.answered(request, data, 0);
    return Journal.results(data).stream().map(result -> result.getString("__typename")).toList();
  }

  private void assertThatAnEditIsDoneOnce(Cut cut) {
    String platformId = traffic.usages().platformIds().getFirst();
    int before = proxy.cuts();
    proxy.cutNext(cut);
    assertThat(edit(platformId)).doesNotContain("errors");
    assertThat(proxy.cuts()).isGreaterThan(before);
    try (Driver driver = GraphDatabase.driver(neo4j.boltURI(), AuthTokens.none())) {
      assertThat(
              driver
                  .executableQuery(
                      "MATCH (e:LedgerEvent {event_type: 'BUDGET_EDITED', budget_id: $budgetId})"
                          + " RETURN count(e) AS edits")
                  .withParameters(Map.of("budgetId", platformId + ":task-0"))
                  .execute()
                  .records()
                  .getFirst()
                  .get("edits")
                  .asLong())
          .as("created and moved")
          .isEqualTo(2);
    }
  }

  @Test
  void shouldAnswerUnderLoadWithoutATrace() throws Exception {
    List<Cut> cuts = new ArrayList<>();
    int before = proxy.cuts();
    try (Load _ = Load.start(app.port(), 8, seed, journal, traffic)) {
      for (int i = 0; i < CUTS_PER_ROUND * Proofs.ROUNDS; i++) {
        int soFar = proxy.cuts();
        Cut cut = Cut.values()[random.nextInt(Cut.values().length)];
        cuts.add(cut);
        proxy.cutNext(cut);
        Load.await("a cut", WAIT_MAX, () -> proxy.cuts() > soFar);
        Thread.sleep(random.nextInt(30));
      }
    }
    assertThat(proxy.cuts() - before).isEqualTo(cuts.size());
    assertThat(journal.outcomes().keySet())
        .as("answers %s", journal.outcomes())
        .isSubsetOf("Recorded", "Replayed", "Reserved", "ReserveReplayed", "Released");
  }

  @Test
  void shouldAnswerInTimeWhileTheDatabaseIsSilentAndGoOnAfterIt() throws Exception {
    Command reserve = traffic.reserve(random, journal);
    Command known = usage();
    answer(MixedTraffic.single(known));
    answer(MixedTraffic.single(reserve));
    List<Request> requests =
        List.of(
            MixedTraffic.single(usage()),
            MixedTraffic.single(traffic.settle(reserve, random)),
            UsageTraffic.request(Stream.generate(this::usage).limit(5).toList()));

    UsageTraffic edited = new UsageTraffic("edited-" + seed);
    edited.prepare(client);
    edit(edited.platformIds().getFirst());

    proxy.silence();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Duration> unknown = executor.submit(() -> answerToAnUnknownRelease());
      Future<Duration> edit =
          executor.submit(() -> answerToAnEdit(edited.platformIds().getFirst()));
      for (Future<Duration> answer :
          requests.stream().map(request -> executor.submit(() -> answer(request))).toList()) {
        assertThat(answer.get()).isLessThan(ANSWER_MAX);
      }
      assertThat(unknown.get()).isLessThan(ANSWER_MAX);
      assertThat(edit.get()).isLessThan(ANSWER_MAX);
    }
    assertThat(journal.count("UNKNOWN")).isEqualTo(7);

    proxy.mend();
    Load.await(
        "an answer",
        WAIT_MAX,
        () -> {
          requests.forEach(this::answer);
          return journal.fates().stream().allMatch(fate -> fate.acknowledged() != null);
        });
  }

  /** {@return how long it took} */
  private Duration answer(Request request) {
    long start = System.nanoTime();
    journal.sending(request);
    journal.answered(request, client.send(request.operation(), request.variables()), 0);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static String edit(String platformId) {
    return client
        .answer(
            "move-budget",
            createObjectBuilder()
                .add("budgetId", platformId + ":task-0")
                .add("parentBudgetIds", createArrayBuilder())
                .build())
        .toString();
  }

  private static Duration answerToAnEdit(String platformId) {
    long start = System.nanoTime();
    assertThat(edit(platformId)).contains("\"code\":\"UNKNOWN\"");
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** The platform of a reservation that this process did not make has to be asked for. */
  private static Duration answerToAnUnknownRelease() {
    long start = System.nanoTime();
    JsonObject unknown = createObjectBuilder().add("reservationId", "elsewhere").build();
    assertThat(client.send("release", unknown).toString()).contains("UNKNOWN");
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
