package dev.costgraph.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.costgraph.GraphQl;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is in an export, held against what the API answers. */
@QuarkusTest
class ExportIT {

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private TestPlatform platform;
  private ExportClient client;
  private String model;

  @BeforeEach
  void makePlatform() throws Exception {
    platform = TestPlatform.create("exported", port, "USD", "Europe/Berlin");
    client = platform.client();
    model = "m-" + platform.id();
  }

  private void recordAFew() throws Exception {
    platform.recordAFew(model);
  }

  @Test
  void shouldExportEveryUsageWithAllThatIsKnown() throws Exception {
    recordAFew();
    platform.price(model, "own-host", "USD", Map.of("input", "3", "output", "8", "page", "0.01"));
    assertThat(platform.reprice("dearer")).isEqualTo(2);

    List<Map<String, String>> rows = client.csv("/export/usage" + platform.query());

    assertThat(rows).hasSize(5);
    assertThat(rows.get(0))
        .containsEntry("operationId", platform.id() + ":a")
        .containsEntry("timestamp", "2026-10-01T09:00:00Z")
        .containsEntry("step", "draft, \"final\"")
        .containsEntry("tags", "{\"cost/center\":\"=1+1\",\"team\":\"blue, \\\"sky\\\"\"}")
        .containsEntry("projectId", platform.id() + "-p")
        .containsEntry("runId", "r")
        .containsEntry("input", "1000")
        .containsEntry("cacheRead", "0")
        .containsEntry("totalTokens", "1010")
        .containsEntry("cost", "0.00308")
        .containsEntry("promptCost", "0.003")
        .containsEntry("completionCost", "0.00008")
        .containsEntry("adjustments", "0.001")
        .containsEntry("adjustmentReason", "dearer")
        .containsEntry("entries", "2")
        .containsEntry("currency", "USD");
    assertThat(rows.get(1))
        .containsEntry("agentId", "=cmd()")
        .containsEntry("outcome", "FAILED")
        .containsEntry("timestamp", "2026-10-01T10:30:00.123456789Z")
        .containsEntry("cost", "0.0015");
    assertThat(rows.get(2))
        .containsEntry("cost", "0.000000001")
        .containsEntry("amount", "0.000000001")
        .containsEntry("amountCurrency", "USD")
        .containsEntry("input", "")
        .containsEntry("adjustments", "0")
        .containsEntry("model", "");
    assertThat(rows.get(3))
        .containsEntry("quantity", "2.5")
        .containsEntry("quantityUnit", "page")
        .containsEntry("cost", "0.025");
    assertThat(rows.get(4)).containsEntry("cost", "").containsEntry("entries", "0");
    for (Map<String, String> row : rows) {
      assertThat(row.get("cost"))
          .isEqualTo(
              Objects.requireNonNullElse(
                  usage(String.valueOf(row.get("operationId"))).get("cost"), ""));
    }
  }

  /** Three tasks share it: 10,001 tokens and 0.020002 do not come out even. */
  @Test
  void shouldExportASharedUsageAsPartsOfExactlyTheWhole() throws Exception {
    platform.price(model, "own-host", "USD", Map.of("input", "2"));
    platform.record(
        Map.of(
            "operationId", platform.id(),
            "agentId", "ann",
            "platformId", platform.id(),
            "model", model,
            "tokens", Map.of("input", 10_001),
            "timestamp", "2026-10-01T09:00:00Z",
            "split",
                List.of(
                    Map.of("taskId", platform.id() + "-1", "weight", "0.333333333"),
                    Map.of("taskId", platform.id() + "-2", "weight", "0.333333333"),
                    Map.of("taskId", platform.id() + "-3", "weight", "0.333333334"))));

    List<Map<String, String>> parts = client.csv("/export/usage" + platform.query());
    List<Map<String, String>> cells = client.csv("/export/costs" + platform.query());

    assertThat(parts).extracting(part -> part.get("operationId")).containsOnly(platform.id());
    assertThat(parts)
        .extracting(part -> part.get("weight"))
        .containsExactly("0.333333333", "0.333333333", "0.333333334");
    assertThat(parts).extracting(part -> part.get("input")).containsExactly("3334", "3333", "3334");
    assertThat(sum(parts, "cost")).isEqualTo(new BigDecimal("0.020002"));
    assertThat(parts).extracting(part -> part.get("cost")).doesNotContain("0.020002", "");
    assertThat(cells).hasSize(3);
    assertThat(sum(cells, "cost")).isEqualTo(new BigDecimal("0.020002"));
    assertThat(sum(cells, "calls")).isEqualTo(BigDecimal.ONE);
    assertThat(
            client.csv(
                "/export/usage%s&after=%s"
                    .formatted(platform.query(), parts.getFirst().get("cursor"))))
        .isEqualTo(parts.subList(1, 3));
  }

  private static Map<String, Object> usage(String operationId) {
    return GraphQl.send("usage", Map.of("operationId", operationId)).getMap("data.usage");
  }

  @Test
  void shouldSayTheSameInBothFormats() throws Exception {
    recordAFew();
    for (String path : List.of("usage", "costs", "budgets", "focus")) {
      String address = "/export/" + path + platform.query();
      String csv = client.text(address);
      List<Map<String, String>> rows = ExportClient.parse(csv);
      List<JsonNode> lines = client.jsonLines(address);

      assertThat(csv.lines().findFirst().orElseThrow()).doesNotContain("\"");
      assertThat(csv).doesNotContain("\n\n").matches("(?s)([^\n]*\r\n)*");
      assertThat(lines).hasSameSizeAs(rows);
      for (int i = 0; i < rows.size(); i++) {
        Map<String, String> row = rows.get(i);
        JsonNode line = lines.get(i);
        assertThat(line.properties())
            .extracting(Map.Entry::getKey)
            .containsExactlyElementsOf(row.keySet());
        row.forEach((name, text) -> assertThat(text(line.get(name))).as(name).isEqualTo(text));
      }
    }
    JsonNode first = client.jsonLines("/export/usage" + platform.query()).getFirst();
    assertThat(first.get("input").isIntegralNumber()).isTrue();
    assertThat(first.get("cost").isTextual()).isTrue();
    assertThat(first.get("tags").get("team").asText()).isEqualTo("blue, \"sky\"");
    assertThat(client.jsonLines("/export/focus" + platform.query()))
        .anyMatch(row -> row.get("Tags").path("team").asText().equals("blue, \"sky\""));
  }

  private static String text(JsonNode value) {
    return value.isNull() ? "" : value.isContainerNode() ? value.toString() : value.asText();
  }

  @Test
  void shouldExportCostsThatAddUpToTheAnswer() throws Exception {
    recordAFew();
    platform.price(model, "own-host", "USD", Map.of("input", "3", "output", "8", "page", "0.01"));
    platform.reprice("dearer");
    String days = "&from=2026-09-30T22:00:00Z&to=2026-10-31T23:00:00Z";
    JsonPath october =
        platform.totals(Map.of("from", "2026-09-30T22:00:00Z", "to", "2026-10-31T23:00:00Z"));

    for (String grain : List.of("", "&grain=daily", "&grain=hourly")) {
      List<Map<String, String>> all = client.csv("/export/costs" + platform.query() + grain);
      List<Map<String, String>> some =
          client.csv("/export/costs" + platform.query() + grain + days);

      assertThat(sum(all, "cost")).isEqualTo(decimal(platform.totals(Map.of()), "cost"));
      assertThat(sum(all, "calls")).isEqualTo(BigDecimal.valueOf(5));
      assertThat(sum(all, "unpricedCalls")).isEqualTo(BigDecimal.ONE);
      assertThat(sum(some, "cost")).isEqualTo(decimal(october, "cost"));
      assertThat(sum(some, "adjustments")).isEqualTo(new BigDecimal("0.0015"));
      assertThat(sum(some, "failedCost")).isEqualTo(decimal(october, "failedCost"));
      assertThat(sum(some, "totalTokens")).isEqualTo(decimal(october, "tokens.total"));
    }
    Map<String, String> day = client.csv("/export/costs" + platform.query()).getFirst();
    assertThat(day)
        .containsEntry("periodStart", "2026-09-30T22:00:00Z")
        .containsEntry("periodEnd", "2026-10-01T22:00:00Z")
        .containsEntry("zone", "Europe/Berlin")
        .containsEntry("platformId", platform.id());
  }

  private static BigDecimal decimal(JsonPath totals, String name) {
    return new BigDecimal(totals.getString(name));
  }

  private static BigDecimal sum(List<Map<String, String>> rows, String column) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Map<String, String> row : rows) {
      String cell = Objects.requireNonNull(row.get(column));
      sum = cell.isEmpty() ? sum : sum.add(new BigDecimal(cell));
    }
    return sum.signum() == 0
        ? BigDecimal.ZERO
        : sum.stripTrailingZeros().scale() < 0 ? sum.setScale(0) : sum.stripTrailingZeros();
  }

  @Test
  void shouldExportBudgetsAsTheyStand() throws Exception {
    for (String name : List.of("all", "below")) {
      TestPlatform.requireNoError(
          GraphQl.send(
              "create-budget",
              Map.of(
                  "budget",
                  Map.of(
                      "budgetId",
                      platform.id() + ":" + name,
                      "name",
                      "Budget, \"" + name + "\"",
                      "type",
                      name.equals("all") ? "PLATFORM" : "CUSTOM",
                      "platformId",
                      platform.id(),
                      "limit",
                      "0.003",
                      "period",
                      "MONTH",
                      "zone",
                      "Europe/Berlin",
                      "parentBudgetIds",
                      name.equals("all") ? List.of() : List.of(platform.id() + ":all")))));
    }
    recordAFew();

    List<Map<String, String>> october =
        client.csv("/export/budgets" + platform.query() + "&at=2026-10-05");
    List<Map<String, String>> periods =
        client.csv("/export/budgets" + platform.query() + "&periods=all");

    assertThat(october).hasSize(2);
    assertThat(october.getFirst())
        .containsEntry("budgetId", platform.id() + ":all")
        .containsEntry("name", "Budget, \"all\"")
        .containsEntry("state", "EXCEEDED")
        .containsEntry("limit", "0.003")
        .containsEntry("spent", "0.003080001")
        .containsEntry("remaining", "-0.000080001")
        .containsEntry("overrun", "0.000080001")
        .containsEntry("held", "0")
        .containsEntry("entries", "3");
    assertThat(october.getLast())
        .containsEntry("parentBudgetIds", "[\"%s:all\"]".formatted(platform.id()))
        .containsEntry("spent", "0");
    assertThat(periods).extracting(row -> row.get("spent")).containsExactly("0.003080001", "0.025");
    assertThat(client.csv("/export/budgets" + platform.query() + "&periods=all&from=2026-10-15"))
        .extracting(row -> row.get("spent"))
        .containsExactly("0.025");
    assertThat(client.csv("/export/budgets" + platform.query())).hasSize(2);
  }

  @Test
  void shouldFilterAsCostsDo() throws Exception {
    recordAFew();
    String query = "/export/usage" + platform.query();

    assertThat(ids(query + "&kinds=TOOL_CALL,SERVICE")).containsExactly("c", "d");
    assertThat(ids(query + "&kinds=TOOL_CALL&kinds=SERVICE")).containsExactly("c", "d");
    assertThat(ids(query + "&outcomes=FAILED")).containsExactly("b");
    assertThat(ids(query + "&tags=team=blue,%20%22sky%22")).containsExactly("a");
    assertThat(ids(query + "&unpriced=true")).containsExactly("e");
    assertThat(ids(query + "&unpriced=false")).containsExactly("a", "b", "c", "d");
    assertThat(ids(query + "&userIds=u&runIds=r,s")).containsExactly("a");
    assertThat(ids(query + "&from=2026-10-01T10:30:00Z&to=2026-10-31T23:00:00Z"))
        .containsExactly("b", "c");
    assertThat(ids(query + "&from=2026-11-01")).containsExactly("e");
    assertThat(ids("/export/usage?platformIds=nobody")).isEmpty();
    assertThat(client.csv("/export/costs" + platform.query() + "&models=" + model)).hasSize(3);
  }

  private List<String> ids(String path) throws Exception {
    return client.csv(path).stream()
        .map(row -> Objects.requireNonNull(row.get("operationId")).replaceAll(".*:", ""))
        .toList();
  }

  /** What an export holds is enough to book the same again. */
  @Test
  void shouldBeImportedAgainForTheSameTotals() throws Exception {
    long seed = Long.getLong("costgraph.seed", System.nanoTime());
    System.out.println("ExportIT costgraph.seed=" + seed);
    platform.importCsv(random(new Random(seed), 300));
    TestPlatform other = TestPlatform.create("imported", port, "USD", "Europe/Berlin");
    List<String> columns =
        List.of(
            "agentId",
            "taskId",
            "projectId",
            "userId",
            "runId",
            "parentRunId",
            "step",
            "capability",
            "kind",
            "model",
            "provider",
            "serviceTier",
            "quantity",
            "quantityUnit",
            "amount",
            "timestamp",
            "outcome",
            "input",
            "output",
            "cacheRead",
            "cacheWrite5m",
            "cacheWrite1h",
            "reasoning",
            "audioInput",
            "audioOutput",
            "imageInput",
            "imageOutput");

    StringBuilder lines = new StringBuilder();
    for (JsonNode row : client.jsonLines("/export/usage" + platform.query())) {
      var line = ExportClient.JSON.createObjectNode();
      for (String column : columns) {
        String name = column;
        line.set(name, row.get(name));
        if (column.equals("taskId") || column.equals("projectId")) {
          line.put(name, row.get(name).asText().replace(platform.id(), other.id()));
        }
      }
      line.set("currency", row.get("amountCurrency"));
      line.set("tags", row.get("tags"));
      lines.append(line).append('\n');
    }
    other.imported("application/jsonl", lines.toString());

    assertThat(groups(other)).isEqualTo(groups(platform));
    assertThat(groups(platform)).hasSizeGreaterThan(20);
  }

  private static List<String> groups(TestPlatform platform) throws Exception {
    List<String> groups = new ArrayList<>();
    for (Map<String, String> row :
        platform.client().csv("/export/costs" + platform.query() + "&grain=hourly")) {
      row.keySet().removeAll(List.of("cursor", "pathId"));
      groups.add(row.toString().replace(platform.id(), ""));
    }
    groups.sort(null);
    return groups;
  }

  private String random(Random random, int usages) {
    StringBuilder csv =
        new StringBuilder(
            "agentId,taskId,projectId,model,input,output,cacheRead,amount,outcome,timestamp,"
                + "tag.team\n");
    for (int i = 0; i < usages; i++) {
      boolean amount = random.nextInt(5) == 0;
      csv.append(
          "a%d,%s-t%d,%s-p,%s,%s,%s,2026-10-%02dT%02d:%02d:00Z,t%d\n"
              .formatted(
                  random.nextInt(3),
                  platform.id(),
                  random.nextInt(2),
                  platform.id(),
                  amount ? "" : random.nextBoolean() ? "gpt-4o" : "gpt-4o-mini",
                  amount
                      ? ",,,0." + (1 + random.nextInt(999))
                      : "%d,%d,%d,"
                          .formatted(
                              random.nextInt(5000), random.nextInt(900), random.nextInt(300)),
                  random.nextInt(9) == 0 ? "FAILED" : "SUCCEEDED",
                  1 + random.nextInt(5),
                  random.nextInt(24),
                  random.nextInt(60),
                  random.nextInt(3)));
    }
    return csv.toString();
  }
}
