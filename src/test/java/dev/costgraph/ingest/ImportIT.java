package dev.costgraph.ingest;

import static dev.costgraph.ingest.ImportClient.counts;
import static dev.costgraph.ingest.ImportClient.errors;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.costgraph.graph.Graph;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.Session;

/** Files into the books, over HTTP. */
@QuarkusTest
class ImportIT {

  @Inject Graph graph;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private final String platformId = "import-" + UUID.randomUUID();

  @Test
  void shouldBookGoodLinesAndTellOfBadOnes() throws Exception {
    // Given
    String csv =
        """
        operationId,agentId,taskId,model,input,output,amount,currency,timestamp,tag.team
        %1$s-1,ann,%1$s-t,gpt-4o-mini,1000,500,,,2026-10-01T09:00:00Z,"a ""quoted"", name"
        %1$s-2,ann,%1$s-t,no-such-model,1000,500,,,2026-10-01T09:00:00Z,blue
        %1$s-3,ann,%1$s-t,gpt-4o-mini,-5,500,,,2026-10-01T09:00:00Z,
        %1$s-4,ann,%1$s-t,gpt-4o-mini,many,500,,,2026-10-01T09:00:00Z,
        %1$s-5,ann,%1$s-t,gpt-4o-mini,1000,500,,,2026-10-01 09:00:00,
        %1$s-6,ann,%1$s-t,"gpt-4o-mini,1000,500,,,2026-10-01T09:00:00Z,
        %1$s-7,ann
        %1$s-8,ann,%1$s-t,,,,0.000000001,USD,2026-10-01T09:00:00Z,
        %1$s-9,ann,%1$s-t,,,,1,EURO,2026-10-01T09:00:00Z,
        %1$s-1,ann,%1$s-t,gpt-4o-mini,1000,501,,,2026-10-01T09:00:00Z,
        """
            .formatted(platformId);

    // When
    JsonNode report = imported("text/csv", "?source=mixed&platformId=" + platformId, csv);

    // Then
    assertThat(counts(report)).isEqualTo("lines 10 recorded 3 replayed 0 conflicts 1 rejected 6");
    assertThat(report.path("unpriced").asInt()).isEqualTo(1);
    assertThat(report.path("source").asText()).isEqualTo("mixed");
    assertThat(errors(report))
        .containsExactlyInAnyOrder(
            "4 NEGATIVE tokens.input",
            "5 INVALID_NUMBER input",
            "6 INVALID_TIMESTAMP timestamp",
            "7 INVALID_CSV null",
            "8 COLUMN_COUNT null",
            "10 INVALID_CURRENCY currency",
            "11 CONFLICT operationId");
    // 1,000 at 0.15 and 500 at 0.60 USD per million
    assertThat(usage(platformId + "-1"))
        .containsEntry("nanos", 450_000L)
        .containsEntry("platformId", platformId)
        .containsEntry("tags", List.of("team=a \"quoted\", name"));
    assertThat(usage(platformId + "-8")).containsEntry("nanos", 1L);
  }

  @Test
  void shouldReplayWhatIsSentTwice() throws Exception {
    String rows =
        """
        {"agentId":"ann","model":"gpt-4o-mini","tokens":{"input":1000},\
        "timestamp":"2026-10-01T09:00:00Z"}
        {"agentId":"ann","model":"gpt-4o-mini","input":1000,"tags":{"team":"blue"}}

        {"agentId":"ann","amount":0.25,"kind":"TOOL_CALL","capability":"search"}
        """;
    String query = "?source=" + platformId + "&platformId=" + platformId;

    JsonNode first = imported("application/jsonl", query, rows);
    JsonNode second = imported("application/x-ndjson", query, rows);

    assertThat(counts(first)).isEqualTo("lines 3 recorded 3 replayed 0 conflicts 0 rejected 0");
    assertThat(counts(second)).isEqualTo("lines 3 recorded 0 replayed 3 conflicts 0 rejected 0");
    assertThat(second.path("errors")).isEmpty();
    assertThat(booked()).isEqualTo(3);
    assertThat(usage(platformId + ":4")).containsEntry("nanos", 250_000_000L);
  }

  @Test
  void shouldAnswerAsDocumented() throws Exception {
    String docs = Files.readString(Path.of("docs/api.md"), UTF_8);
    String csv = block(docs, "```csv\n");
    JsonNode documented = new ObjectMapper().readTree(block(docs, "```json\n"));
    String query = "?source=october&zone=Europe/Berlin";

    ObjectNode first = (ObjectNode) imported("text/csv", query, csv);
    JsonNode second = imported("text/csv", query, csv);

    first.set("seconds", documented.path("seconds"));
    assertThat(first.toPrettyString()).isEqualTo(documented.toPrettyString());
    assertThat(counts(second)).isEqualTo("lines 6 recorded 0 replayed 2 conflicts 0 rejected 4");
    assertThat(refused("text/csv", "?zone=Berlin", csv))
        .isEqualTo(
            "400 INVALID_VALUE zone: zone 'Berlin' is not an IANA zone, such as Europe/Berlin, or"
                + " an offset");
  }

  /** The first block of this kind in the section on importing. */
  private static String block(String docs, String start) {
    int from = docs.indexOf(start, docs.indexOf("## Import")) + start.length();
    return docs.substring(from, docs.indexOf("```", from));
  }

  @Test
  void shouldReadZonelessTimesInTheZoneGiven() throws Exception {
    String csv =
        """
        operationId,amount,timestamp
        %1$s-1,1,2023-11-16 18:17:03.9799600
        %1$s-2,1,2023-11-16T18:17:03Z
        """
            .formatted(platformId);

    JsonNode report =
        imported("text/csv", "?zone=America/New_York&agentId=a&platformId=" + platformId, csv);

    assertThat(counts(report)).isEqualTo("lines 2 recorded 2 replayed 0 conflicts 0 rejected 0");
    assertThat(usage(platformId + "-1")).containsEntry("at", "2023-11-16T23:17:03.97996Z");
    assertThat(usage(platformId + "-2")).containsEntry("at", "2023-11-16T18:17:03Z");
  }

  @Test
  void shouldRefuseWhatItCannotReadAtAllBeforeBookingAnything() throws Exception {
    String query = "?platformId=" + platformId;
    String row = "{\"agentId\":\"a\",\"amount\":1}";

    assertThat(refused("text/csv", query, "agentId,amount,price\na,1,1\n"))
        .isEqualTo(
            "400 INVALID_VALUE price: column 'price' is not known; known are operationId, agentId,"
                + " taskId, projectId, platformId, userId, runId, parentRunId, step, capability,"
                + " kind, model, provider, serviceTier, quantity, quantityUnit, amount, currency,"
                + " timestamp, outcome, input, output, cacheRead, cacheWrite5m, cacheWrite1h,"
                + " reasoning, audioInput, audioOutput, imageInput, imageOutput, tag.KEY,"
                + " split.TASK_ID");
    assertThat(refused("application/jsonl", query + "&zone=Nowhere", row))
        .startsWith("400 INVALID_VALUE zone: zone 'Nowhere' is not an IANA zone");
    assertThat(refused("application/jsonl", query + "&platform=p", row))
        .startsWith("400 INVALID_VALUE platform: parameter 'platform' is not known");
    assertThat(refused("text/csv; charset=iso-8859-1", query, "agentId,amount\na,1\n"))
        .startsWith("400 INVALID_VALUE charset: an import is in UTF-8");
    assertThat(refused("application/json", query, row)).startsWith("415 UNSUPPORTED_TYPE");
    assertThat(booked()).isZero();
  }

  /** Ten times the same 20,000 usages in one file that nobody holds as a whole. */
  @Test
  void shouldStreamTwoHundredThousandLines() throws Exception {
    int lines = 200_000;
    int distinct = 20_000;
    Supplier<InputStream> body =
        () ->
            new GeneratedLines(
                "operationId,agentId,taskId,model,input,output,timestamp\n",
                lines,
                line -> row(line % distinct));

    JsonNode report =
        new ImportClient(port)
            .imported(
                "text/csv",
                "?platformId=" + platformId,
                HttpRequest.BodyPublishers.ofInputStream(body));

    assertThat(counts(report))
        .isEqualTo("lines 200000 recorded 20000 replayed 180000 conflicts 0 rejected 0");
    assertThat(booked()).isEqualTo(distinct);
  }

  private String row(int usage) {
    return "%1$s-%2$d,agent-%3$d,%1$s-t%4$d,gpt-4o-mini,%2$d,10,2026-10-%5$02dT09:00:00Z\n"
        .formatted(platformId, usage, usage % 8, usage % 3, usage % 28 + 1);
  }

  @Test
  void shouldKeepWhatLandedWhenTheCallerGoesAway() throws Exception {
    StringBuilder csv = new StringBuilder("agentId,amount\n");
    csv.repeat("a,1\n", 1_200).append("a,1");
    byte[] bytes = csv.toString().getBytes(UTF_8);

    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String head =
          ("POST /import/usage?source=%1$s&platformId=%1$s HTTP/1.1\r\nHost: 127.0.0.1:%2$d\r\n"
                  + "Content-Type: text/csv\r\nContent-Length: %3$d\r\n\r\n")
              .formatted(platformId, port, bytes.length + 1_000);
      socket.getOutputStream().write(head.getBytes(UTF_8));
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      long deadline = System.nanoTime() + 30_000_000_000L;
      while (booked() < 1_000 && System.nanoTime() < deadline) {
        Thread.sleep(50);
      }
    }
    Thread.sleep(500);

    assertThat(booked()).isEqualTo(1_000);
    assertThat(
            counts(
                imported(
                    "text/csv",
                    "?source=%1$s&platformId=%1$s".formatted(platformId),
                    csv.toString())))
        .isEqualTo("lines 1201 recorded 201 replayed 1000 conflicts 0 rejected 0");
  }

  private JsonNode imported(String type, String query, String body) throws Exception {
    return new ImportClient(port).imported(type, query, body);
  }

  private String refused(String type, String query, String body) throws Exception {
    return new ImportClient(port).refused(type, query, body);
  }

  private long booked() {
    try (Session session = graph.writeSession()) {
      return session
          .run(
              "MATCH (u:Usage) WHERE u.platform_id = $id AND u.timestamp IS NOT NULL"
                  + " RETURN count(u) AS usages",
              Map.of("id", platformId))
          .single()
          .get("usages")
          .asLong();
    }
  }

  private Map<String, Object> usage(String operationId) {
    try (Session session = graph.writeSession()) {
      return session
          .run(
              """
              MATCH (u:Usage {operation_id: $id})-[:INCURRED]->(e)
              RETURN u.platform_id AS platformId, u.tags AS tags,
                     toString(u.timestamp) AS at, e.total_cost_nanos AS nanos
              """,
              Map.of("id", operationId))
          .single()
          .asMap();
    }
  }
}
