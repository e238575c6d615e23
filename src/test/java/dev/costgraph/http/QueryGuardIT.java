package dev.costgraph.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.SocketClient;
import graphql.introspection.IntrospectionQuery;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused about an operation itself, over HTTP and over WebSocket. */
@QuarkusTest
class QueryGuardIT {

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @Test
  void shouldAnswerIntrospectionOfTheWholeSchema() throws IOException {
    RawHttp.Reply reply = post(query(IntrospectionQuery.INTROSPECTION_QUERY));

    assertThat(reply.outcome()).isEqualTo("200");
    assertThat(reply.body()).contains("\"ProbePlan\"").doesNotContain("\"errors\"");
  }

  @Test
  void shouldRefuseWhatIsTooLarge() throws IOException {
    String deep = "{ probeNode {" + " below {".repeat(14) + " name" + "}".repeat(16);
    String aliases = "{" + numbered(1000, "a%d: probeNode { name } ") + "}";
    String nested = "{ probeNode {" + numbered(101, "a%d: name ") + "} }";
    String fields = "{ probeNode {" + " name".repeat(1000) + "} }";

    assertThat(post(query(deep)).outcome()).isEqualTo("200 QUERY_TOO_DEEP");
    assertThat(post(query(aliases)).outcome()).isEqualTo("200 TOO_MANY_ROOT_FIELDS");
    assertThat(post(query(nested)).outcome()).isEqualTo("200 TOO_MANY_ALIASES");
    assertThat(post(query(fields)).outcome()).isEqualTo("200 QUERY_TOO_COMPLEX");
    assertThat(post(query(deep)).body())
        .contains("the operation has 16 levels of fields, at most 15")
        .doesNotContain("\"data\"");
  }

  @Test
  void shouldRefuseAnswersThatMultiply() throws IOException {
    RawHttp.Reply reply = post(query("{ probeNode { many { many { name } } } }"));

    assertThat(reply.outcome()).isEqualTo("200 RESULT_TOO_LARGE");
    assertThat(reply.body().length()).isLessThan(1000);
  }

  @Test
  void shouldRefuseLongDocuments() throws IOException {
    String tokens = "{ probeNode {" + " name".repeat(15_000) + "} }";
    String chars = "{ probeEcho(text: \"" + "x".repeat(200_000) + "\") }";

    assertThat(post(query(tokens)).outcome()).isEqualTo("400 BAD_QUERY");
    assertThat(post(query(tokens)).body()).contains("15,000");
    assertThat(post(query(chars)).outcome()).isEqualTo("400 QUERY_TOO_LONG");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          this is not JSON                           | 400 BAD_JSON
          [{"query":"{ probeNode { name } }"}]       | 400 BAD_JSON
          {"query":"{ probeNode { name } }"          | 400 BAD_JSON
          null                                       | 400 BAD_JSON
          {}                                         | 400 MISSING_QUERY
          {"query":null}                             | 400 MISSING_QUERY
          {"query":" "}                              | 400 MISSING_QUERY
          {"query":{}}                               | 400 MISSING_QUERY
          {"query":"{ a","variables":[]}             | 400 BAD_REQUEST
          {"query":"{ a","variables":"{}"}           | 400 BAD_REQUEST
          {"query":"{ a","operationName":1}          | 400 BAD_REQUEST
          {"query":"{ a"}                            | 400 BAD_QUERY
          {"query":"{ nothing }"}                    | 200 BAD_REQUEST
          {"query":"query a { probeNode { name } }","operationName":"b"} | 200 BAD_REQUEST
          {"query":"query($t: String!) { probeEcho(text: $t) }"} | 200 BAD_REQUEST
          {"query":"{ probeNode { name } }","variables":null,"operationName":null,"x":1} | 200
          """)
  void shouldGiveBadRequestsACode(String body, String outcome) throws IOException {
    assertThat(post(body).outcome()).isEqualTo(outcome);
  }

  @Test
  void shouldSurviveNestedBodies() throws IOException {
    String lists = "[".repeat(100_000) + "]".repeat(100_000);
    String fragments =
        "{ ...f0 } "
            + IntStream.range(0, 1800)
                .mapToObj(i -> "fragment f%d on Query { ...f%d } ".formatted(i, i + 1))
                .collect(Collectors.joining())
            + "fragment f1800 on Query { probeNode { name } }";

    assertThat(post("{\"query\":\"{ a }\",\"variables\":{\"a\":" + lists + "}}").outcome())
        .isEqualTo("400 BAD_JSON");
    assertThat(post(query("{ a(b: " + lists.replace("[", "[ ") + ") }")).outcome())
        .startsWith("400 ");
    assertThat(post(query("{ a" + "{ a ".repeat(5000) + "}".repeat(5001))).outcome())
        .isEqualTo("400 BAD_QUERY");
    assertThat(post(query(fragments)).outcome()).isEqualTo("200 TOO_MANY_FRAGMENTS");
    assertThat(post(query("{ probeNode { name } }")).outcome()).isEqualTo("200");
  }

  @Test
  void shouldNotTellHowItFailed() throws IOException {
    RawHttp.Reply reply = post(query("{ probeFailure }"));

    assertThat(reply.outcome()).isEqualTo("200 INTERNAL");
    assertThat(reply.body()).contains("System error").doesNotContain("Secret");
  }

  @ParameterizedTest
  @CsvSource({"DEFECT, 200 INTERNAL", "OUTAGE, 200 UNAVAILABLE"})
  void shouldNameADefectAndAnOutage(String failure, String outcome) throws IOException {
    RawHttp.Reply reply = post(query("{ probeException(failure: %s) }".formatted(failure)));

    assertThat(reply.outcome()).isEqualTo(outcome);
    assertThat(reply.body()).doesNotContain("Secret");
  }

  @Test
  void shouldRefuseAnEmptyBody() throws IOException {
    assertThat(post("").outcome()).isEqualTo("400 BAD_JSON");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "query($at: DateTime) { probeInstant(at: $at) }",
        "{ probeInstant(at: AT) }",
        "query($at: DateTime) { probePlan(plan: {name: \"a\", startsAt: $at}) }",
        "{ probePlan(plan: {name: \"a\", startsAt: AT}) }",
      })
  void shouldNameABadDateTime(String document) throws IOException {
    for (String bad : new String[] {"yesterday", "2026-11-01", "2026-13-01T00:00:00Z", ""}) {
      RawHttp.Reply reply = post(at(document, bad));

      assertThat(reply.body())
          .contains("'" + bad + "' is not an ISO-8601 instant")
          .contains("\"code\":\"BAD_DATE_TIME\"")
          .doesNotContain("java")
          .doesNotContain("dev.costgraph");
    }
    assertThat(post(at(document, "2026-11-01T01:00:00.5+01:00")).body())
        .contains("\"2026-11-01T00:00:00.500Z\"");
  }

  @Test
  void shouldNameABadDateTimeOfAWholeInput() throws IOException {
    JsonObject request =
        query(
                "query($plan: ProbePlanInput) { probePlan(plan: $plan) }"
                    .replace("PlanInput", "Plan"))
            .put(
                "variables",
                new JsonObject()
                    .put("plan", new JsonObject().put("name", "a").put("startsAt", "yesterday")));

    assertThat(post(request).body())
        .contains("'yesterday' is not an ISO-8601 instant")
        .contains("\"code\":\"BAD_DATE_TIME\"");
  }

  @Test
  void shouldHoldTheSameBoundsOverSockets() throws InterruptedException {
    String many =
        "subscription { probeTicks }".replace("}", numbered(21, "a%d: probeTicks ") + "}");
    try (SocketClient client = SocketClient.open(port).init()) {
      client.next();
      assertThat(client.subscribe("1", many).next())
          .startsWith("{\"id\":\"1\",\"type\":\"error\"")
          .contains("\"code\":\"TOO_MANY_ROOT_FIELDS\"");
      assertThat(client.subscribe("1", "{ nothing }").next()).contains("BAD_REQUEST");
      assertThat(client.subscribe("1", "{ a").next()).contains("BAD_QUERY");
      assertThat(client.subscribe("1", " ").next()).contains("MISSING_QUERY");
      assertThat(client.subscribe("1", "subscription { probeTicks }").next())
          .contains("\"probeTicks\":0");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "{}", "{\"type\":\"subscribe\"}", "{\"type\":\"x\"}", "1"})
  void shouldCloseASocketThatTalksNonsense(String message) throws InterruptedException {
    try (SocketClient client = SocketClient.open(port).init()) {
      client.next();
      assertThat(client.send(message).next()).startsWith("close 4400 ");
    }
  }

  private RawHttp.Reply post(JsonObject body) throws IOException {
    return post(body.encode());
  }

  private RawHttp.Reply post(String body) throws IOException {
    return RawHttp.local(port, "POST", "/graphql").json(body).send();
  }

  private static JsonObject query(String query) {
    return new JsonObject().put("query", query);
  }

  private static JsonObject at(String document, String at) {
    return query(document.replace("AT)", "\"" + at + "\")").replace("AT}", "\"" + at + "\"}"))
        .put("variables", new JsonObject().put("at", at));
  }

  private static String numbered(int count, String format) {
    return IntStream.range(0, count).mapToObj(format::formatted).collect(Collectors.joining());
  }
}
