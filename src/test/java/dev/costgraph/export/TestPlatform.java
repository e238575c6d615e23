package dev.costgraph.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.costgraph.GraphQl;
import io.restassured.path.json.JsonPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A platform of a test's own, and what is done to it. */
record TestPlatform(String id, ExportClient client) {

  static TestPlatform create(String prefix, int port, String currency, String zone) {
    String id = prefix + "-" + UUID.randomUUID();
    requireNoError(
        GraphQl.send(
            "put-platform",
            Map.of(
                "platform",
                Map.of(
                    "platformId",
                    id,
                    "name",
                    "The " + prefix,
                    "currency",
                    currency,
                    "zone",
                    zone))));
    return new TestPlatform(id, new ExportClient(port));
  }

  /** Books the lines of a file; all of them have to be good. */
  void imported(String type, String body) throws Exception {
    JsonNode report =
        client.importUsage(type, "?platformId=%s&source=%s".formatted(id, UUID.randomUUID()), body);
    assertThat(report.path("recorded")).as("%s", report).isEqualTo(report.path("lines"));
    assertThat(report.path("lines").asInt()).isPositive();
  }

  void importCsv(String csv) throws Exception {
    imported("text/csv", csv);
  }

  /** Tokens, an amount, a quantity, one that failed, one without a price, and awkward texts. */
  void recordAFew(String model) throws Exception {
    price(model, "own-host", "USD", Map.of("input", "2", "output", "8", "page", "0.01"));
    String header =
        "operationId,agentId,taskId,projectId,userId,runId,step,model,kind,input,output,quantity,"
            + "quantityUnit,amount,outcome,timestamp,tag.team,tag.cost/center\n";
    String first =
        "%1$s:a,ann,%1$s-t,%1$s-p,u,r,\"draft, \"\"final\"\"\",%2$s,LLM_CALL,1000,10,,,,,"
            + "2026-10-01T09:00:00Z,\"blue, \"\"sky\"\"\",=1+1\n";
    String rest =
        """
        %1$s:b,=cmd(),%1$s-t,%1$s-p,,,,%2$s,,500,,,,,FAILED,2026-10-01T10:30:00.123456789Z,,
        %1$s:c,ann,,,,,,,TOOL_CALL,,,,,0.000000001,,2026-10-31T22:59:59Z,,
        %1$s:d,ann,,,,,,%2$s,SERVICE,,,2.5,page,,,2026-10-31T23:00:00Z,,
        %1$s:e,ann,,,,,,no-such-model,,7,,,,,,2026-11-01T00:00:00Z,,
        """;
    importCsv(header + (first + rest).formatted(id, model));
  }

  void record(Map<String, Object> usage) {
    JsonPath answer = GraphQl.send("record-usages", Map.of("usages", List.of(usage)));
    requireNoError(answer);
    assertThat(answer.<String>getList("data.recordUsages.__typename")).containsOnly("Recorded");
  }

  /** Adds a price of the platform's own. */
  void price(String model, String provider, String currency, Map<String, String> components) {
    requireNoError(
        GraphQl.send(
            "add-price",
            Map.of(
                "price",
                Map.of(
                    "model",
                    model,
                    "provider",
                    provider,
                    "currency",
                    currency,
                    "platformId",
                    id,
                    "components",
                    components.entrySet().stream()
                        .map(e -> Map.of("name", e.getKey(), "price", e.getValue()))
                        .toList()))));
  }

  /** {@return how many usages were adjusted} */
  int reprice(String reason) {
    JsonPath answer =
        GraphQl.send(
            "reprice",
            Map.of(
                "filter", Map.of("platformIds", List.of(id)), "reason", reason, "dryRun", false));
    requireNoError(answer);
    return answer.getInt("data.reprice.adjusted");
  }

  /** {@return the sums of what a filter lets through, as {@code costs} has them} */
  JsonPath totals(Map<String, ?> filter) {
    Map<String, Object> all = new HashMap<>(filter);
    all.put("platformIds", List.of(id));
    JsonPath answer = GraphQl.send("costs", Map.of("groupBy", List.of(), "filter", all));
    requireNoError(answer);
    return answer.setRootPath("data.costs.total");
  }

  String query() {
    return "?platformIds=" + id;
  }

  static void requireNoError(JsonPath answer) {
    assertThat(answer.getString("errors")).isNull();
  }
}
