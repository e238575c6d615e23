package dev.costgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.harness.Neo4j;
import org.neo4j.harness.Neo4jBuilders;

/** The packaged application as its user starts, looks into, stops and starts it. */
@Execution(CONCURRENT)
class PackagedAppIT {

  @TempDir Path directory;

  @Test
  void shouldFindEverythingAgainAfterARestart() throws Exception {
    try (PackagedApp app = PackagedApp.start(directory, Map.of())) {
      assertThat(outcome(app, "before-stop")).isEqualTo("Recorded");
      assertThatNobodyElseReads(app.passwordFile());
      assertThatBoltShows(app, 1);
      assertThatASecondStartIsRefused();
      app.stop();
    }
    try (PackagedApp app = PackagedApp.start(directory, Map.of())) {
      assertThat(outcome(app, "before-stop")).isEqualTo("Replayed");
      assertThat(outcome(app, "after-start")).isEqualTo("Recorded");
      assertThatBoltShows(app, 2);
      assertThatBooksBalance(app, 2);
      awaitReady(app);
      assertThat(get(app, "/q/health/live")).contains("\"status\": \"UP\"");
      assertThat(get(app, "/q/metrics"))
          .contains("costgraph_commands_total", "costgraph_ledger_batch_seconds");
      assertThatThePageIsPacked(app);
      app.stop();
    }
  }

  @Test
  void shouldWorkOnANeo4jOfAnotherProcess() throws Exception {
    try (Neo4j server = Neo4jBuilders.newInProcessBuilder().withDisabledServer().build();
        PackagedApp app =
            PackagedApp.start(
                directory,
                Map.of("NEO4J_URI", server.boltURI().toString(), "NEO4J_PASSWORD", "none"))) {
      assertThat(outcome(app, "remote")).isEqualTo("Recorded");
      assertThat(outcome(app, "remote")).isEqualTo("Replayed");
      assertThatAReleaseMayComeBeforeAnySettlement(app);
      assertThatBooksBalance(app, 1);
      assertThat(app.log()).contains("Neo4j at " + server.boltURI());
      assertThat(directory.resolve("data")).doesNotExist();
      assertThatPlatformsOnFirstSightAreCapped(app);
      app.stop();
    }
  }

  @Test
  void shouldSayWhichSettingsToCheckWhenTheServerDoesNotAnswer() {
    Map<String, String> nowhere = Map.of("NEO4J_URI", "bolt://127.0.0.1:1");
    assertThatThrownBy(() -> PackagedApp.start(directory, nowhere).close())
        .hasMessageContaining("bolt://127.0.0.1:1")
        .hasMessageContaining("Check NEO4J_URI, NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE");
  }

  /** What no settlement has brought into the database does not stand in the way of a release. */
  private static void assertThatAReleaseMayComeBeforeAnySettlement(PackagedApp app) {
    var reservation =
        Json.createObjectBuilder()
            .add("reservationId", "first")
            .add("agentId", "tester")
            .add("amount", "1");
    GraphQlClient client = new GraphQlClient(app.port());
    client.send("reserve", Json.createObjectBuilder().add("reservation", reservation).build());
    JsonObject answer =
        client.send("release", Json.createObjectBuilder().add("reservationId", "first").build());
    assertThat(answer.toString()).contains("\"__typename\":\"Released\"");
  }

  /** A misspelled platform must not make a platform each time; `default` is none of them. */
  private static void assertThatPlatformsOnFirstSightAreCapped(PackagedApp app) {
    var usages = Json.createArrayBuilder();
    for (int i = 0; i <= Limits.PLATFORMS_ON_FIRST_SIGHT_MAX; i++) {
      usages.add(
          Json.createObjectBuilder()
              .add("operationId", "first-sight-" + i)
              .add("platformId", "platform-" + i)
              .add("agentId", "tester")
              .add("amount", "1"));
    }
    JsonObject variables = Json.createObjectBuilder().add("usages", usages).build();
    GraphQlClient client = new GraphQlClient(app.port());
    List<JsonObject> outcomes = List.of();
    for (int tries = 0; tries < 5 && (tries == 0 || has(outcomes, "UNKNOWN")); tries++) {
      outcomes =
          client
              .send("record-usages", variables)
              .getJsonArray("recordUsages")
              .getValuesAs(JsonObject.class);
    }
    assertThat(outcomes)
        .filteredOn(outcome -> outcome.getString("__typename").matches("Recorded|Replayed"))
        .hasSize(Limits.PLATFORMS_ON_FIRST_SIGHT_MAX);
    assertThat(outcomes)
        .filteredOn(outcome -> outcome.getString("code", "").equals("UNKNOWN_RESOURCE"))
        .singleElement()
        .satisfies(
            refused ->
                assertThat(refused.getString("message"))
                    .contains(refused.getString("id").replace("first-sight", "'platform") + "'")
                    .contains("putPlatform"));
  }

  /** An answer of UNKNOWN, of a slow machine, says to send the same again. */
  private static boolean has(List<JsonObject> outcomes, String code) {
    return outcomes.stream().anyMatch(outcome -> outcome.getString("code", "").equals(code));
  }

  private void assertThatASecondStartIsRefused() {
    assertThatThrownBy(() -> PackagedApp.start(directory, Map.of()).close())
        .hasMessageContaining("is in use by another costgraph")
        .hasMessageContaining("COSTGRAPH_DATA");
  }

  /** Its files are in the package, compressed for who takes that. */
  private static void assertThatThePageIsPacked(PackagedApp app) throws Exception {
    Matcher script = Pattern.compile("/static/bundle/[^\"]+\\.js").matcher(get(app, "/"));
    assertThat(script.find()).isTrue();
    String plain = get(app, script.group());
    HttpResponse<byte[]> zipped =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + app.port() + script.group()))
                    .header("Accept-Encoding", "gzip, br")
                    .build(),
                BodyHandlers.ofByteArray());
    assertThat(zipped.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(zipped.headers().firstValue("Content-Type").orElseThrow()).contains("javascript");
    try (var in = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(plain);
    }
  }

  private static void assertThatNobodyElseReads(Path file) throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  private static void assertThatBoltShows(PackagedApp app, long usages) throws IOException {
    String password = Files.readString(app.passwordFile()).strip();
    try (Driver driver = GraphDatabase.driver(app.boltUri(), AuthTokens.basic("neo4j", password))) {
      long count =
          driver
              .executableQuery(
                  "MATCH (:Agent)-[:CONSUMED]->(u:Usage)-[:INCURRED]->(:CostEntry) RETURN count(u)"
                      + " AS n")
              .execute()
              .records()
              .getFirst()
              .get("n")
              .asLong();
      assertThat(count).isEqualTo(usages);
    }
  }

  private static void assertThatBooksBalance(PackagedApp app, int entries) {
    JsonObject books =
        new GraphQlClient(app.port())
            .send("books", Json.createObjectBuilder().build())
            .getJsonObject("books");
    assertThat(books.getBoolean("balanced")).isTrue();
    assertThat(books.getInt("entriesChecked")).isEqualTo(entries);
  }

  private static String outcome(PackagedApp app, String operationId) {
    JsonObject usage =
        Json.createObjectBuilder()
            .add("operationId", operationId)
            .add("agentId", "tester")
            .add("taskId", "start")
            .add("model", "gpt-4o")
            .add("tokens", Json.createObjectBuilder().add("input", 1000).add("output", 100))
            .build();
    return new GraphQlClient(app.port())
        .send(
            "record-usages",
            Json.createObjectBuilder().add("usages", Json.createArrayBuilder().add(usage)).build())
        .getJsonArray("recordUsages")
        .getJsonObject(0)
        .getString("__typename");
  }

  private static void awaitReady(PackagedApp app) throws Exception {
    for (int i = 0; i < 300 && !get(app, "/q/health/ready").contains("\"status\": \"UP\""); i++) {
      Thread.sleep(100);
    }
    assertThat(get(app, "/q/health/ready")).contains("\"ledger\"").doesNotContain("DOWN");
  }

  private static String get(PackagedApp app, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.port() + path)).build(),
            BodyHandlers.ofString())
        .body();
  }
}
