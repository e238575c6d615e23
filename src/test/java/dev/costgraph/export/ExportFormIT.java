package dev.costgraph.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.PageInfo;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an export says of itself, and what it refuses. */
@QuarkusTest
class ExportFormIT {

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @Inject MeterRegistry registry;
  @Inject ExportStream stream;

  private TestPlatform platform;
  private ExportClient client;

  @BeforeEach
  void makePlatform() throws Exception {
    platform = TestPlatform.create("exported", port, "USD", "Europe/Berlin");
    client = platform.client();
    platform.recordAFew("m-" + platform.id());
  }

  @Test
  void shouldRefuseWhatItDoesNotKnowBeforeTheFirstRow() throws Exception {
    assertThat(client.refused("/export/usage?platform=p"))
        .isEqualTo(
            "400 INVALID_VALUE platform: parameter 'platform' is not known; known are from, to,"
                + " platformIds, projectIds, taskIds, agentIds, userIds, runIds, models, providers,"
                + " capabilities, kinds, outcomes, tags, budgetId, unpriced, format, after at"
                + " /export/usage");
    assertThat(client.refused("/export/costs?userIds=u"))
        .endsWith("Cost cells do not know userIds: take /export/usage");
    assertThat(client.refused("/export/usage?models="))
        .isEqualTo("400 INVALID_VALUE models: models is empty: leave it out for any");
    assertThat(client.refused("/export/usage?kinds=LLM"))
        .startsWith("400 INVALID_VALUE kinds: kinds 'LLM' is not one of [LLM_CALL,");
    assertThat(client.refused("/export/usage?from=yesterday"))
        .startsWith("400 INVALID_VALUE from: from 'yesterday' is not a day such as 2026-11-01");
    assertThat(client.refused("/export/usage?from=2026-10-02&to=2026-10-01"))
        .isEqualTo(
            "400 INVALID_VALUE from: from 2026-10-02T00:00:00Z is not before to"
                + " 2026-10-01T00:00:00Z");
    assertThat(client.refused("/export/usage?from=2026-10-02&from=2026-10-01"))
        .isEqualTo("400 INVALID_VALUE from: from is given twice: give it once");
    assertThat(client.refused("/export/usage?tags=team"))
        .isEqualTo("400 INVALID_VALUE tags: tags 'team' is not key=value");
    assertThat(client.refused("/export/usage?unpriced=yes"))
        .isEqualTo("400 INVALID_VALUE unpriced: unpriced 'yes' is not true or false");
    assertThat(client.refused("/export/usage?format=xml"))
        .isEqualTo("400 INVALID_VALUE format: format 'xml' is not csv or jsonl");
    assertThat(client.refused("/export/usage", "Accept", "application/json"))
        .startsWith("400 INVALID_VALUE Accept: Accept '[application/json]': an export is text/csv");
    assertThat(client.refused("/export/usage?budgetId=nowhere"))
        .isEqualTo("400 NOT_FOUND budgetId: budget 'nowhere' is not known");
    assertThat(client.refused("/export/costs?grain=weekly"))
        .isEqualTo("400 INVALID_VALUE grain: grain 'weekly' is not one of daily, hourly");
    assertThat(client.refused("/export/costs" + platform.query() + "&from=2026-10-01T00:00:00Z"))
        .startsWith(
            "400 INVALID_VALUE from: from 2026-10-01T00:00:00Z is within 2026-09-30T22:00:00Z to"
                + " 2026-10-01T22:00:00Z, one day of platform");
    assertThat(client.refused("/export/budgets?at=2026-10-01&periods=all"))
        .isEqualTo("400 INVALID_VALUE at: at picks one period: leave it out or periods=all");
    assertThat(client.refused("/export/usage?after=bm90IG91cnM"))
        .startsWith("400 BAD_CURSOR after: after 'bm90IG91cnM' is no cursor of this list");
    String cursor = client.csv("/export/usage" + platform.query()).getFirst().get("cursor");
    assertThat(client.refused("/export/usage?after=" + cursor))
        .startsWith("400 BAD_CURSOR after: after is of another export or other parameters");
  }

  /** HTTP/1.0 ends a body with its connection, as a break does. */
  @Test
  void shouldRefuseHttp10() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(60_000);
      socket
          .getOutputStream()
          .write(
              "GET /export/usage%s HTTP/1.0\r\nHost: 127.0.0.1:%d\r\n\r\n"
                  .formatted(platform.query(), port)
                  .getBytes(UTF_8));
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .contains(" 400 ", "INVALID_VALUE", "proxy_http_version 1.1")
          .doesNotContain("operationId");
    }
  }

  @Test
  void shouldRefuseOneMoreThanItCarries() throws Exception {
    int places = stream.places.drainPermits();
    try {
      HttpResponse<byte[]> refused = client.get("/export/usage" + platform.query());

      assertThat(refused.headers().firstValue("Retry-After")).hasValue("30");
      assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/json");
      assertThat(client.refused("/export/usage" + platform.query()))
          .isEqualTo("503 OVERLOADED : 16 exports run already: try again when one is done");
    } finally {
      stream.places.release(places);
    }
    assertThat(client.csv("/export/usage" + platform.query())).hasSize(5);
  }

  /** The default that is left out is the default that is given. */
  @Test
  void shouldTakeTheCursorOfTheSameExport() throws Exception {
    String daily = "/export/costs" + platform.query();
    List<Map<String, String>> rows = client.csv(daily);
    String cursor = Objects.requireNonNull(rows.getFirst().get("cursor"));

    assertThat(client.csv(daily + "&grain=daily&after=" + cursor))
        .isEqualTo(rows.subList(1, rows.size()));
    assertThat(client.refused(daily + "&grain=hourly&after=" + cursor)).contains("BAD_CURSOR");
  }

  @Test
  void shouldRefuseACursorThatItCannotHaveGiven() throws Exception {
    for (String table : List.of("usage", "costs", "focus")) {
      String path = "/export/%s%s&from=2026-10-31T23:00:00Z".formatted(table, platform.query());
      String name = table.equals("focus") ? "x_Cursor" : "cursor";
      String given = PageInfo.key(String.valueOf(client.csv(path).getFirst().get(name)));
      List<String> parts = List.of(given.split("\n", -1));
      String ahead = "%s\n%s\n%d\n%s\n%s";

      assertThat(client.csv(path + "&after=" + PageInfo.cursor(given))).as(table).isNotNull();
      assertThat(
              client.refused(
                  path
                      + "&after="
                      + PageInfo.cursor(
                          ahead.formatted(
                              parts.get(0),
                              parts.get(1),
                              Long.parseLong(parts.get(2)) + 1,
                              parts.get(3),
                              parts.get(4)))))
          .as("%s that the ledger has not come to", table)
          .startsWith("400 BAD_CURSOR");
      if (!table.equals("focus")) { // its rows may begin before from
        assertThat(
                client.refused(
                    path
                        + "&after="
                        + PageInfo.cursor(given.replace(parts.get(3), "2026-10-01T00:00:00Z"))))
            .as("%s before from", table)
            .startsWith("400 BAD_CURSOR");
      }
    }
  }

  @Test
  void shouldSayWhatItIs() throws Exception {
    String path = "/export/usage" + platform.query() + "&from=2026-10-01&to=2026-11-01";
    double before = rowsExported();
    HttpResponse<byte[]> csv = client.get(path, "Accept", "text/html, */*;q=0.8");
    HttpResponse<byte[]> jsonLines = client.get(path + "&format=jsonl");
    HttpResponse<byte[]> zipped = client.get(path, "Accept-Encoding", "br, gzip;q=0.9");

    HttpResponse<byte[]> head = client.head(path);

    assertThat(csv.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(csv.headers().firstValue("Vary")).hasValue("Accept, Accept-Encoding");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("Content-Disposition"))
        .isEqualTo(csv.headers().firstValue("Content-Disposition"));
    assertThat(csv.headers().firstValue("Content-Type"))
        .hasValue("text/csv; charset=utf-8; header=present");
    assertThat(csv.headers().firstValue("Content-Disposition"))
        .hasValue("attachment; filename=\"costgraph-usage-from-2026-10-01-to-2026-11-01.csv\"");
    assertThat(csv.headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(jsonLines.headers().firstValue("Content-Type")).hasValue("application/jsonl");
    assertThat(jsonLines.headers().firstValue("Content-Disposition").orElseThrow())
        .endsWith(".jsonl\"");
    assertThat(zipped.headers().firstValue("Content-Encoding")).hasValue("gzip");
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
      assertThat(in.readAllBytes()).isEqualTo(csv.body());
    }
    assertThat(rowsExported() - before).as("HEAD reads no rows").isEqualTo(4 * 3);
  }

  private double rowsExported() {
    return registry.counter("costgraph.exported.rows", "export", "usage").count();
  }
}
