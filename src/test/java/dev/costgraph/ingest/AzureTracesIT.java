package dev.costgraph.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.costgraph.budget.BudgetInput;
import dev.costgraph.budget.BudgetType;
import dev.costgraph.budget.Enforcement;
import dev.costgraph.budget.Period;
import dev.costgraph.budget.Unit;
import dev.costgraph.edit.EditApi;
import dev.costgraph.graph.Graph;
import dev.costgraph.money.Decimal;
import dev.costgraph.platform.PlatformInput;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.Session;

/**
 * An hour of real production traffic (the Azure LLM inference traces of 2023) into the books. The
 * rule by which a trace becomes a file is written down in {@code docs/api.md}.
 */
@QuarkusTest
class AzureTracesIT {

  private static final List<String> MODELS =
      List.of("gpt-4", "gpt-3.5-turbo", "gpt-4-1106-preview", "gpt-3.5-turbo-16k");

  @Inject Graph graph;
  @Inject EditApi edits;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private final String platformId = "azure-" + UUID.randomUUID();

  /** What this test expects of one agent and model, summed with its own arithmetic. */
  private record Sums(long calls, long input, long output, long nanos) {

    Sums plus(Sums other) {
      return new Sums(
          calls + other.calls, input + other.input, output + other.output, nanos + other.nanos);
    }
  }

  @Test
  void shouldBookAnHourOfProductionTraffic() throws Exception {
    // Given
    Path traces = traces();
    Map<String, Long> nanosPerToken = nanosPerToken();
    Map<String, Sums> expected = new HashMap<>();
    String code = converted(traces, "code", nanosPerToken, expected);
    String conversation = converted(traces, "conv", nanosPerToken, expected);
    createBudgets();

    // When
    JsonNode codeReport = imported("code", code);
    JsonNode conversationReport = imported("conv", conversation);

    // Then
    assertThat(ImportClient.counts(codeReport))
        .isEqualTo("lines 8819 recorded 8819 replayed 0 conflicts 0 rejected 0");
    assertThat(ImportClient.counts(conversationReport))
        .isEqualTo("lines 19366 recorded 19366 replayed 0 conflicts 0 rejected 0");
    assertThat(conversationReport.path("unpriced").asInt()).isZero();
    assertThat(bookedByEntries()).isEqualTo(expected);
    assertThat(bookedByCells()).isEqualTo(expected);
    Sums total = expected.values().stream().reduce(new Sums(0, 0, 0, 0), Sums::plus);
    assertThat(total.calls()).isEqualTo(28_185);
    assertThat(spentNanos()).isEqualTo(total.nanos());
    requireBalancedBooks();

    // When the same is sent again
    assertThat(ImportClient.counts(imported("code", code)))
        .isEqualTo("lines 8819 recorded 0 replayed 8819 conflicts 0 rejected 0");
    assertThat(ImportClient.counts(imported("conv", conversation)))
        .isEqualTo("lines 19366 recorded 0 replayed 19366 conflicts 0 rejected 0");
    assertThat(bookedByEntries()).isEqualTo(expected);
    assertThat(spentNanos()).isEqualTo(total.nanos());
    requireBalancedBooks();
  }

  private static Path traces() {
    String shared = System.getProperty("COSTGRAPH_SHARED_DATA");
    shared = shared == null ? System.getenv("COSTGRAPH_SHARED_DATA") : shared;
    Path traces = Path.of(shared == null ? "../shared/data" : shared).resolve("traces");
    Assumptions.assumeTrue(
        Files.exists(traces.resolve("AzureLLMInferenceTrace_code.csv")),
        () -> "no Azure traces in " + traces + ": set COSTGRAPH_SHARED_DATA to where they are");
    return traces;
  }

  /** Row i: agent i mod 8, model (i / 8) mod 4, task i mod 3 of the trace's project. */
  private String converted(
      Path traces, String name, Map<String, Long> nanosPerToken, Map<String, Sums> expected)
      throws IOException {
    StringBuilder csv =
        new StringBuilder("timestamp,agentId,taskId,projectId,model,input,output\n");
    List<String> rows =
        Files.readAllLines(traces.resolve("AzureLLMInferenceTrace_%s.csv".formatted(name)), UTF_8);
    for (int i = 0; i < rows.size() - 1; i++) {
      String[] cells = rows.get(i + 1).split(",", -1);
      String agent = "agent-" + i % 8;
      String model = MODELS.get(i / 8 % MODELS.size());
      csv.append(
          "%s,%s,%5$s-%6$s-%7$d,%5$s-%6$s,%s,%s,%8$s\n"
              .formatted(cells[0], agent, model, cells[1], platformId, name, i % 3, cells[2]));
      long input = Long.parseLong(cells[1]);
      long output = Long.parseLong(cells[2]);
      long nanos =
          input * Objects.requireNonNull(nanosPerToken.get(model + " input"))
              + output * Objects.requireNonNull(nanosPerToken.get(model + " output"));
      expected.merge(agent + " " + model, new Sums(1, input, output, nanos), Sums::plus);
    }
    return csv.toString();
  }

  /** USD per million tokens, times 1e9, by 1e6: read from the catalogue's own text. */
  private static Map<String, Long> nanosPerToken() throws IOException {
    Map<String, Long> nanos = new HashMap<>();
    try (InputStream in = AzureTracesIT.class.getResourceAsStream("/prices/openai.json")) {
      for (JsonNode model : new ObjectMapper().readTree(in).path("models")) {
        // the first price is the one since ever; the next are from 2024 on
        JsonNode price = model.path("prices").path(0);
        String name = model.path("model").asText();
        if (MODELS.contains(name)) {
          assertThat(price.has("from")).as(name).isFalse();
          for (String kind : List.of("input", "output")) {
            nanos.put(
                name + " " + kind,
                new BigDecimal(price.path(kind).asText()).scaleByPowerOfTen(3).longValueExact());
          }
        }
      }
    }
    return nanos;
  }

  private void createBudgets() {
    edits.putPlatform(new PlatformInput(platformId, null, null, null, null));
    createBudget(platformId, BudgetType.PLATFORM, platformId, List.of());
    for (String name : List.of("code", "conv")) {
      String projectId = platformId + "-" + name;
      createBudget(projectId, BudgetType.PROJECT, projectId, List.of(platformId));
      createBudget(projectId + "-0", BudgetType.TASK, projectId + "-0", List.of(projectId));
    }
    createBudget(platformId + "-agent", BudgetType.AGENT, "agent-3", List.of(platformId));
    createBudget(platformId + "-model", BudgetType.MODEL, "gpt-4", List.of());
  }

  private void createBudget(
      String budgetId, BudgetType type, String resourceId, List<String> parentBudgetIds) {
    edits.createBudget(
        new BudgetInput(
            budgetId,
            budgetId,
            type,
            resourceId,
            platformId,
            parentBudgetIds,
            Unit.MONEY,
            new Decimal("1000"),
            Period.MONTH,
            "UTC",
            null,
            null,
            Enforcement.HARD,
            List.of(new Decimal("0.8"))));
  }

  private JsonNode imported(String name, String csv) throws Exception {
    return new ImportClient(port)
        .imported(
            "text/csv",
            "?source=%1$s-%2$s&platformId=%1$s&zone=UTC".formatted(platformId, name),
            csv);
  }

  private Map<String, Sums> bookedByEntries() {
    return sums(
        """
        MATCH (agent:Agent {platform_id: $id})-[:CONSUMED]->(u:Usage)-[:INCURRED]->(e:CostEntry)
        RETURN agent.agent_id + ' ' + u.model_id AS key, count(u) AS calls,
               sum(u.input_tokens) AS input, sum(u.output_tokens) AS output,
               sum(e.total_cost_nanos) AS nanos
        """);
  }

  private Map<String, Sums> bookedByCells() {
    return sums(
        """
        MATCH (c:CostCell {platform_id: $id, grain: 'DAY'})
        RETURN c.agent_id + ' ' + c.model_id AS key, sum(c.calls) AS calls,
               sum(c.input_tokens) AS input, sum(c.output_tokens) AS output,
               sum(c.cost_nanos) AS nanos
        """);
  }

  private Map<String, Sums> sums(String statement) {
    Map<String, Sums> sums = new HashMap<>();
    try (Session session = graph.writeSession()) {
      session
          .run(statement, Map.of("id", platformId))
          .forEachRemaining(
              row ->
                  sums.put(
                      row.get("key").asString(),
                      new Sums(
                          row.get("calls").asLong(),
                          row.get("input").asLong(),
                          row.get("output").asLong(),
                          row.get("nanos").asLong())));
    }
    return sums;
  }

  private long spentNanos() throws Exception {
    return new Decimal(
            new ImportClient(port)
                .query(
                    ("{ budget(budgetId: \"%s\")"
                            + " { status(at: \"2023-11-16T18:00:00Z\") { spent } } }")
                        .formatted(platformId))
                .at("/budget/status/spent")
                .asText())
        .toNanos();
  }

  private void requireBalancedBooks() throws Exception {
    JsonNode books =
        new ImportClient(port)
            .query(
                "{ books(platformId: \"%s\") { balanced entriesChecked differences { counter } } }"
                    .formatted(platformId))
            .path("books");
    List<JsonNode> differences = new ArrayList<>();
    books.path("differences").forEach(differences::add);
    assertThat(differences).isEmpty();
    assertThat(books.path("balanced").asBoolean()).isTrue();
    assertThat(books.path("entriesChecked").asLong()).isEqualTo(28_185);
  }
}
