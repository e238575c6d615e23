package dev.costgraph.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On loopback without a token: what a page of another site may try. */
@QuarkusTest
class GateIT {

  private static final String WRITE = "{\"query\":\"mutation { probeWrite(text: \\\"a\\\") }\"}";

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @Test
  void shouldServeLocalCallers() throws IOException {
    assertThat(RawHttp.graphql(port, "{ probeEcho(text: \\\"a\\\") }").send().body())
        .isEqualTo("{\"data\":{\"probeEcho\":\"a\"}}");
    assertThat(RawHttp.local(port, "POST", "/graphql").json(WRITE).send().outcome())
        .isEqualTo("200");
    assertThat(RawHttp.upgrade(port).send().outcome()).isEqualTo("101");
    assertThat(RawHttp.local(port, "GET", "/graphql/schema.graphql").send().outcome())
        .isEqualTo("200");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LocalHost:9",
        "127.0.0.1",
        "[::1]",
        "[::1]:1",
        "costs.example.com:8"
      })
  void shouldServeListedHosts(String host) throws IOException {
    assertThat(RawHttp.request(port, "POST", "/graphql").with("Host", host).json(WRITE).send())
        .extracting(RawHttp.Reply::outcome)
        .isEqualTo("200");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rebound.example.net",
        "localhost.example.net",
        "localhost@example.net",
        "127.0.0.1.nip.io:8080",
        "[::2]",
        "::1",
        "localhost:",
        "localhost:8080:1",
        "localhost,example.net",
        "costs.example.com."
      })
  void shouldRefuseReboundHosts(String host) throws IOException {
    for (RawHttp request :
        new RawHttp[] {
          RawHttp.request(port, "POST", "/graphql").with("Host", host).json(WRITE),
          RawHttp.request(port, "POST", "/import/probe").with("Host", host).body("text/csv", "a"),
          RawHttp.request(port, "GET", "/graphql").with("Host", host).upgrading(),
          RawHttp.request(port, "GET", "/q/metrics").with("Host", host)
        }) {
      assertThat(request.send().status()).isIn(421, 400);
    }
  }

  @Test
  void shouldNameTheSettingForHosts() throws IOException {
    RawHttp.Reply reply =
        RawHttp.request(port, "GET", "/").with("Host", "rebound.example.net").send();

    assertThat(reply.body())
        .isEqualTo(
            "{\"errors\":[{\"message\":\"this host name is not served; list it in"
                + " COSTGRAPH_HOSTS\",\"extensions\":{\"code\":\"UNKNOWN_HOST\"}}]}");
  }

  @Test
  void shouldRefuseAmbiguousHosts() throws IOException {
    assertThat(
            RawHttp.local(port, "POST", "/graphql")
                .with("Host", "example.net")
                .json(WRITE)
                .send()
                .status())
        .isEqualTo(400);
    assertThat(
            RawHttp.local(port, "POST", "http://example.net/graphql").json(WRITE).send().outcome())
        .isEqualTo("400 BAD_HOST");
    assertThat(RawHttp.request(port, "POST", "/graphql").json(WRITE).send().status())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.net",
        "null",
        "http://127.0.0.1",
        "http://127.0.0.1:1",
        "http://localhost:8080",
        "http://127.0.0.1@example.net",
        "ftp://127.0.0.1",
        "file://"
      })
  void shouldRefuseForeignOrigins(String origin) throws IOException {
    for (RawHttp request :
        new RawHttp[] {
          RawHttp.local(port, "POST", "/graphql").json(WRITE),
          RawHttp.local(port, "POST", "/import/probe").body("text/csv", "a"),
          RawHttp.upgrade(port)
        }) {
      assertThat(request.with("Origin", origin).send().outcome()).isEqualTo("403 FOREIGN_ORIGIN");
    }
  }

  @Test
  void shouldServeItsOwnOrigin() throws IOException {
    String own = "http://127.0.0.1:" + port;

    assertThat(RawHttp.upgrade(port).with("Origin", own).send().status()).isEqualTo(101);
    assertThat(
            RawHttp.local(port, "POST", "/graphql")
                .with("Origin", own)
                .json(WRITE)
                .send()
                .outcome())
        .isEqualTo("200");
    assertThat(RawHttp.upgrade(port).with("Origin", own).with("Origin", own).send().outcome())
        .isEqualTo("403 FOREIGN_ORIGIN");
  }

  @ParameterizedTest
  @CsvSource({
    "text/plain, 415 UNSUPPORTED_TYPE",
    "application/x-www-form-urlencoded, 415 UNSUPPORTED_TYPE",
    "multipart/form-data; boundary=application/json, 415 UNSUPPORTED_TYPE",
    "application/graphql, 415 UNSUPPORTED_TYPE",
    "application/json5, 415 UNSUPPORTED_TYPE",
    "Application/JSON; charset=utf-8, 200",
  })
  void shouldTakeOperationsAsJsonOnly(String type, String outcome) throws IOException {
    assertThat(RawHttp.local(port, "POST", "/graphql").body(type, WRITE).send().outcome())
        .isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource({
    "text/csv, 200",
    "application/jsonl, 200",
    "application/x-ndjson; charset=utf-8, 200",
    "text/plain, 415 UNSUPPORTED_TYPE",
    "application/json, 415 UNSUPPORTED_TYPE",
  })
  void shouldTakeImportsAsRowsOnly(String type, String outcome) throws IOException {
    assertThat(RawHttp.local(port, "POST", "/import/probe").body(type, "a,b").send().outcome())
        .isEqualTo(outcome);
  }

  @Test
  void shouldRefuseGetAndOtherPathsToTheSameApi() throws IOException {
    assertThat(RawHttp.local(port, "GET", "/graphql?query=%7BprobeNode%7Bname%7D%7D").send())
        .extracting(RawHttp.Reply::outcome)
        .isEqualTo("405 METHOD_NOT_ALLOWED");
    for (String path : new String[] {"/graphql/", "//graphql", "/x/../graphql", "/%67raphql"}) {
      assertThat(RawHttp.local(port, "POST", path).body("text/plain", WRITE).send().outcome())
          .as(path)
          .isEqualTo("415 UNSUPPORTED_TYPE");
      assertThat(RawHttp.local(port, "GET", path + "?query=%7B__typename%7D").send().body())
          .as(path)
          .doesNotContain("data");
    }
  }

  @Test
  void shouldLetProbesSeeHealthByAnyAddress() throws IOException {
    assertThat(RawHttp.request(port, "GET", "/q/health/live").with("Host", "10.1.2.3").send())
        .extracting(RawHttp.Reply::status)
        .isEqualTo(200);
    assertThat(RawHttp.request(port, "GET", "/q/health/../metrics").with("Host", "10.1.2.3").send())
        .extracting(RawHttp.Reply::outcome)
        .isEqualTo("421 UNKNOWN_HOST");
  }

  @Test
  void shouldExportToNoPageOfAnotherSite() throws IOException {
    assertThat(RawHttp.local(port, "GET", "/export/budgets").send().status()).isEqualTo(200);
    assertThat(
            RawHttp.local(port, "GET", "/export/budgets")
                .with("Origin", "http://evil.example.net")
                .send()
                .outcome())
        .isEqualTo("403 FOREIGN_ORIGIN");
    assertThat(
            RawHttp.request(port, "GET", "/export/budgets")
                .with("Host", "rebound.example.net")
                .send()
                .outcome())
        .isEqualTo("421 UNKNOWN_HOST");
  }
}
