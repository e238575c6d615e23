package dev.costgraph.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.SocketClient;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With both tokens: every way in, with none, a wrong one, the reader's and the writer's. */
@QuarkusTest
@TestProfile(TokenIT.Tokens.class)
class TokenIT {

  public static class Tokens implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "costgraph.token", "write-write-write-write",
          "costgraph.read-token", "read-read-read-read");
    }
  }

  private static final String READ = "Bearer read-read-read-read";
  private static final String WRITE = "bearer write-write-write-write";
  private static final String QUERY = "{ probeEcho(text: \\\"a\\\") }";
  private static final String MUTATION = "mutation { probeWrite(text: \\\"a\\\") }";
  private static final String INTROSPECTION = "{ __schema { types { name } } }";

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      textBlock =
          """
          none,                          401 UNAUTHORIZED, 401 UNAUTHORIZED, 401 UNAUTHORIZED
          Bearer write-write-write-writ, 401 UNAUTHORIZED, 401 UNAUTHORIZED, 401 UNAUTHORIZED
          Bearer ,                       401 UNAUTHORIZED, 401 UNAUTHORIZED, 401 UNAUTHORIZED
          write-write-write-write,       401 UNAUTHORIZED, 401 UNAUTHORIZED, 401 UNAUTHORIZED
          Basic d3JpdGU6d3JpdGU=,        401 UNAUTHORIZED, 401 UNAUTHORIZED, 401 UNAUTHORIZED
          Bearer read-read-read-read,    200,              200 FORBIDDEN,    403 FORBIDDEN
          Bearer write-write-write-write,200,              200,              200
          """)
  void shouldHoldRolesOverHttp(
      String authorization, String querying, String mutating, String importing) throws IOException {
    assertThat(as(authorization, RawHttp.graphql(port, QUERY)).send().outcome())
        .isEqualTo(querying);
    assertThat(as(authorization, RawHttp.graphql(port, INTROSPECTION)).send().outcome())
        .isEqualTo(querying);
    assertThat(as(authorization, RawHttp.local(port, "GET", "/q/metrics")).send().outcome())
        .isEqualTo(querying);
    assertThat(as(authorization, RawHttp.graphql(port, MUTATION)).send().outcome())
        .isEqualTo(mutating);
    RawHttp rows = RawHttp.local(port, "POST", "/import/probe").body("text/csv", "a");
    assertThat(as(authorization, rows).send().outcome()).isEqualTo(importing);
  }

  @Test
  void shouldRefuseAMutationHiddenAmongQueries() throws IOException {
    String both = "query a { probeEcho(text: \\\"a\\\") } " + "mutation b { probeWrite }";
    RawHttp request =
        RawHttp.local(port, "POST", "/graphql")
            .json("{\"query\":\"" + both + "\",\"operationName\":\"b\"}");

    assertThat(as(READ, request).send().outcome()).isEqualTo("200 FORBIDDEN");
  }

  /** It only reads, whoever asks; what it may cost is bounded for all. */
  @Test
  void shouldAllowTheReaderFreeCypher() throws IOException {
    String query = "{ cypher(statement: \\\"RETURN 1 AS one\\\") { rows } }";

    assertThat(as(READ, RawHttp.graphql(port, query)).send().outcome()).isEqualTo("200");
    assertThat(RawHttp.graphql(port, query).send().outcome()).isEqualTo("401 UNAUTHORIZED");
  }

  @Test
  void shouldShowReportsToTheReaderAndNotWithoutToken() throws IOException {
    for (String path : List.of("/report", "/report/trend.svg")) {
      RawHttp report = RawHttp.local(port, "GET", path + "?budgetId=nobody");

      assertThat(report.send().outcome()).isEqualTo("401 UNAUTHORIZED");
      assertThat(as(READ, report).send().outcome()).isEqualTo("400 NOT_FOUND");
    }
  }

  @Test
  void shouldRefuseTheReaderWhatTheWriterHasJustRun() throws IOException {
    // the document is kept parsed and validated, the decision is not
    assertThat(as(WRITE, RawHttp.graphql(port, MUTATION)).send().outcome()).isEqualTo("200");
    assertThat(as(READ, RawHttp.graphql(port, MUTATION)).send().outcome())
        .isEqualTo("200 FORBIDDEN");
  }

  @Test
  void shouldExportToWhoeverMayRead() throws IOException {
    RawHttp export = RawHttp.local(port, "GET", "/export/budgets?platformIds=nobody");
    assertThat(export.send().outcome()).isEqualTo("401 UNAUTHORIZED");
    assertThat(as(READ, RawHttp.local(port, "GET", "/export/budgets")).send().status())
        .isEqualTo(200);
    assertThat(as(WRITE, RawHttp.local(port, "GET", "/export/usage")).send().status())
        .isEqualTo(200);
    assertThat(as("Bearer write", RawHttp.local(port, "GET", "/export/usage")).send().outcome())
        .isEqualTo("401 UNAUTHORIZED");
  }

  @Test
  void shouldShowHealthWithoutToken() throws IOException {
    assertThat(RawHttp.local(port, "GET", "/q/health/live").send().status()).isEqualTo(200);
  }

  @Test
  void shouldCloseASocketWithoutToken() throws InterruptedException {
    try (SocketClient client = SocketClient.open(port)) {
      assertThat(client.init().next()).startsWith("close 4401 ");
    }
    try (SocketClient client = SocketClient.open(port)) {
      assertThat(client.send("{\"type\":\"connection_init\",\"payload\":{}}").next())
          .startsWith("close 4401 ");
    }
  }

  @Test
  void shouldCloseASocketWithAWrongToken() throws InterruptedException {
    try (SocketClient client = SocketClient.open(port)) {
      assertThat(client.init("Bearer wrong-wrong-wrong-wrong").next()).startsWith("close 4403 ");
    }
  }

  @Test
  void shouldRunNothingBeforeInit() throws InterruptedException {
    try (SocketClient client = SocketClient.open(port)) {
      assertThat(client.subscribe("1", INTROSPECTION).next()).startsWith("close 4401 ");
    }
    try (SocketClient client = SocketClient.open(port)) {
      // an init that fails, with an operation sent before the close arrives
      client.init("Bearer wrong-wrong-wrong-wrong").subscribe("1", INTROSPECTION);
      assertThat(client.next()).startsWith("close 4403 ");
    }
  }

  @Test
  void shouldRefuseAnUpgradeWithAWrongToken() throws IOException {
    assertThat(as("Bearer wrong", RawHttp.upgrade(port)).send().outcome())
        .isEqualTo("401 UNAUTHORIZED");
  }

  @Test
  void shouldLetTheReaderReadOverSockets() throws InterruptedException {
    try (SocketClient client = SocketClient.open(port).init(READ)) {
      assertThat(client.next()).isEqualTo("{\"type\":\"connection_ack\"}");
      assertThat(client.subscribe("1", QUERY).next()).contains("\"probeEcho\":\"a\"");
      assertThat(client.next()).contains("\"type\":\"complete\"");
      assertThat(client.subscribe("2", MUTATION).next())
          .startsWith("{\"id\":\"2\",\"type\":\"error\"")
          .contains("\"code\":\"FORBIDDEN\"")
          .doesNotContain("data");
      assertThat(client.subscribe("2", "subscription { probeTicks }").next())
          .contains("\"probeTicks\":0");
    }
  }

  @Test
  void shouldLetTheWriterWriteOverSockets() throws InterruptedException {
    try (SocketClient client = SocketClient.open(port).init(WRITE)) {
      assertThat(client.next()).isEqualTo("{\"type\":\"connection_ack\"}");
      assertThat(client.subscribe("1", MUTATION).next()).contains("\"probeWrite\":\"a\"");
    }
    try (SocketClient client = SocketClient.open(port, WRITE).init()) {
      assertThat(client.next()).isEqualTo("{\"type\":\"connection_ack\"}");
      assertThat(client.subscribe("1", MUTATION).next()).contains("\"probeWrite\":\"a\"");
    }
  }

  private static RawHttp as(String authorization, RawHttp request) {
    return authorization == null ? request : request.with("Authorization", authorization);
  }
}
