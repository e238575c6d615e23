package dev.costgraph.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.costgraph.Limits;
import dev.costgraph.graph.Graph;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.Session;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.TransactionConfig;

/**
 * Exports that break off, go on, and stand still while the books move. The damage that breaks one
 * is a usage without its kind, which no page can read.
 */
@QuarkusTest
class ExportResumeIT {

  private static final String[] JSON_LINES = {"Accept", "application/jsonl"};

  /** More than a page. */
  private static final int WIDE = 2_050;

  @Inject Graph graph;
  @Inject MeterRegistry registry;
  @Inject ExportStream stream;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @Test
  void shouldGoOnAfterAnyRowWhileTheBooksMove() throws Exception {
    // Given exports of more than a page
    TestPlatform platform = TestPlatform.create("resumed", port, "USD", "UTC");
    platform.price("m", "own", "USD", Map.of("input", "2"));
    platform.importCsv(usages(platform, 2_050));
    Map<String, String> before = new LinkedHashMap<>();
    for (String path :
        List.of("usage?", "costs?grain=daily", "costs?grain=hourly", "focus?grain=hourly")) {
      String address = "/export/%s&platformIds=%s".formatted(path, platform.id());
      before.put(address, platform.client().text(address));
    }
    assertThat(before.values().stream().map(csv -> csv.lines().count()))
        .containsExactly(2_051L, 121L, 2_051L, 2_051L);
    String lines = platform.client().text("/export/usage" + platform.query(), JSON_LINES);

    // When more is booked into the same cells and everything is corrected
    platform.importCsv(usages(platform, 100));
    platform.price("m", "own", "USD", Map.of("input", "3"));
    assertThat(platform.reprice("dearer")).isPositive();

    // Then each goes on after any row as it was, byte by byte
    for (Map.Entry<String, String> export : before.entrySet()) {
      String whole = export.getValue();
      List<String> cursors = cursors(whole);
      int last = cursors.size() - 1;
      for (int row : new TreeSet<>(List.of(0, Math.min(1_999, last), Math.min(2_000, last)))) {
        String rest = platform.client().text(export.getKey() + "&after=" + cursors.get(row));
        assertThat(ExportClient.joined(whole, row, rest)).isEqualTo(whole);
      }
      assertThat(platform.client().text(export.getKey())).isNotEqualTo(whole);
    }
    String after =
        ExportClient.JSON
            .readTree(lines.lines().skip(999).findFirst().orElseThrow())
            .path("cursor")
            .asText();
    String rest =
        platform
            .client()
            .text("/export/usage%s&after=%s".formatted(platform.query(), after), JSON_LINES);
    assertThat(lines).endsWith(rest);
    assertThat(rest.lines()).hasSize(1_050);
  }

  private static List<String> cursors(String csv) throws IOException {
    return ExportClient.parse(csv).stream()
        .map(row -> row.containsKey("cursor") ? row.get("cursor") : row.get("x_Cursor"))
        .map(Objects::requireNonNull)
        .toList();
  }

  @Test
  void shouldGoOnWithTheNextPlatform() throws Exception {
    TestPlatform one = TestPlatform.create("resumed-1", port, "USD", "UTC");
    TestPlatform two = TestPlatform.create("resumed-2", port, "EUR", "Asia/Tokyo");
    one.importCsv(usages(one, 30));
    two.importCsv(usages(two, 30));
    String path = "/export/usage?platformIds=%s,%s".formatted(two.id(), one.id());

    List<Map<String, String>> rows = one.client().csv(path);
    List<Map<String, String>> rest =
        one.client().csv(path + "&after=" + rows.get(29).get("cursor"));

    assertThat(rows).hasSize(60);
    assertThat(rows.get(29)).containsEntry("platformId", one.id());
    assertThat(rest).isEqualTo(rows.subList(30, 60));
  }

  /** No caller takes a part for the whole: the chunk that ends a body is not sent. */
  @Test
  void shouldBreakOffInAWayThatACallerSees() throws Exception {
    TestPlatform platform = TestPlatform.create("broken", port, "USD", "UTC");
    platform.importCsv(usages(platform, 2_100));
    String path = "/export/usage" + platform.query();
    String whole = platform.client().text(path);
    String bad = Objects.requireNonNull(ExportClient.parse(whole).get(2_050).get("operationId"));
    assertThat(raw(path)).endsWith("\r\n0\r\n\r\n");

    damage(bad);
    for (int i = 0; i < 3; i++) {
      assertThat(raw(path)).startsWith("HTTP/1.1 200 OK").doesNotContain("\r\n0\r\n\r\n");
    }
    assertThatThrownBy(() -> platform.client().get(path)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> platform.client().get(path, "Accept-Encoding", "gzip"))
        .isInstanceOf(IOException.class);
    String part = platform.client().untilItBreaks(path);
    assertThat(part.length()).isBetween(whole.length() / 2, whole.length() - 1);
    if (hasCurl()) {
      assertThat(curl(path)).as("a transfer that ends before its end").isEqualTo(18);
      assertThat(curl(path, "--http2-prior-knowledge")).as("likewise").isEqualTo(92);
    }
    repair(bad);

    if (hasCurl()) {
      assertThat(curl(path)).isZero();
      assertThat(curl(path, "--http2-prior-knowledge")).isZero();
    }
    String taken = part.substring(0, part.lastIndexOf("\r\n") + 2);
    List<String> cursors = cursors(taken);
    String rest = platform.client().text(path + "&after=" + cursors.getLast());
    assertThat(ExportClient.joined(taken, cursors.size() - 1, rest)).isEqualTo(whole);
  }

  private static boolean hasCurl() {
    return Stream.of(String.valueOf(System.getenv("PATH")).split(File.pathSeparator, -1))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "curl")));
  }

  private int curl(String path, String... options) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("curl", "-sS", "--fail", "-m", "60", "http://127.0.0.1:" + port + path));
    command.addAll(List.of(options));
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /**
   * What is at the end is damaged while a caller takes nothing: were the rows piled up for it, it
   * would get them all.
   */
  @Test
  void shouldReadNoFasterThanTheCallerHoldNothingMeanwhileAndEndWithIt() throws Exception {
    TestPlatform platform = TestPlatform.create("slow", port, "USD", "UTC");
    platform.importCsv(wide(platform));
    String path = "/export/usage" + platform.query();
    List<Map<String, String>> end = platform.client().csv(path + "&from=2026-09-01T00:34:09Z");
    assertThat(end).hasSize(1);
    String last = Objects.requireNonNull(end.getFirst().get("operationId"));
    try (Socket socket = open(path)) {
      assertThat(socket.getInputStream().readNBytes(1_000)).hasSize(1_000);
      awaitStandstill();
      assertThat(running()).isEqualTo(1);
      assertThat(exportsInTransactions()).isZero();
      platform.record(
          Map.of(
              "operationId",
              platform.id(),
              "agentId",
              "a",
              "amount",
              "1",
              "platformId",
              platform.id()));
      damage(last);
      String rest = readAll(socket.getInputStream());
      assertThat(rest).doesNotContain("\r\n0\r\n\r\n").doesNotContain(last);
      assertThat(rest.length()).isGreaterThan(1_000_000);
    } finally {
      repair(last);
    }

    double before = rowsExported();
    try (Socket socket = open(path)) {
      assertThat(socket.getInputStream().readNBytes(1_000)).hasSize(1_000);
      assertThat(running()).isEqualTo(1);
    }
    awaitNoneRunning();
    assertThat(running()).as("the caller went away").isZero();
    assertThat(rowsExported() - before).as("and nobody read on").isBetween(1.0, WIDE - 1.0);

    stream.patience = Duration.ofMillis(500);
    try (Socket socket = open(path)) {
      awaitNoneRunning();
      assertThat(running()).as("the caller takes nothing").isZero();
      assertThat(readAll(socket.getInputStream()))
          .startsWith("HTTP/1.1 200 OK")
          .doesNotContain("\r\n0\r\n\r\n");
    } finally {
      stream.patience = Limits.EXPORT_STALL_MAX;
    }
  }

  private void awaitStandstill() throws InterruptedException {
    double before;
    do {
      before = rowsExported();
      Thread.sleep(500);
    } while (rowsExported() > before);
  }

  private void awaitNoneRunning() throws InterruptedException {
    Thread.sleep(200); // it has begun
    for (int i = 0; i < 300 && running() > 0; i++) {
      Thread.sleep(100);
    }
  }

  /** {@return how many transactions of exports are open; the probe shows that it would see one} */
  private long exportsInTransactions() {
    TransactionConfig probe =
        TransactionConfig.builder().withMetadata(Map.of("statement", "export/probe")).build();
    try (Session session = graph.writeSession();
        Transaction open = session.beginTransaction(probe)) {
      List<String> statements =
          open.run("SHOW TRANSACTIONS YIELD metaData RETURN toString(metaData.statement) AS name")
              .list(row -> row.get("name").asString(""));
      assertThat(statements).contains("export/probe");
      return statements.stream().filter(name -> name.startsWith("export/")).count() - 1;
    }
  }

  private double rowsExported() {
    return registry.get("costgraph.exported.rows").tag("export", "usage").counter().count();
  }

  private int running() {
    return (int) registry.get("costgraph.exports.running").gauge().value();
  }

  /** Forty agents, each once an hour: many rows at one time, and as many cells as usages. */
  private static String usages(TestPlatform platform, int count) {
    StringBuilder csv = new StringBuilder("agentId,taskId,model,provider,input,timestamp\n");
    for (int i = 0; i < count; i++) {
      csv.append(
          "agent-%d,%s-t,m,own,%d,2026-09-%02dT%02d:00:00Z\n"
              .formatted(i % 40, platform.id(), i, 1 + i / 40 / 24, i / 40 % 24));
    }
    return csv.toString();
  }

  /** Rows of 4 kB: far more than connections buffer, of which a page is a part. */
  private static String wide(TestPlatform platform) {
    StringBuilder csv = new StringBuilder("agentId,amount,timestamp");
    for (int tag = 0; tag < Limits.TAGS_MAX; tag++) {
      csv.append(",tag.t").append(tag);
    }
    String tags = ("," + "x".repeat(Limits.TEXT_LENGTH_MAX)).repeat(Limits.TAGS_MAX);
    for (int i = 0; i < WIDE; i++) {
      csv.append("\na,0.1,2026-09-01T%02d:%02d:%02dZ".formatted(i / 3600, i / 60 % 60, i % 60))
          .append(tags);
    }
    return csv.append('\n').toString();
  }

  private Socket open(String path) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(8_192);
    socket.setSoTimeout(60_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket
        .getOutputStream()
        .write(
            ("GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n"
                    .formatted(path, port))
                .getBytes(UTF_8));
    return socket;
  }

  private String raw(String path) throws IOException {
    try (Socket socket = open(path)) {
      return readAll(socket.getInputStream());
    }
  }

  /** {@return what comes until the connection ends, in whatever way} */
  private static String readAll(InputStream in) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[65_536];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      return out.toString(UTF_8);
    }
    return out.toString(UTF_8);
  }

  private void damage(String operationId) {
    run(
        "MATCH (u:Usage {operation_id: $id}) SET u.kept = u.usage_kind REMOVE u.usage_kind",
        operationId);
  }

  private void repair(String operationId) {
    run(
        "MATCH (u:Usage {operation_id: $id}) SET u.usage_kind = coalesce(u.kept, u.usage_kind)"
            + " REMOVE u.kept",
        operationId);
  }

  private void run(String statement, String operationId) {
    try (Session session = graph.writeSession()) {
      session.run(statement, Map.of("id", operationId)).consume();
    }
  }
}
